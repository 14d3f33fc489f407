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

  @inline(__always) func panelWalshHadamard(_ x: Out, _ count: Int, _ scale: In) {
    markExecuted()
    walshHadamardRows(x, count, 1)
    let factor = splat(scale[0])
    for i in 0..<count { store(load(x + i * lanes) * factor, x + i * lanes) }
  }

  /// Over one signal: the stages inside a pair of registers first, then those between registers.
  ///
  /// Separating even and odd elements of a pair rotates the index by one bit, so that the stage of
  /// the lowest bit becomes a sum and a difference of two registers. After as many rounds as the
  /// pair has index bits, every stage has run once and the order is what it was.
  @inline(__always) func signalWalshHadamard(_ x: Out, _ count: Int, _ scale: In) {
    markExecuted()
    guard count >= 2 * lanes else {
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
      for i in 0..<count { x[i] *= scale[0] }
      return
    }
    let factor = splat(scale[0])
    var i = 0
    while i < count {
      var a = load(x + i) * factor
      var b = load(x + (i + lanes)) * factor
      rotateAndAdd(&a, &b)
      rotateAndAdd(&a, &b)
      if lanes >= 4 { rotateAndAdd(&a, &b) }
      if lanes >= 8 { rotateAndAdd(&a, &b) }
      if lanes >= 16 { rotateAndAdd(&a, &b) }
      store(a, x + i)
      store(b, x + (i + lanes))
      i += 2 * lanes
    }
    if count > 2 * lanes { walshHadamardRows(x, count / lanes, 2) }
  }

  @inline(__always) func rotateAndAdd(_ a: inout V, _ b: inout V) {
    let (even, odd) = deinterleave(a, b)
    // Opaque: else LLVM merges the shuffles of several rounds into more and narrower ones.
    a = opaque(even + odd)
    b = opaque(even - odd)
  }
#endif
