#if ISA_BASELINE || arch(x86_64)

  // lowGradient[j] += Σ_k ⟨low[k], x[2k + j]⟩, highGradient likewise: the gradient of both
  // two-channel convolutions with respect to their taps.

  /// Over panels. As many taps of both bands as the registers hold accumulate at a time; the lanes
  /// are summed once at the end.
  @inline(__always) func panelCorrelate(
    _ x: In, _ low: In, _ high: In, _ count: Int,
    _ lowGradient: Out, _ highGradient: Out, _ taps: Int
  ) {
    markExecuted()
    var j = 0
    #if ISA_AVX512
      while j + 6 <= taps {
        correlateTaps(
          InlineArray<6, V>(repeating: splat(0)), x + j * lanes, low, high, count,
          lowGradient + j, highGradient + j)
        j += 6
      }
    #endif
    while j + 4 <= taps {
      correlateTaps(
        InlineArray<4, V>(repeating: splat(0)), x + j * lanes, low, high, count,
        lowGradient + j, highGradient + j)
      j += 4
    }
    while j < taps {
      correlateTaps(
        InlineArray<2, V>(repeating: splat(0)), x + j * lanes, low, high, count,
        lowGradient + j, highGradient + j)
      j += 2
    }
  }

  /// `tapCount` neighbouring taps of both bands.
  @inline(__always) private func correlateTaps<let tapCount: Int>(
    _ zeros: InlineArray<tapCount, V>, _ x: In, _ low: In, _ high: In, _ count: Int,
    _ lowGradient: Out, _ highGradient: Out
  ) {
    var a = zeros
    var b = zeros
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
      lowGradient[t] += total(a[t])
      highGradient[t] += total(b[t])
    }
  }

  /// Over one signal, two taps at a time: even samples meet the even tap, odd ones the odd tap.
  @inline(__always) func signalCorrelate(
    _ x: In, _ low: In, _ high: In, _ count: Int,
    _ lowGradient: Out, _ highGradient: Out, _ taps: Int
  ) {
    markExecuted()
    let whole = count - count % lanes
    var j = 0
    while j < taps {
      var a0 = splat(0)
      var a1 = a0
      var b0 = a0
      var b1 = a0
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
      var lowEven = total(a0)
      var lowOdd = total(a1)
      var highEven = total(b0)
      var highOdd = total(b1)
      while k < count {
        let even = x[2 * k + j]
        let odd = x[2 * k + j + 1]
        lowEven = multiplyAdd(lowEven, low[k], even)
        lowOdd = multiplyAdd(lowOdd, low[k], odd)
        highEven = multiplyAdd(highEven, high[k], even)
        highOdd = multiplyAdd(highOdd, high[k], odd)
        k += 1
      }
      lowGradient[j] += lowEven
      lowGradient[j + 1] += lowOdd
      highGradient[j] += highEven
      highGradient[j + 1] += highOdd
      j += 2
    }
  }
#endif
