#if ISA_BASELINE || arch(x86_64)

  // Samples a power of two apart share a few sets of the first-level cache, where a line that two
  // blocks touch is gone before the second does. So blocks start at multiples of a register where
  // all samples have them, and the first and the last block overlap their neighbours.

  /// Where blocks start: at 0, then from the first aligned column on, the last one at
  /// `count - lanes`. Calls `block` with each; returns false where not even one block fits.
  @inline(__always) private func forEachBlock(
    _ samples: UnsafeRawPointer, _ stride: Int, _ count: Int, _ block: (Int) -> Void
  ) -> Bool {
    guard count >= lanes else { return false }
    block(0)
    var i = firstAligned(samples, stride)
    while i + lanes <= count {
      block(i)
      i += lanes
    }
    if i < count { block(count - lanes) }
    return true
  }

  /// Calls `body` for each sample, of a full panel without a branch between them.
  @inline(__always) private func forEachSample(_ count: Int, _ body: (Int) -> Void) {
    if count == lanes {
      for s in 0..<lanes { body(s) }
    } else {
      for s in 0..<lanes where s < count { body(s) }
    }
  }

  /// The first column behind 0 at which all samples are aligned to a register, or a block's width
  /// where they never are.
  @inline(__always) private func firstAligned(_ samples: UnsafeRawPointer, _ stride: Int) -> Int {
    let address = Int(bitPattern: samples) / MemoryLayout<Element>.stride
    return stride % lanes == 0 ? lanes - address % lanes : lanes
  }

  /// From row-major samples to panel rows, one square block at a time.
  @inline(__always) func panelPack(
    _ samples: In, _ stride: Int, _ sampleCount: Int, _ scale: In?, _ y: Out, _ count: Int
  ) {
    markExecuted()
    let done = forEachBlock(samples, stride, count) { i in
      var block = Block { _ in splat(0) }
      forEachSample(sampleCount) { s in block[s] = load(samples + (s * stride + i)) }
      if let scale {
        let factors = load(scale + i)
        for s in 0..<lanes { block[s] = block[s] * factors }
      }
      transpose(&block)
      for r in 0..<lanes { store(block[r], y + (i + r) * lanes) }
    }
    if done { return }
    for i in 0..<count {
      let row = y + i * lanes
      let factor = scale.map { $0[i] } ?? 1
      for s in 0..<sampleCount { row[s] = samples[s * stride + i] * factor }
      for s in sampleCount..<lanes { row[s] = 0 }
    }
  }

  /// From panel rows to row-major samples, one square block at a time.
  @inline(__always) func panelUnpack(
    _ x: In, _ count: Int, _ scale: In?, _ bias: In?,
    _ samples: Out, _ stride: Int, _ sampleCount: Int
  ) {
    markExecuted()
    let done = forEachBlock(samples, stride, count) { i in
      var block = Block { _ in splat(0) }
      for r in 0..<lanes { block[r] = load(x + (i + r) * lanes) }
      transpose(&block)
      if let scale {
        let factors = load(scale + i)
        for s in 0..<lanes { block[s] = block[s] * factors }
      }
      if let bias {
        let offsets = load(bias + i)
        for s in 0..<lanes { block[s] = block[s] + offsets }
      }
      forEachSample(sampleCount) { s in store(block[s], samples + (s * stride + i)) }
    }
    if done { return }
    for i in 0..<count {
      let factor = scale.map { $0[i] } ?? 1
      let offset = bias.map { $0[i] } ?? 0
      for s in 0..<sampleCount { samples[s * stride + i] = x[i * lanes + s] * factor + offset }
    }
  }

  /// Blocks as ``forEachBlock`` has them, each with those of its columns that no other block has;
  /// `most` columns at a time, a multiple of a block, where as many are left.
  @inline(__always) private func forEachDisjointBlock(
    _ samples: UnsafeRawPointer, _ stride: Int, _ count: Int, most: Int,
    _ block: (Int, Range<Int>) -> Void
  ) -> Bool {
    guard count >= lanes else { return false }
    var end = firstAligned(samples, stride)
    var next = 0
    while next < count {
      let start = min(next, count - lanes)
      end = min(end, count)
      block(start, next - start..<end - start)
      next = end
      end += count - next >= most ? most : lanes
    }
    return true
  }

  /// The pullback of `panelPack`.
  @inline(__always) func panelPackPullback(
    _ samples: In, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
    _ scaleGradient: Out, _ dx: Out, _ count: Int
  ) {
    markExecuted()
    let done = forEachDisjointBlock(dx, stride, count, most: 4 * lanes) { i, columns in
      if columns.count == 4 * lanes {
        packPullbackOfBlocks(
          InlineArray<4, V>(repeating: splat(0)), samples + i, dy + i * lanes, stride, sampleCount,
          scale + i, scaleGradient + i, dx + i, 0..<lanes)
      } else {
        packPullbackOfColumns(
          samples + i, dy + i * lanes, stride, sampleCount, scale + i, scaleGradient + i, dx + i,
          columns)
      }
    }
    if done { return }
    for i in 0..<count {
      for s in 0..<sampleCount {
        let value = dy[i * lanes + s]
        scaleGradient[i] = multiplyAdd(scaleGradient[i], samples[s * stride + i], value)
        dx[s * stride + i] += scale[i] * value
      }
    }
  }

  /// Samples of one column are added up in the lane of the column, so that its gradient needs no
  /// sum over lanes. Columns outside a range keep what they have.
  ///
  /// Neighbouring blocks together, sample after sample, so that the lines of few samples contend for
  /// a set of the cache.
  @inline(__always) private func packPullbackOfBlocks<let blockCount: Int>(
    _ zeros: InlineArray<blockCount, V>, _ samples: In, _ dy: In, _ stride: Int,
    _ sampleCount: Int, _ scale: In, _ scaleGradient: Out, _ dx: Out, _ columns: Range<Int>
  ) {
    var transposed = InlineArray<blockCount, Block>(repeating: Block { _ in splat(0) })
    var factors = zeros
    for b in 0..<blockCount {
      var block = Block { _ in splat(0) }
      for r in 0..<lanes { block[r] = load(dy + (b * lanes + r) * lanes) }
      transpose(&block)
      // Opaque: else LLVM merges the transpose into both uses of each row.
      for s in 0..<lanes { transposed[b][s] = opaque(block[s]) }
      factors[b] = load(scale + b * lanes)
    }
    let mask = laneMask(columns)
    var even = zeros
    var odd = zeros
    forEachSample(sampleCount) { s in
      for b in 0..<blockCount {
        let value = load(samples + (s * stride + b * lanes))
        let row = transposed[b][s]
        if s % 2 == 0 {
          even[b] = multiplyAdd(even[b], value, row)
        } else {
          odd[b] = multiplyAdd(odd[b], value, row)
        }
        let out = dx + (s * stride + b * lanes)
        store(load(out) + masked(factors[b] * row, mask), out)
      }
    }
    for b in 0..<blockCount {
      let out = scaleGradient + b * lanes
      store(load(out) + masked(even[b] + odd[b], mask), out)
    }
  }

  @inline(never) private func packPullbackOfColumns(
    _ samples: In, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
    _ scaleGradient: Out, _ dx: Out, _ columns: Range<Int>
  ) {
    packPullbackOfBlocks(
      InlineArray<1, V>(repeating: splat(0)), samples, dy, stride, sampleCount, scale,
      scaleGradient, dx, columns)
  }

  /// The pullback of `panelUnpack`.
  @inline(__always) func panelUnpackPullback(
    _ x: Out, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
    _ scaleGradient: Out, _ biasGradient: Out?, _ count: Int
  ) {
    markExecuted()
    let done = forEachDisjointBlock(dy, stride, count, most: lanes) { i, columns in
      if columns.count == lanes {
        unpackPullbackOfBlock(
          x + i * lanes, dy + i, stride, sampleCount, scale + i, scaleGradient + i,
          biasGradient.map { $0 + i }, 0..<lanes)
      } else {
        unpackPullbackOfColumns(
          x + i * lanes, dy + i, stride, sampleCount, scale + i, scaleGradient + i,
          biasGradient.map { $0 + i }, columns)
      }
    }
    if done { return }
    for i in 0..<count {
      var row = splat(0)
      for s in 0..<sampleCount { row[s] = dy[s * stride + i] }
      scaleGradient[i] += total(load(x + i * lanes) * row)
      if let biasGradient { biasGradient[i] += total(row) }
      store(splat(scale[i]) * row, x + i * lanes)
    }
  }

  /// Gradients are transposed into registers and meet the rows there. Columns outside a range keep
  /// what they have.
  @inline(__always) private func unpackPullbackOfBlock(
    _ x: Out, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
    _ scaleGradient: Out, _ biasGradient: Out?, _ columns: Range<Int>
  ) {
    var block = Block { _ in splat(0) }
    forEachSample(sampleCount) { s in block[s] = load(dy + s * stride) }
    let mask = laneMask(columns)
    if let biasGradient {
      var sums = splat(0)
      for s in 0..<lanes { sums = sums + block[s] }
      store(load(biasGradient) + masked(sums, mask), biasGradient)
    }
    transpose(&block)
    let sums = rowTotals { r in
      // Opaque: else LLVM merges the transpose into the arithmetic.
      let row = opaque(block[r])
      let product = load(x + r * lanes) * row
      if columns.contains(r) { store(splat(scale[r]) * row, x + r * lanes) }
      return product
    }
    store(load(scaleGradient) + masked(sums, mask), scaleGradient)
  }

  @inline(never) private func unpackPullbackOfColumns(
    _ x: Out, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
    _ scaleGradient: Out, _ biasGradient: Out?, _ columns: Range<Int>
  ) {
    unpackPullbackOfBlock(
      x, dy, stride, sampleCount, scale, scaleGradient, biasGradient, columns)
  }

  /// One sample is a row already: a diagonal product.
  @inline(__always) func signalPack(
    _ samples: In, _ stride: Int, _ sampleCount: Int, _ scale: In?, _ y: Out, _ count: Int
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      let value = load(samples + i)
      store(scale.map { value * load($0 + i) } ?? value, y + i)
      i += lanes
    }
    while i < count {
      y[i] = samples[i] * (scale.map { $0[i] } ?? 1)
      i += 1
    }
  }

  @inline(__always) func signalUnpack(
    _ x: In, _ count: Int, _ scale: In?, _ bias: In?,
    _ samples: Out, _ stride: Int, _ sampleCount: Int
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      var value = load(x + i)
      if let scale { value = value * load(scale + i) }
      if let bias { value = value + load(bias + i) }
      store(value, samples + i)
      i += lanes
    }
    while i < count {
      samples[i] = x[i] * (scale.map { $0[i] } ?? 1) + (bias.map { $0[i] } ?? 0)
      i += 1
    }
  }

  @inline(__always) func signalPackPullback(
    _ samples: In, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
    _ scaleGradient: Out, _ dx: Out, _ count: Int
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      let row = load(dy + i)
      store(multiplyAdd(load(scaleGradient + i), load(samples + i), row), scaleGradient + i)
      store(multiplyAdd(load(dx + i), load(scale + i), row), dx + i)
      i += lanes
    }
    while i < count {
      scaleGradient[i] = multiplyAdd(scaleGradient[i], samples[i], dy[i])
      dx[i] = multiplyAdd(dx[i], scale[i], dy[i])
      i += 1
    }
  }

  @inline(__always) func signalUnpackPullback(
    _ x: Out, _ dy: In, _ stride: Int, _ sampleCount: Int, _ scale: In,
    _ scaleGradient: Out, _ biasGradient: Out?, _ count: Int
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      let row = load(dy + i)
      store(multiplyAdd(load(scaleGradient + i), load(x + i), row), scaleGradient + i)
      store(load(scale + i) * row, x + i)
      if let biasGradient { store(load(biasGradient + i) + row, biasGradient + i) }
      i += lanes
    }
    while i < count {
      scaleGradient[i] = multiplyAdd(scaleGradient[i], x[i], dy[i])
      x[i] = scale[i] * dy[i]
      if let biasGradient { biasGradient[i] += dy[i] }
      i += 1
    }
  }
#endif
