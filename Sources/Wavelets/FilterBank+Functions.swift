import RealModule

/// A scaling function and a wavelet, sampled.
public struct WaveletFunctions: Sendable, Equatable {
  /// The distance of neighbouring samples; the first is at 0.
  public let step: Double
  /// The scaling function φ.
  public let scaling: [Double]
  /// The wavelet ψ.
  public let wavelet: [Double]
}

extension FilterBank {
  /// The bank with analysis and synthesis exchanged, each filter backwards. An orthogonal bank is its
  /// own dual; that of `bior2.4` is `rbio2.4`.
  public var dual: Self {
    Self(
      elements: [synthesisLow, synthesisHigh, analysisLow, analysisHigh].flatMap { $0.reversed() })
  }

  /// The functions whose shifts and scales a synthesis adds up, by the cascade algorithm: the
  /// refinement equations `φ(t) = √2·Σ_k f0[k]·φ(2t − k)` and `ψ(t) = √2·Σ_k f1[k]·φ(2t − k)`, begun
  /// with a box. Those of an analysis are the ``dual``'s.
  ///
  /// Traps outside `1...20` levels.
  ///
  /// - Parameter levels: How often the equations are applied; samples are 2^−levels apart.
  public func functions(levels: Int) -> WaveletFunctions {
    guard (1...20).contains(levels) else {
      fatalError("The cascade algorithm takes 1...20 levels, not \(levels)")
    }
    let low = synthesisLow.map(Self.double)
    let high = synthesisHigh.map(Self.double)
    func cascade(_ first: [Double]) -> [Double] {
      var values = first.map { $0 * 2.0.squareRoot() }
      for _ in 1..<levels { values = Self.refined(values, by: low) }
      return values
    }
    return WaveletFunctions(
      step: Double.pow(2, -levels), scaling: cascade(low), wavelet: cascade(high))
  }

  /// `√2·Σ_k values[k]·filter[i − 2k]`.
  private static func refined(_ values: [Double], by filter: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: 2 * (values.count - 1) + filter.count)
    for (k, value) in values.enumerated() {
      for (j, tap) in filter.enumerated() { result[2 * k + j] += 2.0.squareRoot() * value * tap }
    }
    return result
  }

  /// The absolute value of a filter's frequency response, `|Σ_k filter[k]·e^{−iωk}|`.
  public static func magnitude(of filter: some Collection<Scalar>, at frequency: Double) -> Double {
    var real = 0.0
    var imaginary = 0.0
    for (k, tap) in filter.enumerated() {
      real += double(tap) * Double.cos(frequency * Double(k))
      imaginary -= double(tap) * Double.sin(frequency * Double(k))
    }
    return Double.hypot(real, imaginary)
  }

  private static func double(_ tap: Scalar) -> Double { Double(tap) }
}
