#if ISA_BASELINE || arch(x86_64)

  // lowSums[j] += Σ_k low[k]·x[2k + j], highSums likewise: the gradient of both two-channel
  // convolutions with respect to their taps, before its lanes are summed. A sum is one register in
  // either layout, so that many short runs add to it before anything is summed across lanes.

  /// Over panels. As many taps of both bands as the registers hold accumulate at a time.
  @inline(__always) func panelCorrelate(
    _ x: In, _ low: In, _ high: In, _ count: Int,
    _ lowSums: Out, _ highSums: Out, _ taps: Int
  ) {
    markExecuted()
    var j = 0
    #if ISA_AVX512
      while j + 6 <= taps {
        correlateTaps(
          InlineArray<6, V>(repeating: splat(0)), x + j * lanes, low, high, count,
          lowSums + j * lanes, highSums + j * lanes)
        j += 6
      }
    #endif
    while j + 4 <= taps {
      correlateTaps(
        InlineArray<4, V>(repeating: splat(0)), x + j * lanes, low, high, count,
        lowSums + j * lanes, highSums + j * lanes)
      j += 4
    }
    while j < taps {
      correlateTaps(
        InlineArray<2, V>(repeating: splat(0)), x + j * lanes, low, high, count,
        lowSums + j * lanes, highSums + j * lanes)
      j += 2
    }
  }

  /// `tapCount` neighbouring taps of both bands.
  @inline(__always) private func correlateTaps<let tapCount: Int>(
    _ zeros: InlineArray<tapCount, V>, _ x: In, _ low: In, _ high: In, _ count: Int,
    _ lowSums: Out, _ highSums: Out
  ) {
    var a = zeros
    var b = zeros
    for t in 0..<tapCount {
      a[t] = load(lowSums + t * lanes)
      b[t] = load(highSums + t * lanes)
    }
    var row = x
    for k in 0..<count {
      let l = load(low + k * lanes)
      let h = load(high + k * lanes)
      for t in 0..<tapCount {
        let value = load(row + t * lanes)
        a[t] = multiplyAdd(a[t], l, value)
        b[t] = multiplyAdd(b[t], h, value)
      }
      row += 2 * lanes
    }
    for t in 0..<tapCount {
      store(a[t], lowSums + t * lanes)
      store(b[t], highSums + t * lanes)
    }
  }

  /// Over one signal: even samples meet even taps, odd ones odd taps.
  @inline(__always) func signalCorrelate(
    _ x: In, _ low: In, _ high: In, _ count: Int,
    _ lowSums: Out, _ highSums: Out, _ taps: Int
  ) {
    markExecuted()
    var j = 0
    #if ISA_AVX512
      while j + 6 <= taps {
        correlateSignalTaps(
          InlineArray<6, V>(repeating: splat(0)), InlineArray<6, Element>(repeating: 0), x + j, low,
          high, count, lowSums + j * lanes, highSums + j * lanes)
        j += 6
      }
    #endif
    while j + 4 <= taps {
      correlateSignalTaps(
        InlineArray<4, V>(repeating: splat(0)), InlineArray<4, Element>(repeating: 0), x + j, low,
        high, count, lowSums + j * lanes, highSums + j * lanes)
      j += 4
    }
    while j < taps {
      correlateSignalTaps(
        InlineArray<2, V>(repeating: splat(0)), InlineArray<2, Element>(repeating: 0), x + j, low,
        high, count, lowSums + j * lanes, highSums + j * lanes)
      j += 2
    }
  }

  /// `tapCount` neighbouring taps of both bands. The last block overlaps the one before and counts
  /// what is new only; fewer outputs than lanes are summed in the first lane.
  @inline(__always) private func correlateSignalTaps<let tapCount: Int>(
    _ zeros: InlineArray<tapCount, V>, _ scalarZeros: InlineArray<tapCount, Element>,
    _ x: In, _ low: In, _ high: In, _ count: Int, _ lowSums: Out, _ highSums: Out
  ) {
    if count < lanes {
      var a = scalarZeros
      var b = scalarZeros
      for k in 0..<count {
        for t in 0..<tapCount {
          a[t] = multiplyAdd(a[t], low[k], x[2 * k + t])
          b[t] = multiplyAdd(b[t], high[k], x[2 * k + t])
        }
      }
      for t in 0..<tapCount {
        lowSums[t * lanes] += a[t]
        highSums[t * lanes] += b[t]
      }
      return
    }
    var a = zeros
    var b = zeros
    for t in 0..<tapCount {
      a[t] = load(lowSums + t * lanes)
      b[t] = load(highSums + t * lanes)
    }
    var next = 0
    while next < count {
      let k = min(next, count - lanes)
      var l = load(low + k)
      var h = load(high + k)
      if k < next {
        let new = laneMask(next - k..<lanes)
        l = masked(l, new)
        h = masked(h, new)
      }
      for i in 0..<tapCount / 2 {
        let p = x + 2 * (k + i)
        let (even, odd) = deinterleave(load(p), load(p + lanes))
        a[2 * i] = multiplyAdd(a[2 * i], l, even)
        b[2 * i] = multiplyAdd(b[2 * i], h, even)
        a[2 * i + 1] = multiplyAdd(a[2 * i + 1], l, odd)
        b[2 * i + 1] = multiplyAdd(b[2 * i + 1], h, odd)
      }
      next += lanes
    }
    for t in 0..<tapCount {
      store(a[t], lowSums + t * lanes)
      store(b[t], highSums + t * lanes)
    }
  }
#endif
