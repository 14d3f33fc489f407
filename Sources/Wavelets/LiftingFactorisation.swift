import RealModule

/// The lifting steps of two analysis filters, by Euclid's algorithm on the even and odd taps of the
/// low-pass one (Daubechies and Sweldens 1998).
///
/// Each division may take away taps from either end of a polynomial, and where both are of the same
/// length, either may be divided. These choices decide how large coefficients are, and so how much is
/// left of the taps' precision. Those with the smallest coefficients are followed, some at a time.
struct LiftingFactorisation {
  /// Steps with coefficients.
  struct Candidate {
    let scheme: LiftingScheme
    let parameters: [Double]
  }

  private typealias Step = (step: LiftingScheme.Step, coefficients: [Double])

  /// A low-pass filter of which some steps have been taken off.
  private struct Remainder {
    var filter: [Double]
    var steps: [Step] = []
    /// A bound of the logarithm of how much the steps enlarge.
    var cost = 0.0
  }

  /// Remainders that are followed at a time.
  private static let width = 32

  private let low: [Double]
  private let high: [Double]
  private let taps: Int
  /// Sums below this share of their terms are zero but for rounding.
  private let rounding: Double

  /// - Parameter rounding: How far taps may be off.
  init(low: [Double], high: [Double], rounding: Double) {
    self.low = low
    self.high = high
    taps = low.count
    self.rounding = rounding
  }

  /// Steps that give the filters, up to rounding that they enlarge; the smallest coefficients first.
  func candidates() -> [Candidate] {
    var found: [Remainder] = []
    var open = [Remainder(filter: low)]
    while !open.isEmpty {
      var next: [Remainder] = []
      for remainder in open {
        let supports = [LiftingScheme.Phase.even, .odd].map { support(remainder.filter, $0) }
        switch (supports[0], supports[1]) {
        case (let even?, let odd?):
          if even.count >= odd.count { next += divisions(remainder, .even, even, odd) }
          if odd.count >= even.count { next += divisions(remainder, .odd, odd, even) }
        case (let single?, nil), (nil, let single?):
          if single.count == 1 { found.append(remainder) }
        case (nil, nil): break
        }
      }
      open = Array(
        next.filter(\.cost.isFinite).sorted { $0.cost < $1.cost }.prefix(Self.width))
    }
    return found.sorted { $0.cost < $1.cost }.compactMap(completed)
  }

  /// The first and the last place that is not zero.
  private func support(_ filter: [Double], _ phase: LiftingScheme.Phase) -> ClosedRange<Int>? {
    let places = (0..<taps / 2).filter { filter[2 * $0 + phase.rawValue] != 0 }
    return places.isEmpty ? nil : places.first!...places.last!
  }

  /// All divisions of the taps of one phase, which are not fewer, by the others'.
  private func divisions(
    _ remainder: Remainder, _ target: LiftingScheme.Phase, _ dividend: ClosedRange<Int>,
    _ divisor: ClosedRange<Int>
  ) -> [Remainder] {
    let count = dividend.count - divisor.count + 1
    let lowest = dividend.lowerBound - divisor.lowerBound
    let (t, s) = (target.rawValue, target.other.rawValue)
    return (0...count).map { fromFront in
      var filter = remainder.filter
      var sizes = filter.map { abs($0) }
      var quotient = [Double](repeating: 0, count: count)
      for index in Array(0..<fromFront) + (fromFront..<count).reversed() {
        let shift = lowest + index
        let end = index < fromFront ? divisor.lowerBound : divisor.upperBound
        quotient[index] = filter[2 * (end + shift) + t] / filter[2 * end + s]
        for place in divisor {
          let product = quotient[index] * filter[2 * place + s]
          filter[2 * (place + shift) + t] -= product
          sizes[2 * (place + shift) + t] += abs(product)
        }
        filter[2 * (end + shift) + t] = 0
      }
      for place in dividend where abs(filter[2 * place + t]) < rounding * sizes[2 * place + t] {
        filter[2 * place + t] = 0
      }
      let step = LiftingScheme.Step(target: target, shifts: lowest...lowest + count - 1)
      return Remainder(
        filter: filter, steps: remainder.steps + [(step, quotient)],
        cost: remainder.cost + Self.cost(of: quotient))
    }
  }

  private static func cost(of coefficients: [Double]) -> Double {
    Double.log(onePlus: coefficients.reduce(0) { $0 + abs($1) })
  }

  /// Takes the steps off the high-pass filter as well. What is left beside its one tap is a multiple of
  /// the low-pass filter's, for one more step. Nil where steps lead out of the filters.
  private func completed(_ remainder: Remainder) -> Candidate? {
    let index = remainder.filter.firstIndex { $0 != 0 }!
    let phase: LiftingScheme.Phase = index.isMultiple(of: 2) ? .even : .odd
    let places = taps / 2
    let place = places - 1 - index / 2
    let rest = highPassRest(remainder.steps)
    func at(_ place: Int, _ phase: LiftingScheme.Phase) -> Double {
      rest[2 * (place + taps) + phase.rawValue]
    }
    let last = at(place, phase.other)
    guard last.isFinite, last != 0 else { return nil }
    let start = LiftingScheme.Start(
      phase: phase, place: index / 2,
      signs: [remainder.filter[index], last].map { $0 < 0 ? -1 : 1 })
    var steps = remainder.steps
    func scheme(_ more: [LiftingScheme.Step] = []) -> LiftingScheme {
      LiftingScheme(taps: taps, steps: steps.map(\.step) + more, start: start)
    }
    guard scheme().fits else { return nil }
    let smallest = 100 * rounding * high.reduce(0) { max($0, abs($1)) } * abs(last)
    let more = (-places..<places).filter {
      scheme([.init(target: phase, shifts: $0...$0)]).fits && abs(at(place + $0, phase)) > smallest
    }
    if let first = more.first, let final = more.last {
      steps.append(
        (
          .init(target: phase, shifts: first...final),
          (first...final).map { at(place + $0, phase) / last }
        ))
    }
    let scale = Double.log(abs(remainder.filter[index]))
    return Candidate(scheme: scheme(), parameters: steps.flatMap(\.coefficients) + [scale])
  }

  /// The high-pass filter without the steps, with as many places more on either side as it has taps.
  private func highPassRest(_ steps: [Step]) -> [Double] {
    let margin = [Double](repeating: 0, count: 2 * taps)
    var rest = margin + high + margin
    let places = rest.count / 2
    for (step, coefficients) in steps {
      for (shift, coefficient) in zip(step.shifts, coefficients) {
        for place in max(0, shift)..<min(places, places + shift) {
          rest[2 * place + step.target.rawValue] -=
            coefficient * rest[2 * (place - shift) + step.target.other.rawValue]
        }
      }
    }
    return rest
  }
}
