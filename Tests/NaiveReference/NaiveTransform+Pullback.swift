extension NaiveTransform {
  /// Gradients of `⟨A x, dy⟩`: `Aᵀ dy` with respect to the signal, and
  /// `∂/∂h0[j] = Σ_k dlow[k]·x̃[2k + 1 − j]` over all levels, likewise for h1.
  public func analysisPullback(
    _ x: [Double], _ dy: [Double]
  ) -> (signal: [Double], filters: [Double]) {
    var signals = [x]
    for level in 0..<levels { signals.append(band(signals[level], filters[0], level)) }
    var (dlow, dhighs) = split(dy)
    var dh0 = [Double](repeating: 0, count: taps)
    var dh1 = dh0
    for level in (0..<levels).reversed() {
      let signal = signals[level]
      var dx = [Double](repeating: 0, count: signal.count)
      for k in dlow.indices {
        for j in 0..<taps {
          forEachSource(k, j, signal.count) { i, weight in
            dx[i] += weight * (filters[0][j] * dlow[k] + filters[1][j] * dhighs[level][k])
            dh0[j] += weight * dlow[k] * signal[i]
            dh1[j] += weight * dhighs[level][k] * signal[i]
          }
        }
      }
      dlow = dx
    }
    return (dlow, dh0 + dh1 + [Double](repeating: 0, count: 2 * taps))
  }

  /// Gradients of `⟨S b, dx⟩`: `Sᵀ dx` with respect to the coefficients, and
  /// `∂/∂f0[j] = Σ_k low[k]·dx[j + 2k − L + 2]` over all levels, likewise for f1.
  public func synthesisPullback(
    _ b: [Double], _ dx: [Double]
  ) -> (coefficients: [Double], filters: [Double]) {
    let (deepest, highs) = split(b)
    var lows = [deepest]
    for level in (0..<levels).reversed() {
      lows.insert(joined(lows[0], highs[level], level), at: 0)
    }
    var df0 = [Double](repeating: 0, count: taps)
    var df1 = df0
    var signal = dx
    var dhighs: [[Double]] = []
    for level in 0..<levels {
      var dlow = [Double](repeating: 0, count: lengths[level + 1])
      var dhigh = dlow
      for k in dlow.indices {
        for j in 0..<taps {
          guard let i = synthesisTarget(k, j, signal.count) else { continue }
          dlow[k] += filters[2][j] * signal[i]
          dhigh[k] += filters[3][j] * signal[i]
          df0[j] += lows[level + 1][k] * signal[i]
          df1[j] += highs[level][k] * signal[i]
        }
      }
      signal = dlow
      dhighs.append(dhigh)
    }
    let coefficients = signal + dhighs.reversed().joined()
    return (coefficients, [Double](repeating: 0, count: 2 * taps) + df0 + df1)
  }
}
