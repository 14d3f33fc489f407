import RealModule

extension LiftingScheme {
  /// The taps of h0 and h1, one after the other, before all steps and after each one. The last step,
  /// which is next to the scale, comes first.
  func stages(_ parameters: [Double]) -> [[Double]] {
    var first = parameterCount - 1
    let scale = Double.exp(parameters[first])
    var filters = [Double](repeating: 0, count: 2 * taps)
    filters[2 * start.place + start.phase.rawValue] = start.signs[0] * scale
    filters[taps + 2 * (taps / 2 - 1 - start.place) + start.phase.other.rawValue] =
      start.signs[1] / scale
    var stages = [filters]
    for step in steps.reversed() {
      first -= step.shifts.count
      forEachTap(of: step) { coefficient, target, source in
        filters[target] += parameters[first + coefficient] * filters[source]
      }
      stages.append(filters)
    }
    return stages
  }

  /// The taps of h0, h1, f0 and f1. As E has the determinant `±w^(L/2−1)`, its inverse is its adjugate
  /// up to a delay and a sign: f0 and f1 are h1 and h0 with alternating signs.
  func filters(_ parameters: [Double]) -> [Double] {
    let analysis = stages(parameters).last!
    return analysis
      + analysis.indices.map { synthesisSign($0) * analysis[($0 + taps) % (2 * taps)] }
  }

  /// The gradient with respect to the parameters, of one with respect to the taps of h0, h1, f0, f1.
  func pullback(_ parameters: [Double], _ tapGradient: [Double]) -> [Double] {
    let stages = stages(parameters)
    var gradient = Array(tapGradient[..<(2 * taps)])
    for k in gradient.indices {
      gradient[(k + taps) % (2 * taps)] += synthesisSign(k) * tapGradient[2 * taps + k]
    }
    var result = [Double](repeating: 0, count: parameterCount)
    var first = 0
    for (step, before) in zip(steps, stages.dropLast().reversed()) {
      // What a step takes from is not what it changes.
      forEachTap(of: step) { coefficient, target, source in
        result[first + coefficient] += gradient[target] * before[source]
        gradient[source] += parameters[first + coefficient] * gradient[target]
      }
      first += step.shifts.count
    }
    // κ in the low-pass filter, 1/κ in the high-pass one.
    let slopes = zip(stages[0], gradient).map { $0 * $1 }
    result[first] = slopes[..<taps].reduce(0, +) - slopes[taps...].reduce(0, +)
    return result
  }

  /// The sign of synthesis tap k, counted through f0 and f1, against the analysis tap it is.
  private func synthesisSign(_ k: Int) -> Double {
    k.isMultiple(of: 2) == (k >= taps) ? determinantSign : -determinantSign
  }

  /// Calls `body` with the number of a coefficient, the tap that changes and the one it takes, for
  /// both filters.
  private func forEachTap(of step: Step, _ body: (Int, Int, Int) -> Void) {
    let places = taps / 2
    for filter in [0, taps] {
      for (coefficient, shift) in step.shifts.enumerated() {
        for place in max(0, shift)..<max(0, min(places, places + shift), shift) {
          body(
            coefficient, filter + 2 * place + step.target.rawValue,
            filter + 2 * (place - shift) + step.target.other.rawValue)
        }
      }
    }
  }
}
