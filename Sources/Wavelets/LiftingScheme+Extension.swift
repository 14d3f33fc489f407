extension LiftingScheme {
  /// A scheme with its parameters.
  typealias Filled = (scheme: LiftingScheme, parameters: [Double])

  /// The scheme with more coefficients, of zero, until steps of this kind reach no more taps.
  ///
  /// They change even and odd taps in turn and have two coefficients each, as a Daubechies wavelet's.
  func extended(_ parameters: [Double]) -> Filled {
    var result = (scheme: self, parameters: parameters)
    if let first = steps.first, first.shifts.count == 1, let wider = widened(parameters) {
      result = wider
    }
    while let next = result.scheme.withOneMoreStep(result.parameters)
      ?? result.scheme.widened(result.parameters)
    {
      result = next
    }
    return result
  }

  /// The first step with one more shift.
  private func widened(_ parameters: [Double]) -> Filled? {
    guard let first = steps.first else { return nil }
    let (lower, upper) = (first.shifts.lowerBound, first.shifts.upperBound)
    return better(
      [lower - 1...upper, lower...upper + 1].map { shifts in
        var parameters = parameters
        parameters.insert(0, at: shifts.lowerBound < lower ? 0 : first.shifts.count)
        let step = Step(target: first.target, shifts: shifts)
        return (
          LiftingScheme(taps: taps, steps: [step] + steps.dropFirst(), start: start), parameters
        )
      })
  }

  /// A step more, before the others.
  private func withOneMoreStep(_ parameters: [Double]) -> Filled? {
    let target = steps.first?.target.other ?? start.phase.other
    for count in [2, 1] {
      let schemes = (-taps / 2..<taps / 2).map { shift in
        let step = Step(target: target, shifts: shift...shift + count - 1)
        return (
          LiftingScheme(taps: taps, steps: [step] + steps, start: start),
          [Double](repeating: 0, count: count) + parameters
        )
      }
      if let best = better(schemes) { return best }
    }
    return nil
  }

  /// Of schemes within the filters that reach more taps than this one, without gaps, one that reaches
  /// most, and of these the one nearest to the middle.
  private func better(_ schemes: [Filled]) -> Filled? {
    let before = supports
    return schemes.map { (filled: $0, supports: $0.scheme.supports) }
      .filter {
        $0.supports.fit(places: taps / 2) && $0.supports.count > before.count
          && $0.supports.growth(from: before) <= $0.filled.scheme.steps[0].shifts.count
      }
      .min {
        let (a, b) = ($0.supports, $1.supports)
        return a.count != b.count
          ? a.count > b.count
          : a.eccentricity(places: taps / 2) < b.eccentricity(places: taps / 2)
      }?.filled
  }
}
