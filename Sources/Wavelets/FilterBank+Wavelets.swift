import Kernels

extension FilterBank {
  /// The Haar wavelet: two taps.
  public static var haar: Self { haar(paddedTo: 2) }

  /// The Haar wavelet in the middle of longer filters: a transform by two taps at first, that
  /// learning may extend to all. Traps for an odd number of taps or fewer than 2.
  public static func haar(paddedTo taps: Int) -> Self {
    requireTaps(taps)
    var scaling = [Double](repeating: 0, count: taps)
    scaling[taps / 2 - 1] = 0.5.squareRoot()
    scaling[taps / 2] = 0.5.squareRoot()
    return Self(orthogonal: scaling)
  }

  /// Daubechies' extremal-phase wavelet with a number of vanishing moments (`db1`, `db2`, …), of
  /// twice as many taps. Traps outside `1...10`.
  public static func daubechies(_ vanishingMoments: Int) -> Self {
    Self(orthogonal: Daubechies.scalingFilter(vanishingMoments))
  }

  /// Taps drawn uniformly from [−1, 1]: no wavelet at all, for learning one from scratch.
  public static func random(taps: Int, using generator: inout some RandomNumberGenerator) -> Self {
    requireTaps(taps)
    return Self(
      elements: (0..<4 * taps).map { _ in Scalar(Double.random(in: -1...1, using: &generator)) })
  }

  private static func requireTaps(_ taps: Int) {
    guard taps >= 2, taps.isMultiple(of: 2) else {
      fatalError("A filter needs an even number of taps, at least 2, not \(taps)")
    }
  }
}
