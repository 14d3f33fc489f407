import Kernels

extension FilterBank {
  /// The bank of a wavelet of the catalogue.
  public init(_ wavelet: Wavelet) {
    switch wavelet.family {
    case .haar: self = .haar
    case .daubechies: self = .daubechies(wavelet.order)
    case .symlet: self = .symlet(wavelet.order)
    case .coiflet: self.init(orthogonal: PublishedFilters.coiflet(wavelet.order))
    case .discreteMeyer: self.init(orthogonal: PublishedFilters.discreteMeyer)
    case .biorthogonal:
      self = .symmetric(wavelet.order, wavelet.dualOrder)
    case .reverseBiorthogonal:
      self = Self.symmetric(wavelet.order, wavelet.dualOrder).dual
    }
  }

  private static func symmetric(_ order: Int, _ dualOrder: Int) -> Self {
    let filters = BiorthogonalFilters(order, dualOrder)
    return Self(lowPass: filters.analysisLow, filters.synthesisLow)
  }

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
  /// twice as many taps, accurate to rounding. Traps outside `1...38`.
  public static func daubechies(_ vanishingMoments: Int) -> Self {
    guard (1...38).contains(vanishingMoments) else {
      fatalError("Daubechies wavelets have 1...38 vanishing moments, not \(vanishingMoments)")
    }
    return Self(orthogonal: SpectralFactorisation(moments: vanishingMoments).extremalPhase())
  }

  /// Daubechies' least asymmetric wavelet with a number of vanishing moments (`sym2`, `sym3`, …), of
  /// twice as many taps. Traps outside `2...20`.
  ///
  /// A filter and its mirror image have equally linear phases; this is the one that the published
  /// tables have.
  public static func symlet(_ vanishingMoments: Int) -> Self {
    guard (2...20).contains(vanishingMoments) else {
      fatalError("Symlets have 2...20 vanishing moments, not \(vanishingMoments)")
    }
    let filter = SpectralFactorisation(moments: vanishingMoments).leastAsymmetric()
    let isMirrored = [4, 5, 6, 8, 9, 10, 17, 18].contains(vanishingMoments)
    return Self(orthogonal: isMirrored ? filter.reversed() : filter)
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
