/// Which taps lifting steps take and change, without coefficients: the structure of ``LiftingFilters``.
///
/// A filter's even and odd taps are polynomials in w, a delay by one sample of its band:
/// `H(z) = H_even(w) + z⁻¹·H_odd(w)` with `w = z⁻²`. Those of both analysis filters make the polyphase
/// matrix E, whose rows are h0 and h1. With a diagonal of a scale and delays, and steps S that each
/// add a multiple of one column to the other,
///
/// ```text
/// E = diag(±κ·w^p, ±w^(L/2−1−p)/κ) · S_n · … · S_1
/// ```
///
/// has the determinant `±w^(L/2−1)` whatever the coefficients are. So there are synthesis filters of
/// the same length that reconstruct with the delay `L − 1` of equation 3.
public struct LiftingScheme: Sendable, Equatable {
  /// A filter's taps with even or with odd numbers.
  public enum Phase: Int, Sendable {
    case even, odd

    var other: Self { self == .even ? .odd : .even }
  }

  /// A step: some taps of both analysis filters gain a filtered version of the others.
  public struct Step: Sendable, Equatable {
    /// The taps that change.
    public let target: Phase
    /// By how many places the others are shifted; a coefficient for each.
    public let shifts: ClosedRange<Int>

    /// A step.
    public init(target: Phase, shifts: ClosedRange<Int>) {
      self.target = target
      self.shifts = shifts
    }
  }

  /// What there is before all steps: one tap in each filter.
  struct Start: Sendable, Equatable {
    /// The phase of the low-pass filter's tap; the high-pass filter's is of the other one.
    var phase: Phase
    /// Its place among the taps of that phase, p.
    var place: Int
    /// Signs of the low-pass and the high-pass filter's tap.
    var signs: [Double]
  }

  /// Taps in each filter, L.
  public let taps: Int
  /// The steps; the first one is next to the samples, the last one next to the scale.
  public let steps: [Step]
  let start: Start

  /// A scheme that starts from two taps in the middle of the filters.
  ///
  /// Traps for an odd number of taps or fewer than 2, and for steps that lead out of the filters.
  ///
  /// - Parameters:
  ///   - taps: Taps in each filter, L.
  ///   - steps: The steps; the first one is next to the samples, the last one next to the scale.
  public init(taps: Int, steps: [Step]) {
    requireEvenTaps(taps)
    let phase: Phase = (taps / 2).isMultiple(of: 2) ? .odd : .even
    self.init(
      taps: taps, steps: steps,
      start: Start(phase: phase, place: (taps / 2 - 1) / 2, signs: [1, phase == .even ? 1 : -1]))
    guard fits else { fatalError("Lifting steps that lead out of filters of \(taps) taps") }
  }

  init(taps: Int, steps: [Step], start: Start) {
    self.taps = taps
    self.steps = steps
    self.start = start
  }

  /// How many parameters there are: the steps' coefficients and the logarithm of κ.
  public var parameterCount: Int { steps.reduce(1) { $0 + $1.shifts.count } }

  /// The determinant's sign.
  var determinantSign: Double { (start.phase == .even ? 1 : -1) * start.signs[0] * start.signs[1] }

  /// Where taps may be, whatever the coefficients.
  var supports: LiftingSupports {
    let other = taps / 2 - 1 - start.place
    var result = LiftingSupports(phase: start.phase, low: start.place, high: other)
    for step in steps.reversed() { result.apply(step) }
    return result
  }

  /// Whether all taps are within the filters. Steps never take supports back.
  var fits: Bool { supports.fit(places: taps / 2) }
}

/// Places of both analysis filters' even and odd taps that steps reach.
struct LiftingSupports {
  /// The low-pass filter's even and odd taps, then the high-pass filter's.
  private(set) var places: [ClosedRange<Int>?]

  /// One tap in each filter, of one phase and of the other.
  init(phase: LiftingScheme.Phase, low: Int, high: Int) {
    places = [nil, nil, nil, nil]
    places[phase.rawValue] = low...low
    places[2 + phase.other.rawValue] = high...high
  }

  mutating func apply(_ step: LiftingScheme.Step) {
    for filter in [0, 2] {
      guard let source = places[filter + step.target.other.rawValue] else { continue }
      let lower = source.lowerBound + step.shifts.lowerBound
      let upper = source.upperBound + step.shifts.upperBound
      let before = places[filter + step.target.rawValue] ?? lower...upper
      places[filter + step.target.rawValue] =
        min(lower, before.lowerBound)...max(upper, before.upperBound)
    }
  }

  func fit(places count: Int) -> Bool {
    places.allSatisfy { $0.map { $0.lowerBound >= 0 && $0.upperBound < count } ?? true }
  }

  /// How many taps may differ from zero.
  var count: Int { places.reduce(0) { $0 + ($1?.count ?? 0) } }

  /// By how many taps those of a filter and a phase that had some have become more, at most.
  func growth(from before: Self) -> Int {
    zip(places, before.places).reduce(0) { growth, pair in
      guard let now = pair.0, let before = pair.1 else { return growth }
      return max(growth, now.count - before.count)
    }
  }

  /// How far the low-pass filter's taps are from the middle.
  func eccentricity(places count: Int) -> Int {
    places[..<2].reduce(0) {
      $0 + ($1.map { abs($0.lowerBound + $0.upperBound - (count - 1)) } ?? 0)
    }
  }
}
