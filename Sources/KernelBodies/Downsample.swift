#if ISA_BASELINE || arch(x86_64)

  // low[k] = Σ_j lowTaps[j]·x[2k + j], high[k] likewise.

  /// Over panels: a row is one register, a tap one broadcast.
  ///
  /// Four outputs of both bands are in flight: eight accumulators, two multiply-add units times
  /// four cycles of latency, so that both units stay busy, and a broadcast tap serves four rows.
  @inline(__always) func panelDownsample(
    _ x: In, _ low: Out, _ high: Out, _ count: Int, _ lowTaps: In, _ highTaps: In, _ taps: Int
  ) {
    markExecuted()
    var k = 0
    #if ISA_AVX512
      if taps == 6 {
        // The paper's filters: all taps of both bands stay in registers.
        let low6 = InlineArray<6, V> { splat(lowTaps[$0]) }
        let high6 = InlineArray<6, V> { splat(highTaps[$0]) }
        while k + 4 <= count {
          downsampleFourRows(
            x + 2 * k * lanes, low + k * lanes, high + k * lanes, low6, high6)
          k += 4
        }
      }
    #endif
    while k + 4 <= count {
      downsampleRows(
        InlineArray<4, V>(repeating: splat(0)), x + 2 * k * lanes,
        low + k * lanes, high + k * lanes, lowTaps, highTaps, taps)
      k += 4
    }
    while k < count {
      downsampleRows(
        InlineArray<1, V>(repeating: splat(0)), x + 2 * k * lanes,
        low + k * lanes, high + k * lanes, lowTaps, highTaps, taps)
      k += 1
    }
  }

  /// Four outputs with taps in registers: every row is loaded once.
  @inline(__always) private func downsampleFourRows<let taps: Int>(
    _ x: In, _ low: Out, _ high: Out,
    _ lowTaps: InlineArray<taps, V>, _ highTaps: InlineArray<taps, V>
  ) {
    var l = InlineArray<4, V>(repeating: splat(0))
    var h = l
    for i in 0..<taps / 2 {
      for r in 0..<4 {
        let first = load(x + 2 * (r + i) * lanes)
        l[r] = multiplyAdd(l[r], lowTaps[2 * i], first)
        h[r] = multiplyAdd(h[r], highTaps[2 * i], first)
        let second = load(x + (2 * (r + i) + 1) * lanes)
        l[r] = multiplyAdd(l[r], lowTaps[2 * i + 1], second)
        h[r] = multiplyAdd(h[r], highTaps[2 * i + 1], second)
      }
    }
    for r in 0..<4 {
      store(l[r], low + r * lanes)
      store(h[r], high + r * lanes)
    }
  }

  /// `rowCount` neighbouring outputs of both bands.
  @inline(__always) private func downsampleRows<let rowCount: Int>(
    _ zeros: InlineArray<rowCount, V>, _ x: In, _ low: Out, _ high: Out,
    _ lowTaps: In, _ highTaps: In, _ taps: Int
  ) {
    var l = zeros
    var h = zeros
    var row = x
    for j in 0..<taps {
      let lowTap = splat(lowTaps[j])
      let highTap = splat(highTaps[j])
      for r in 0..<rowCount {
        let value = load(row + 2 * r * lanes)
        l[r] = multiplyAdd(l[r], lowTap, value)
        h[r] = multiplyAdd(h[r], highTap, value)
      }
      row += lanes
    }
    for r in 0..<rowCount {
      store(l[r], low + r * lanes)
      store(h[r], high + r * lanes)
    }
  }

  /// Over one signal: consecutive outputs fill the lanes; even and odd samples are separated as
  /// they are loaded. The last block overlaps the one before instead of leaving a tail.
  @inline(__always) func signalDownsample(
    _ x: In, _ low: Out, _ high: Out, _ count: Int, _ lowTaps: In, _ highTaps: In, _ taps: Int
  ) {
    markExecuted()
    guard count >= lanes else {
      for k in 0..<count {
        var l: Element = 0
        var h: Element = 0
        for j in 0..<taps {
          l = multiplyAdd(l, lowTaps[j], x[2 * k + j])
          h = multiplyAdd(h, highTaps[j], x[2 * k + j])
        }
        low[k] = l
        high[k] = h
      }
      return
    }
    var next = 0
    while next < count {
      let k = min(next, count - lanes)
      var l0 = splat(0)
      var l1 = l0
      var h0 = l0
      var h1 = l0
      var p = x + 2 * k
      var j = 0
      while j < taps {
        let (even, odd) = deinterleave(load(p), load(p + lanes))
        l0 = multiplyAdd(l0, splat(lowTaps[j]), even)
        h0 = multiplyAdd(h0, splat(highTaps[j]), even)
        l1 = multiplyAdd(l1, splat(lowTaps[j + 1]), odd)
        h1 = multiplyAdd(h1, splat(highTaps[j + 1]), odd)
        p += 2
        j += 2
      }
      store(l0 + l1, low + k)
      store(h0 + h1, high + k)
      next += lanes
    }
  }
#endif
