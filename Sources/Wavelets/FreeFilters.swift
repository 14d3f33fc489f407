public import Kernels

/// Four filters, each tap a parameter: `filters` `[4, L]`.
///
/// They reconstruct only as far as the loss makes them.
public struct FreeFilters<Scalar: KernelScalar>: FilterParametrization {
  /// How the loss asks for the cancellation of aliases.
  public enum AliasCondition: Sendable, Equatable {
    /// High-pass filters tied to low-pass ones (equation 6): ``WaveletLoss``.
    case tied
    /// Any filters that cancel aliases (equation 4): ``GeneralWaveletLoss``.
    case general
  }

  /// Taps in each filter, L.
  public let taps: Int
  /// How the loss asks for the cancellation of aliases.
  public let aliasCondition: AliasCondition

  /// Traps for an odd number of taps or fewer than 2.
  public init(taps: Int, aliasCondition: AliasCondition = .tied) {
    requireEvenTaps(taps)
    self.taps = taps
    self.aliasCondition = aliasCondition
  }

  /// `filters`.
  public var name: String { "filters" }
  /// `[4, L]`.
  public var shape: [Int] { [4, taps] }
  /// The parameters are the taps.
  public var isIdentity: Bool { true }

  /// The taps.
  public func parameters(
    of bank: FilterBank<Scalar>
  ) throws(FilterConversionError) -> [Scalar] {
    guard bank.taps == taps else { throw .taps(expected: taps, found: bank.taps) }
    return bank.elements
  }

  /// Copies.
  public func evaluate(_ parameters: Span<Scalar>, into taps: inout MutableSpan<Scalar>) {
    requireCounts(parameters: parameters.count, taps: taps.count)
    for i in parameters.indices { taps[i] = parameters[i] }
  }

  /// Adds.
  public func pullback(
    _ parameters: Span<Scalar>, tapGradient: Span<Scalar>, into gradient: inout MutableSpan<Scalar>
  ) {
    requireCounts(
      parameters: parameters.count, taps: tapGradient.count, gradient: gradient.count)
    for i in parameters.indices { gradient[i] += tapGradient[i] }
  }

  /// The wavelet loss.
  public func auxiliaryLoss(_ parameters: Span<Scalar>) -> Scalar {
    requireCounts(parameters: parameters.count)
    return switch aliasCondition {
    case .tied: WaveletLoss(parameters).total
    case .general: GeneralWaveletLoss(parameters).total
    }
  }

  /// The wavelet loss's gradient.
  public func accumulateAuxiliaryGradient(
    _ parameters: Span<Scalar>, weight: Scalar, into gradient: inout MutableSpan<Scalar>
  ) {
    requireCounts(parameters: parameters.count, gradient: gradient.count)
    switch aliasCondition {
    case .tied: WaveletLoss.accumulateGradient(of: parameters, weight: weight, into: &gradient)
    case .general:
      GeneralWaveletLoss.accumulateGradient(of: parameters, weight: weight, into: &gradient)
    }
  }
}

/// Traps for a number of taps that no bank has.
func requireEvenTaps(_ taps: Int) {
  guard taps >= 2, taps.isMultiple(of: 2) else {
    fatalError("A filter needs an even number of taps, at least 2, not \(taps)")
  }
}
