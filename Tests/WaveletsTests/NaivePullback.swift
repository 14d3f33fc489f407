import NaiveReference

/// A pullback of one batch in Double, by loops, and what its rounding errors are relative to.
struct NaivePullback {
  /// What the map is applied to.
  let x: [Double]
  /// The slope that is pulled back.
  let dy: [Double]
  /// What the filters' gradient is added to.
  let before: [Double]
  /// The gradient with respect to `x`.
  let input: [Double]
  /// The gradient with respect to the filters, summed over levels and batch.
  let filters: [Double]
  let inputScale: Double
  let filterScale: Double

  init(_ one: TransformCase, ofAnalysis isAnalysis: Bool) {
    let (signals, coefficients) = (one.signals(), one.coefficients())
    x = isAnalysis ? signals : coefficients
    dy = isAnalysis ? coefficients : signals
    before = randomNumbers(4 * one.taps, seed: 3)
    let count = one.naive.coefficientCount
    func gradients(
      _ naive: NaiveTransform, _ signals: [Double], _ coefficients: [Double]
    ) -> (input: [Double], filters: [Double]) {
      var input: [Double] = []
      var filters = [Double](repeating: 0, count: 4 * one.taps)
      for s in 0..<one.batch {
        let signal = sample(s, of: signals, one.length)
        let bands = sample(s, of: coefficients, count)
        let (dx, taps) =
          isAnalysis
          ? naive.analysisPullback(signal, bands) : naive.synthesisPullback(bands, signal)
        input += dx
        for i in taps.indices { filters[i] += taps[i] }
      }
      return (input, filters)
    }
    let result = gradients(one.naive, signals, coefficients)
    input = result.input
    filters = zip(before, result.filters).map { $0 + $1 }
    if one.mode.enlarges {
      let sizes = gradients(one.naive.magnitude, signals.map(abs), coefficients.map(abs))
      inputScale = norm(sizes.input)
      filterScale = norm(sizes.filters)
    } else {
      inputScale = norm(dy)
      filterScale = norm(x) * norm(dy)
    }
  }
}
