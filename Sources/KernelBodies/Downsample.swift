#if ISA_BASELINE || arch(x86_64)
  import CKernelSupport

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
    _ x: In, _ low: Out, _ high: Out, _ count: Int, _ lowTaps: In, _ highTaps: In, _ taps: Int,
    streaming: Bool
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
    var done = 0
    #if ISA_AVX512
      // The registers of the last taps are loaded whole: as long as the signal has that many samples.
      let end = count + taps / 2 - 5 * lanes - (taps / 2 - 1) / lanes * lanes
      if streaming && done < end {
        // What goes past the caches is not read from memory before it is written. From where it is
        // aligned.
        downsampleBlocks(
          InlineArray<1, V>(repeating: splat(0)), x, low, high, lowTaps, highTaps, taps)
        done = lanes - Int(bitPattern: high) / MemoryLayout<Element>.stride % lanes
        while done < end {
          for b in 0..<8 { prefetch(x + (2 * done + b * lanes)) }
          downsampleFourBlocks(
            x + 2 * done, low + done, high + done, lowTaps, highTaps, taps, streaming: true)
          done += 4 * lanes
        }
      }
      while done < end {
        downsampleFourBlocks(
          x + 2 * done, low + done, high + done, lowTaps, highTaps, taps, streaming: false)
        done += 4 * lanes
      }
    #endif
    while done + 4 * lanes <= count {
      downsampleBlocks(
        InlineArray<4, V>(repeating: splat(0)), x + 2 * done, low + done, high + done, lowTaps,
        highTaps, taps)
      done += 4 * lanes
    }
    while done < count {
      let k = min(done, count - lanes)
      downsampleBlocks(
        InlineArray<1, V>(repeating: splat(0)), x + 2 * k, low + k, high + k, lowTaps, highTaps,
        taps)
      done += lanes
    }
  }

  #if ISA_AVX512
    /// Four neighbouring blocks, for which all samples are loaded and separated once for as many pairs
    /// of taps as a register has lanes: from pair to pair they move by a lane.
    ///
    /// Loads that are not aligned, of which ``downsampleBlocks`` has two for each pair of taps, cost twice
    /// as much, as soon as a register is as long as a cache line.
    @inline(__always) private func downsampleFourBlocks(
      _ x: In, _ low: Out, _ high: Out, _ lowTaps: In, _ highTaps: In, _ taps: Int,
      streaming: Bool
    ) {
      // Sums over even and over odd taps, as in `downsampleBlocks`.
      var l0 = InlineArray<4, V>(repeating: splat(0))
      var l1 = l0
      var h0 = l0
      var h1 = l0
      var p = x
      var j = 0
      while j < taps {
        var even = InlineArray<5, V>(repeating: splat(0))
        var odd = even
        for b in 0..<5 {
          let block = p + 2 * b * lanes
          (even[b], odd[b]) = deinterleave(load(block), load(block + lanes))
        }
        p += 2 * lanes
        let end = min(j + 2 * lanes, taps)
        while j < end {
          let evenLow = splat(lowTaps[j])
          let oddLow = splat(lowTaps[j + 1])
          let evenHigh = splat(highTaps[j])
          let oddHigh = splat(highTaps[j + 1])
          for b in 0..<4 {
            l0[b] = multiplyAdd(l0[b], evenLow, even[b])
            h0[b] = multiplyAdd(h0[b], evenHigh, even[b])
            l1[b] = multiplyAdd(l1[b], oddLow, odd[b])
            h1[b] = multiplyAdd(h1[b], oddHigh, odd[b])
          }
          moveToNext(&even)
          moveToNext(&odd)
          j += 2
        }
      }
      for b in 0..<4 {
        store(l0[b] + l1[b], low + b * lanes)
        let value = h0[b] + h1[b]
        if streaming { stream(value, high + b * lanes) } else { store(value, high + b * lanes) }
      }
    }
  #endif

  /// `blockCount` neighbouring blocks, as many outputs each as a register has lanes: a broadcast tap
  /// serves all of them.
  @inline(__always) private func downsampleBlocks<let blockCount: Int>(
    _ zeros: InlineArray<blockCount, V>, _ x: In, _ low: Out, _ high: Out,
    _ lowTaps: In, _ highTaps: In, _ taps: Int
  ) {
    // Sums over even and over odd taps, so that no chain of additions is longer than it has to be.
    var l0 = zeros
    var l1 = zeros
    var h0 = zeros
    var h1 = zeros
    var p = x
    var j = 0
    while j < taps {
      let evenLow = splat(lowTaps[j])
      let oddLow = splat(lowTaps[j + 1])
      let evenHigh = splat(highTaps[j])
      let oddHigh = splat(highTaps[j + 1])
      for b in 0..<blockCount {
        let block = p + 2 * b * lanes
        let (even, odd) = deinterleave(load(block), load(block + lanes))
        l0[b] = multiplyAdd(l0[b], evenLow, even)
        h0[b] = multiplyAdd(h0[b], evenHigh, even)
        l1[b] = multiplyAdd(l1[b], oddLow, odd)
        h1[b] = multiplyAdd(h1[b], oddHigh, odd)
      }
      p += 2
      j += 2
    }
    for b in 0..<blockCount {
      store(l0[b] + l1[b], low + b * lanes)
      store(h0[b] + h1[b], high + b * lanes)
    }
  }
#endif
