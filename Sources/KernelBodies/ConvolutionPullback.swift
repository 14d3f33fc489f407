#if ISA_BASELINE || arch(x86_64)

  // A convolution's gradients in one pass: of its taps, as `Correlate` has it, and of its input,
  // which is the other convolution and takes the place of what the first has read.

  /// Over panels: correlates bands with `x`, and puts the down-sampling of `x` in their place.
  @inline(__always) func panelCorrelateDownsample(
    _ x: In, _ low: Out, _ high: Out, _ count: Int, _ lowTaps: In, _ highTaps: In,
    _ lowSums: Out, _ highSums: Out, _ taps: Int
  ) {
    markExecuted()
    #if ISA_AVX512
      if taps == 6 {
        let (a, b) = (sixTaps(lowTaps), sixTaps(highTaps))
        var lowSum = sixRows(lowSums)
        var highSum = sixRows(highSums)
        for k in 0..<count {
          let row = x + 2 * k * lanes
          let l = load(low + k * lanes)
          let h = load(high + k * lanes)
          var lowOut = splat(0)
          var highOut = lowOut
          for t in 0..<6 {
            let value = load(row + t * lanes)
            lowSum[t] = multiplyAdd(lowSum[t], l, value)
            highSum[t] = multiplyAdd(highSum[t], h, value)
            lowOut = multiplyAdd(lowOut, a[t], value)
            highOut = multiplyAdd(highOut, b[t], value)
          }
          store(lowOut, low + k * lanes)
          store(highOut, high + k * lanes)
        }
        storeRows(lowSum, lowSums)
        storeRows(highSum, highSums)
        return
      }
    #endif
    forEachBlock(of: count, lanes) { k, count in
      let (x, low, high) = (x + 2 * k * lanes, low + k * lanes, high + k * lanes)
      panelCorrelate(x, low, high, count, lowSums, highSums, taps)
      panelDownsample(x, low, high, count, lowTaps, highTaps, taps)
    }
  }

  /// Over panels: correlates bands with `x`, and puts the up-sampling of the bands in its place: a
  /// pair takes the place of the two rows that no later output meets.
  @inline(__always) func panelCorrelateUpsample(
    _ x: Out, _ low: In, _ high: In, _ count: Int, _ lowTaps: In, _ highTaps: In,
    _ lowSums: Out, _ highSums: Out, _ taps: Int
  ) {
    markExecuted()
    #if ISA_AVX512
      if taps == 6 {
        let (a, b) = (sixTaps(lowTaps), sixTaps(highTaps))
        var lowSum = sixRows(lowSums)
        var highSum = sixRows(highSums)
        for k in 0..<count {
          let row = x + 2 * k * lanes
          let l = load(low + k * lanes)
          let h = load(high + k * lanes)
          for t in 0..<6 {
            let value = load(row + t * lanes)
            lowSum[t] = multiplyAdd(lowSum[t], l, value)
            highSum[t] = multiplyAdd(highSum[t], h, value)
          }
          var even = splat(0)
          var odd = even
          for i in 0..<3 {
            let l = load(low + (k - i) * lanes)
            even = multiplyAdd(even, a[2 * i], l)
            odd = multiplyAdd(odd, a[2 * i + 1], l)
            let h = load(high + (k - i) * lanes)
            even = multiplyAdd(even, b[2 * i], h)
            odd = multiplyAdd(odd, b[2 * i + 1], h)
          }
          store(even, row)
          store(odd, row + lanes)
        }
        storeRows(lowSum, lowSums)
        storeRows(highSum, highSums)
        return
      }
    #endif
    forEachBlock(of: count, lanes) { k, count in
      let (x, low, high) = (x + 2 * k * lanes, low + k * lanes, high + k * lanes)
      panelCorrelate(x, low, high, count, lowSums, highSums, taps)
      panelUpsample(low, high, x, count, lowTaps, highTaps, taps)
    }
  }

  /// `panelCorrelateDownsample` over one signal.
  @inline(__always) func signalCorrelateDownsample(
    _ x: In, _ low: Out, _ high: Out, _ count: Int, _ lowTaps: In, _ highTaps: In,
    _ lowSums: Out, _ highSums: Out, _ taps: Int
  ) {
    markExecuted()
    #if ISA_AVX512
      if taps == 6 && count >= lanes {
        var lowSum = sixRows(lowSums)
        var highSum = sixRows(highSums)
        var next = 0
        while next < count {
          // The last block overlaps the one before: it correlates what is new only, since the rest is
          // replaced already, and replaces all of it, by the same values.
          let k = min(next, count - lanes)
          let l = load(low + k)
          let h = load(high + k)
          let new = laneMask(next - k..<lanes)
          let newLow = masked(l, new)
          let newHigh = masked(h, new)
          var l0 = splat(0)
          var l1 = l0
          var h0 = l0
          var h1 = l0
          for i in 0..<3 {
            let p = x + 2 * (k + i)
            let (even, odd) = deinterleave(load(p), load(p + lanes))
            lowSum[2 * i] = multiplyAdd(lowSum[2 * i], newLow, even)
            highSum[2 * i] = multiplyAdd(highSum[2 * i], newHigh, even)
            lowSum[2 * i + 1] = multiplyAdd(lowSum[2 * i + 1], newLow, odd)
            highSum[2 * i + 1] = multiplyAdd(highSum[2 * i + 1], newHigh, odd)
            l0 = multiplyAdd(l0, splat(lowTaps[2 * i]), even)
            h0 = multiplyAdd(h0, splat(highTaps[2 * i]), even)
            l1 = multiplyAdd(l1, splat(lowTaps[2 * i + 1]), odd)
            h1 = multiplyAdd(h1, splat(highTaps[2 * i + 1]), odd)
          }
          store(l0 + l1, low + k)
          store(h0 + h1, high + k)
          next += lanes
        }
        storeRows(lowSum, lowSums)
        storeRows(highSum, highSums)
        return
      }
    #endif
    forEachBlock(of: count, 1) { k, count in
      let (x, low, high) = (x + 2 * k, low + k, high + k)
      signalCorrelate(x, low, high, count, lowSums, highSums, taps)
      signalDownsample(x, low, high, count, lowTaps, highTaps, taps, streaming: false)
    }
  }

  /// `panelCorrelateUpsample` over one signal.
  @inline(__always) func signalCorrelateUpsample(
    _ x: Out, _ low: In, _ high: In, _ count: Int, _ lowTaps: In, _ highTaps: In,
    _ lowSums: Out, _ highSums: Out, _ taps: Int
  ) {
    markExecuted()
    forEachBlock(of: count, 1) { k, count in
      let (x, low, high) = (x + 2 * k, low + k, high + k)
      signalCorrelate(x, low, high, count, lowSums, highSums, taps)
      signalUpsample(low, high, x, count, lowTaps, highTaps, taps, streaming: false)
    }
  }

  #if ISA_AVX512
    @inline(__always) private func sixTaps(_ taps: In) -> InlineArray<6, V> {
      InlineArray { splat(taps[$0]) }
    }

    @inline(__always) private func sixRows(_ rows: Out) -> InlineArray<6, V> {
      InlineArray { load(rows + $0 * lanes) }
    }

    @inline(__always) private func storeRows(_ values: InlineArray<6, V>, _ rows: Out) {
      for t in 0..<6 { store(values[t], rows + t * lanes) }
    }
  #endif

  /// Blocks of outputs whose windows and bands fit in the first-level cache, so that the second
  /// pass over one finds there what the first has read.
  @inline(__always) private func forEachBlock(
    of count: Int, _ lanes: Int, _ body: (_ first: Int, _ count: Int) -> Void
  ) {
    let size = 1024 / lanes
    var first = 0
    while first < count {
      body(first, min(size, count - first))
      first += size
    }
  }
#endif
