#if ISA_BASELINE || arch(x86_64)
  import CKernelSupport

  // x[2m + p] = Σ_i lowTaps[2i + p]·low[m − i] + highTaps[2i + p]·high[m − i].

  /// Over panels: four pairs of outputs are in flight, so that a broadcast tap serves four rows.
  @inline(__always) func panelUpsample(
    _ low: In, _ high: In, _ x: Out, _ pairs: Int, _ lowTaps: In, _ highTaps: In, _ taps: Int
  ) {
    markExecuted()
    var m = 0
    #if ISA_AVX512
      if taps == 6 {
        // The paper's filters: all taps of both bands stay in registers.
        let low6 = InlineArray<6, V> { splat(lowTaps[$0]) }
        let high6 = InlineArray<6, V> { splat(highTaps[$0]) }
        while m + 4 <= pairs {
          upsampleFourPairs(
            low + m * lanes, high + m * lanes, x + 2 * m * lanes, low6, high6)
          m += 4
        }
      }
    #endif
    while m + 4 <= pairs {
      upsampleRows(
        InlineArray<4, V>(repeating: splat(0)), low + m * lanes, high + m * lanes,
        x + 2 * m * lanes, lowTaps, highTaps, taps)
      m += 4
    }
    while m < pairs {
      upsampleRows(
        InlineArray<1, V>(repeating: splat(0)), low + m * lanes, high + m * lanes,
        x + 2 * m * lanes, lowTaps, highTaps, taps)
      m += 1
    }
  }

  /// Four pairs with taps in registers: every row is loaded once.
  @inline(__always) private func upsampleFourPairs<let taps: Int>(
    _ low: In, _ high: In, _ x: Out,
    _ lowTaps: InlineArray<taps, V>, _ highTaps: InlineArray<taps, V>
  ) {
    var even = InlineArray<4, V>(repeating: splat(0))
    var odd = even
    for i in 0..<taps / 2 {
      for r in 0..<4 {
        let l = load(low + (r - i) * lanes)
        even[r] = multiplyAdd(even[r], lowTaps[2 * i], l)
        odd[r] = multiplyAdd(odd[r], lowTaps[2 * i + 1], l)
        let h = load(high + (r - i) * lanes)
        even[r] = multiplyAdd(even[r], highTaps[2 * i], h)
        odd[r] = multiplyAdd(odd[r], highTaps[2 * i + 1], h)
      }
    }
    for r in 0..<4 {
      store(even[r], x + 2 * r * lanes)
      store(odd[r], x + (2 * r + 1) * lanes)
    }
  }

  /// `pairCount` neighbouring pairs of outputs.
  @inline(__always) private func upsampleRows<let pairCount: Int>(
    _ zeros: InlineArray<pairCount, V>, _ low: In, _ high: In, _ x: Out,
    _ lowTaps: In, _ highTaps: In, _ taps: Int
  ) {
    var even = zeros
    var odd = zeros
    var l = low
    var h = high
    var j = 0
    while j < taps {
      let evenLow = splat(lowTaps[j])
      let oddLow = splat(lowTaps[j + 1])
      let evenHigh = splat(highTaps[j])
      let oddHigh = splat(highTaps[j + 1])
      for r in 0..<pairCount {
        let lowValue = load(l + r * lanes)
        even[r] = multiplyAdd(even[r], evenLow, lowValue)
        odd[r] = multiplyAdd(odd[r], oddLow, lowValue)
      }
      for r in 0..<pairCount {
        let highValue = load(h + r * lanes)
        even[r] = multiplyAdd(even[r], evenHigh, highValue)
        odd[r] = multiplyAdd(odd[r], oddHigh, highValue)
      }
      l -= lanes
      h -= lanes
      j += 2
    }
    for r in 0..<pairCount {
      store(even[r], x + 2 * r * lanes)
      store(odd[r], x + (2 * r + 1) * lanes)
    }
  }

  /// Over one signal: consecutive pairs fill the lanes and are interleaved as they are stored. The
  /// last block overlaps the one before instead of leaving a tail.
  @inline(__always) func signalUpsample(
    _ low: In, _ high: In, _ x: Out, _ pairs: Int, _ lowTaps: In, _ highTaps: In, _ taps: Int,
    streaming: Bool
  ) {
    markExecuted()
    guard pairs >= lanes else {
      for m in 0..<pairs {
        var even: Element = 0
        var odd: Element = 0
        for i in 0..<taps / 2 {
          even = multiplyAdd(even, lowTaps[2 * i], low[m - i])
          odd = multiplyAdd(odd, lowTaps[2 * i + 1], low[m - i])
          even = multiplyAdd(even, highTaps[2 * i], high[m - i])
          odd = multiplyAdd(odd, highTaps[2 * i + 1], high[m - i])
        }
        x[2 * m] = even
        x[2 * m + 1] = odd
      }
      return
    }
    var done = 0
    #if ISA_AVX512
      if pairs >= 5 * lanes {
        // The registers of the last taps are loaded whole: behind a first block the bands have all of
        // them.
        upsampleBlocks(
          InlineArray<1, V>(repeating: splat(0)), low, high, x, lowTaps, highTaps, taps)
        done = lanes
        // From where a pair of registers is aligned, unless none is.
        let ahead = (lanes - Int(bitPattern: x) / MemoryLayout<Element>.stride % lanes) % lanes
        if streaming && ahead % 2 == 0 {
          upsampleBlocks(
            InlineArray<1, V>(repeating: splat(0)), low + ahead / 2, high + ahead / 2, x + ahead,
            lowTaps, highTaps, taps)
          done = lanes + ahead / 2
          while done + 4 * lanes <= pairs {
            for b in 0..<4 { prefetch(high + (done + b * lanes)) }
            upsampleFourBlocks(
              low + done, high + done, x + 2 * done, lowTaps, highTaps, taps, streaming: true)
            done += 4 * lanes
          }
        }
        while done + 4 * lanes <= pairs {
          for b in 0..<4 { prefetch(high + (done + b * lanes)) }
          upsampleFourBlocks(
            low + done, high + done, x + 2 * done, lowTaps, highTaps, taps, streaming: false)
          done += 4 * lanes
        }
      }
    #endif
    while done + 4 * lanes <= pairs {
      upsampleBlocks(
        InlineArray<4, V>(repeating: splat(0)), low + done, high + done, x + 2 * done, lowTaps,
        highTaps, taps)
      done += 4 * lanes
    }
    while done < pairs {
      let m = min(done, pairs - lanes)
      upsampleBlocks(
        InlineArray<1, V>(repeating: splat(0)), low + m, high + m, x + 2 * m, lowTaps, highTaps,
        taps)
      done += lanes
    }
  }

  #if ISA_AVX512
    /// Four neighbouring blocks, for which the low band is loaded once for as many pairs of taps as a
    /// register has lanes: from pair to pair it moves by a lane, as in ``downsampleFourBlocks``. The high
    /// band is loaded anew, so that neither loads nor shuffles are more than run beside the multiply-adds.
    @inline(__always) private func upsampleFourBlocks(
      _ low: In, _ high: In, _ x: Out, _ lowTaps: In, _ highTaps: In, _ taps: Int,
      streaming: Bool
    ) {
      // Sums over the low and over the high band, as in `upsampleBlocks`.
      var e0 = InlineArray<4, V>(repeating: splat(0))
      var e1 = e0
      var o0 = e0
      var o1 = e0
      var h = high
      var offset = -lanes
      var j = 0
      while j < taps {
        var l = InlineArray<5, V>(repeating: splat(0))
        for b in 0..<5 { l[b] = load(low + (offset + b * lanes)) }
        offset -= lanes
        let end = min(j + 2 * lanes, taps)
        while j < end {
          let evenLow = splat(lowTaps[j])
          let oddLow = splat(lowTaps[j + 1])
          let evenHigh = splat(highTaps[j])
          let oddHigh = splat(highTaps[j + 1])
          for b in 0..<4 {
            e0[b] = multiplyAdd(e0[b], evenLow, l[b + 1])
            o0[b] = multiplyAdd(o0[b], oddLow, l[b + 1])
            let value = load(h + b * lanes)
            e1[b] = multiplyAdd(e1[b], evenHigh, value)
            o1[b] = multiplyAdd(o1[b], oddHigh, value)
          }
          moveToPrevious(&l)
          h -= 1
          j += 2
        }
      }
      for b in 0..<4 {
        let (first, second) = interleave(e0[b] + e1[b], o0[b] + o1[b])
        if streaming {
          stream(first, x + 2 * b * lanes)
          stream(second, x + (2 * b + 1) * lanes)
        } else {
          store(first, x + 2 * b * lanes)
          store(second, x + (2 * b + 1) * lanes)
        }
      }
    }
  #endif

  /// `blockCount` neighbouring blocks, as many pairs each as a register has lanes: a broadcast tap
  /// serves all of them.
  @inline(__always) private func upsampleBlocks<let blockCount: Int>(
    _ zeros: InlineArray<blockCount, V>, _ low: In, _ high: In, _ x: Out,
    _ lowTaps: In, _ highTaps: In, _ taps: Int
  ) {
    // Sums over the low and over the high band.
    var e0 = zeros
    var e1 = zeros
    var o0 = zeros
    var o1 = zeros
    for i in 0..<taps / 2 {
      let evenLow = splat(lowTaps[2 * i])
      let oddLow = splat(lowTaps[2 * i + 1])
      let evenHigh = splat(highTaps[2 * i])
      let oddHigh = splat(highTaps[2 * i + 1])
      for b in 0..<blockCount {
        let l = load(low + (b * lanes - i))
        let h = load(high + (b * lanes - i))
        e0[b] = multiplyAdd(e0[b], evenLow, l)
        o0[b] = multiplyAdd(o0[b], oddLow, l)
        e1[b] = multiplyAdd(e1[b], evenHigh, h)
        o1[b] = multiplyAdd(o1[b], oddHigh, h)
      }
    }
    for b in 0..<blockCount {
      let (first, second) = interleave(e0[b] + e1[b], o0[b] + o1[b])
      store(first, x + 2 * b * lanes)
      store(second, x + (2 * b + 1) * lanes)
    }
  }
#endif
