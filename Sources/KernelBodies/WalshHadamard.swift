#if ISA_BASELINE || arch(x86_64)

  // The transform is a product of commuting stages, one for each bit of the index: stage h replaces
  // (x[i], x[i + h]) by their sum and difference. Several stages run in registers at a time, on
  // rows a stride apart.

  /// Rows of a panel that stay in the first-level cache while all their stages run.
  @inline(__always) var cachedRows: Int { 256 }

  /// Over `count` rows of `lanes` scalars in place, stages `firstStride` (in rows) and up.
  @inline(__always) func walshHadamardRows(_ x: Out, _ count: Int, _ firstStride: Int) {
    if count > cachedRows && firstStride < cachedRows {
      var block = 0
      while block < count {
        walshHadamardPasses(x + block * lanes, cachedRows, firstStride)
        block += cachedRows
      }
      walshHadamardPasses(x, count, cachedRows)
    } else {
      walshHadamardPasses(x, count, firstStride)
    }
  }

  /// All stages from `firstStride` up, in as few passes as registers allow. Not inlined: the body is
  /// long and stands in several places.
  @inline(never) func walshHadamardPasses(_ x: Out, _ count: Int, _ firstStride: Int) {
    var stride = firstStride
    while stride < count {
      #if ISA_AVX512
        if stride * 16 <= count {
          butterflies(InlineArray<16, V> { _ in splat(0) }, x, count, stride)
          stride *= 16
          continue
        }
      #endif
      if stride * 8 <= count {
        butterflies(InlineArray<8, V>(repeating: splat(0)), x, count, stride)
        stride *= 8
      } else if stride * 4 <= count {
        butterflies(InlineArray<4, V>(repeating: splat(0)), x, count, stride)
        stride *= 4
      } else {
        butterflies(InlineArray<2, V>(repeating: splat(0)), x, count, stride)
        stride *= 2
      }
    }
  }

  /// One pass: groups of `radix` rows, `stride` rows apart.
  @inline(__always) private func butterflies<let radix: Int>(
    _ start: InlineArray<radix, V>, _ x: Out, _ count: Int, _ stride: Int
  ) {
    var group = 0
    while group < count {
      for offset in 0..<stride {
        let p = x + (group + offset) * lanes
        var rows = start
        for r in 0..<radix { rows[r] = load(p + r * stride * lanes) }
        butterflyStage(&rows, 1)
        if radix >= 4 { butterflyStage(&rows, 2) }
        if radix >= 8 { butterflyStage(&rows, 4) }
        if radix >= 16 { butterflyStage(&rows, 8) }
        for r in 0..<radix { store(rows[r], p + r * stride * lanes) }
      }
      group += radix * stride
    }
  }

  @inline(__always) private func butterflyStage<let radix: Int>(
    _ rows: inout InlineArray<radix, V>, _ half: Int
  ) {
    for i in 0..<radix / 2 {
      let top = i / half * 2 * half + i % half
      let a = rows[top]
      let b = rows[top + half]
      rows[top] = a + b
      rows[top + half] = a - b
    }
  }

  /// Over `signals` panels, one after the other.
  @inline(__always) func panelWalshHadamard(
    _ x: Out, _ count: Int, _ signals: Int, _ scale: In
  ) {
    markExecuted()
    for signal in 0..<signals { walshHadamardRows(x + signal * count * lanes, count, 1) }
    let factor = splat(scale[0])
    for i in 0..<signals * count { store(load(x + i * lanes) * factor, x + i * lanes) }
  }

  /// Over `signals` signals, one after the other.
  @inline(__always) func signalWalshHadamard(
    _ x: Out, _ count: Int, _ signals: Int, _ scale: In
  ) {
    markExecuted()
    for signal in 0..<signals {
      let start = x + signal * count
      if count >= 4 * lanes {
        transformBlocks(InlineArray<4, V>(repeating: splat(0)), start, count, splat(scale[0]))
        if count > 4 * lanes { walshHadamardRows(start, count / lanes, 4) }
      } else if count >= 2 * lanes {
        transformBlocks(InlineArray<2, V>(repeating: splat(0)), start, count, splat(scale[0]))
      } else {
        shortWalshHadamard(start, count, scale[0])
      }
    }
  }

  /// All stages of each block of `radix` (2 or 4) registers: first those inside a pair of registers,
  /// then that between pairs.
  ///
  /// Separating even and odd elements of a pair rotates the index by one bit, so that the stage of
  /// the lowest bit becomes a sum and a difference of two registers. After as many rounds as the
  /// pair has index bits, every stage has run once and the order is what it was.
  @inline(__always) private func transformBlocks<let radix: Int>(
    _ start: InlineArray<radix, V>, _ x: Out, _ count: Int, _ factor: V
  ) {
    var i = 0
    while i < count {
      var rows = start
      for r in 0..<radix { rows[r] = load(x + (i + r * lanes)) * factor }
      for pair in 0..<radix / 2 {
        var a = rows[2 * pair]
        var b = rows[2 * pair + 1]
        rotateAndAdd(&a, &b)
        rotateAndAdd(&a, &b)
        if lanes >= 4 { rotateAndAdd(&a, &b) }
        if lanes >= 8 { rotateAndAdd(&a, &b) }
        if lanes >= 16 { rotateAndAdd(&a, &b) }
        rows[2 * pair] = a
        rows[2 * pair + 1] = b
      }
      if radix == 4 { butterflyStage(&rows, 2) }
      for r in 0..<radix { store(rows[r], x + (i + r * lanes)) }
      i += radix * lanes
    }
  }

  @inline(__always) func rotateAndAdd(_ a: inout V, _ b: inout V) {
    let (even, odd) = deinterleave(a, b)
    // Opaque: else LLVM merges the shuffles of several rounds into more and narrower ones.
    a = opaque(even + odd)
    b = opaque(even - odd)
  }

  /// A signal shorter than two registers.
  @inline(__always) private func shortWalshHadamard(_ x: Out, _ count: Int, _ scale: Element) {
    var half = 1
    while half < count {
      for i in 0..<count where i & half == 0 {
        let a = x[i]
        let b = x[i + half]
        x[i] = a + b
        x[i + half] = a - b
      }
      half *= 2
    }
    for i in 0..<count { x[i] *= scale }
  }
#endif
