public import Kernels

/// Biorthogonal filters as lifting steps (Daubechies and Sweldens 1998): `lifting`, the coefficients
/// of the steps of a ``LiftingScheme``, first step first, and last the logarithm of the scale κ.
///
/// Whatever these numbers are, the filters reconstruct perfectly. As h0 has κ and h1 has 1/κ, alias
/// cancellation is that of equation 6 up to a common sign. What nothing guards is conditioning: large
/// coefficients make analysis and synthesis large.
public struct LiftingFilters<Scalar: KernelScalar>: FilterParametrization {
  /// Which taps the steps take and change.
  public let scheme: LiftingScheme

  /// Filters of a scheme.
  public init(_ scheme: LiftingScheme) { self.scheme = scheme }

  /// The steps of a bank, and more steps that start at zero where its taps leave room for them, so
  /// that learning may use the whole length of the filters.
  ///
  /// - Throws: ``FilterConversionError/noLifting(taps:error:)`` where no steps are found that give
  ///   each tap back to 1e-12 of the largest in Double, 1e-5 in Float.
  public init(_ bank: FilterBank<Scalar>) throws(FilterConversionError) {
    scheme = try Self.factored(bank).scheme
  }

  /// Taps in each filter, L.
  public var taps: Int { scheme.taps }
  /// `lifting`.
  public var name: String { "lifting" }
  /// One number for each coefficient, and one for κ.
  public var shape: [Int] { [scheme.parameterCount] }

  /// The coefficients of a bank whose steps are those of the scheme.
  ///
  /// - Throws: ``FilterConversionError`` where they are others, or none are found.
  public func parameters(
    of bank: FilterBank<Scalar>
  ) throws(FilterConversionError) -> [Scalar] {
    guard bank.taps == taps else { throw .taps(expected: taps, found: bank.taps) }
    let factored = try Self.factored(bank)
    guard factored.scheme == scheme else { throw .otherSteps(taps: taps) }
    return factored.parameters
  }

  /// The taps, step by step.
  public func evaluate(_ parameters: Span<Scalar>, into taps: inout MutableSpan<Scalar>) {
    requireCounts(parameters: parameters.count, taps: taps.count)
    let filters = scheme.filters(parameters.indices.map { Double(parameters[$0]) })
    for (k, tap) in filters.enumerated() { taps[k] = Scalar(tap) }
  }

  /// Back through the steps.
  public func pullback(
    _ parameters: Span<Scalar>, tapGradient: Span<Scalar>, into gradient: inout MutableSpan<Scalar>
  ) {
    requireCounts(
      parameters: parameters.count, taps: tapGradient.count, gradient: gradient.count)
    let slopes = scheme.pullback(
      parameters.indices.map { Double(parameters[$0]) },
      tapGradient.indices.map { Double(tapGradient[$0]) })
    for (i, slope) in slopes.enumerated() { gradient[i] += Scalar(slope) }
  }

  /// A scheme and its parameters for a bank: of those with small coefficients the first that gives
  /// the taps back.
  static func factored(
    _ bank: FilterBank<Scalar>
  ) throws(FilterConversionError) -> (scheme: LiftingScheme, parameters: [Scalar]) {
    let wide = FilterBank<Double>(elements: bank.elements.map { Double($0) })
    let largest = wide.elements.reduce(0) { max($0, abs($1)) }
    let isNarrow = Scalar.ulpOfOne > 1e-10
    let tolerance = isNarrow ? 1e-5 : 1e-12
    var least = Double.infinity
    for rounding in isNarrow ? [1e-5, 1e-6, 1e-7] : [1e-11] {
      let factorisation = LiftingFactorisation(
        low: Array(wide.analysisLow), high: Array(wide.analysisHigh), rounding: rounding)
      for candidate in factorisation.candidates().prefix(4) {
        let refined = LiftingFilters<Double>(candidate.scheme).refined(
          candidate.parameters, toward: wide, taps: 0..<2 * bank.taps)
        let extended = candidate.scheme.extended(refined.parameters)
        let parameters = extended.parameters.map { Scalar($0) }
        let error = Self(extended.scheme).distance(of: parameters, from: bank) / largest
        if error <= tolerance { return (extended.scheme, parameters) }
        least = min(least, error)
      }
    }
    throw .noLifting(taps: bank.taps, error: least)
  }
}
