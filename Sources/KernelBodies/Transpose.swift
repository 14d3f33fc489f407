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
    _ samples: Out, _ stride: Int, _ sampleCount: Int, _ accumulate: Bool
  ) {
    markExecuted()
    guard count >= lanes else {
      unpackColumns(x, count, scale, bias, samples, stride, sampleCount, accumulate)
      return
    }
    if accumulate {
      // Adding must not meet an element twice: where blocks overlap, one of them adds zeros.
      let first = firstAligned(samples, stride)
      unpackBlock(x, 0, scale, bias, samples, stride, sampleCount, adding: 0..<min(first, lanes))
      var i = first
      while i + lanes <= count {
        unpackBlock(x, i, scale, bias, samples, stride, sampleCount, adding: 0..<lanes)
        i += lanes
      }
      if i < count {
        let last = count - lanes
        unpackBlock(
          x, last, scale, bias, samples, stride, sampleCount, adding: i - last..<lanes)
      }
    } else {
      _ = forEachBlock(samples, stride, count) {
        unpackBlock(x, $0, scale, bias, samples, stride, sampleCount, adding: nil)
      }
    }
  }

  /// Column by column, where there is not even one block.
  @inline(__always) private func unpackColumns(
    _ x: In, _ count: Int, _ scale: In?, _ bias: In?,
    _ samples: Out, _ stride: Int, _ sampleCount: Int, _ accumulate: Bool
  ) {
    for i in 0..<count {
      let factor = scale.map { $0[i] } ?? 1
      let offset = bias.map { $0[i] } ?? 0
      for s in 0..<sampleCount {
        let value = x[i * lanes + s] * factor + offset
        samples[s * stride + i] = accumulate ? samples[s * stride + i] + value : value
      }
    }
  }

  /// One block, replacing what is there, or adding the columns of a range to it.
  @inline(__always) private func unpackBlock(
    _ x: In, _ i: Int, _ scale: In?, _ bias: In?,
    _ samples: Out, _ stride: Int, _ sampleCount: Int, adding columns: Range<Int>?
  ) {
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
    if let columns {
      if columns.count < lanes {
        let outside =
          (laneNumbers .< Bits(columns.lowerBound)) .| (laneNumbers .>= Bits(columns.upperBound))
        for s in 0..<lanes { block[s] = block[s].replacing(with: 0, where: outside) }
      }
      forEachSample(sampleCount) { s in
        let out = samples + (s * stride + i)
        store(load(out) + block[s], out)
      }
    } else {
      forEachSample(sampleCount) { s in store(block[s], samples + (s * stride + i)) }
    }
  }

  /// 0, 1, 2, … in the lanes.
  @inline(__always) private var laneNumbers: VBits {
    var numbers = VBits(repeating: 0)
    for lane in 0..<lanes { numbers[lane] = Bits(lane) }
    return numbers
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
    _ samples: Out, _ stride: Int, _ sampleCount: Int, _ accumulate: Bool
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      var value = load(x + i)
      if let scale { value = value * load(scale + i) }
      if let bias { value = value + load(bias + i) }
      if accumulate { value = value + load(samples + i) }
      store(value, samples + i)
      i += lanes
    }
    while i < count {
      let value = x[i] * (scale.map { $0[i] } ?? 1) + (bias.map { $0[i] } ?? 0)
      samples[i] = accumulate ? samples[i] + value : value
      i += 1
    }
  }
#endif
