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

  /// Over one signal, two taps at a time: even samples meet the even tap, odd ones the odd tap.
  @inline(__always) func signalCorrelate(
    _ x: In, _ low: In, _ high: In, _ count: Int,
    _ lowSums: Out, _ highSums: Out, _ taps: Int
  ) {
    markExecuted()
    let whole = count - count % lanes
    var j = 0
    while j < taps {
      let lowRow = lowSums + j * lanes
      let highRow = highSums + j * lanes
      if whole > 0 {
        var a0 = load(lowRow)
        var a1 = load(lowRow + lanes)
        var b0 = load(highRow)
        var b1 = load(highRow + lanes)
        var k = 0
        while k < whole {
          let p = x + (2 * k + j)
          let (even, odd) = deinterleave(load(p), load(p + lanes))
          let l = load(low + k)
          let h = load(high + k)
          a0 = multiplyAdd(a0, l, even)
          a1 = multiplyAdd(a1, l, odd)
          b0 = multiplyAdd(b0, h, even)
          b1 = multiplyAdd(b1, h, odd)
          k += lanes
        }
        store(a0, lowRow)
        store(a1, lowRow + lanes)
        store(b0, highRow)
        store(b1, highRow + lanes)
      }
      // What is left goes to the lanes one by one.
      for k in whole..<count {
        let lane = k - whole
        let even = x[2 * k + j]
        let odd = x[2 * k + j + 1]
        lowRow[lane] = multiplyAdd(lowRow[lane], low[k], even)
        lowRow[lanes + lane] = multiplyAdd(lowRow[lanes + lane], low[k], odd)
        highRow[lane] = multiplyAdd(highRow[lane], high[k], even)
        highRow[lanes + lane] = multiplyAdd(highRow[lanes + lane], high[k], odd)
      }
      j += 2
    }
  }
#endif
