public import Kernels

/// How the four filters of a bank depend on numbers that are learned.
///
/// Implementations: ``FreeFilters`` learn every tap and are held near a wavelet by a loss;
/// ``LatticeFilters`` and ``LiftingFilters`` reconstruct perfectly for whatever numbers there are, and
/// need no loss.
///
/// ## Shapes
/// Parameters are a vector of ``count`` numbers, taps one of 4L in the order of
/// ``FilterBank/elements``. Every function traps where a count does not fit.
public protocol FilterParametrization<Scalar>: Sendable {
  /// `Float` or `Double`.
  associatedtype Scalar: KernelScalar

  /// What the parameters are called in a layer.
  var name: String { get }
  /// Sizes of the parameters' tensor, row-major.
  var shape: [Int] { get }
  /// Taps in each filter, L.
  var taps: Int { get }
  /// Whether the parameters are the taps themselves.
  var isIdentity: Bool { get }

  /// The parameters that give a bank.
  ///
  /// - Throws: ``FilterConversionError`` where none does.
  func parameters(of bank: FilterBank<Scalar>) throws(FilterConversionError) -> [Scalar]

  /// The taps, into the caller's memory.
  func evaluate(_ parameters: Span<Scalar>, into taps: inout MutableSpan<Scalar>)

  /// The pullback of ``evaluate(_:into:)``: adds to a gradient with respect to the parameters.
  func pullback(
    _ parameters: Span<Scalar>, tapGradient: Span<Scalar>, into gradient: inout MutableSpan<Scalar>)

  /// What holds the filters near a wavelet; 0 where they are one by construction.
  func auxiliaryLoss(_ parameters: Span<Scalar>) -> Scalar

  /// Adds `weight` times the gradient of ``auxiliaryLoss(_:)``.
  func accumulateAuxiliaryGradient(
    _ parameters: Span<Scalar>, weight: Scalar, into gradient: inout MutableSpan<Scalar>)
}

extension FilterParametrization {
  /// How many parameters there are.
  public var count: Int { shape.reduce(1, *) }

  /// The taps are computed.
  public var isIdentity: Bool { false }

  /// Zero: filters reconstruct by construction.
  public func auxiliaryLoss(_ parameters: Span<Scalar>) -> Scalar { 0 }

  /// Nothing to add.
  public func accumulateAuxiliaryGradient(
    _ parameters: Span<Scalar>, weight: Scalar, into gradient: inout MutableSpan<Scalar>
  ) {}

  /// The bank that parameters give.
  public func bank(_ parameters: [Scalar]) -> FilterBank<Scalar> {
    var taps = [Scalar](repeating: 0, count: 4 * taps)
    var span = taps.mutableSpan
    evaluate(parameters.span, into: &span)
    return FilterBank(elements: taps)
  }

  /// How far a tap may be off after a conversion.
  var conversionTolerance: Double { Scalar.ulpOfOne > 1e-10 ? 1e-5 : 1e-10 }

  /// The largest difference between the taps of parameters and those of a bank; NaN where one is.
  func distance(of parameters: [Scalar], from bank: FilterBank<Scalar>) -> Double {
    zip(self.bank(parameters).elements, bank.elements).lazy.map { Double($0 - $1) }
      .reduce(0, largerMagnitude)
  }

  /// Traps where counts do not fit.
  func requireCounts(parameters: Int, taps: Int? = nil, gradient: Int? = nil) {
    guard parameters == count, (gradient ?? count) == count else {
      fatalError(
        "\(parameters) parameters and a gradient of \(gradient ?? count) for \(count) \(name)")
    }
    guard (taps ?? 4 * self.taps) == 4 * self.taps else {
      fatalError("\(taps ?? 0) taps for four filters of \(self.taps)")
    }
  }
}

/// Why a bank has no parameters of some kind.
public enum FilterConversionError: Error, Equatable, CustomStringConvertible {
  /// A bank of another length than the parametrisation's.
  case taps(expected: Int, found: Int)
  /// A bank that is not orthogonal, or whose rounding is enlarged too much: the rotations found leave
  /// a tap off by this.
  case notOrthogonal(error: Double)
  /// A bank that does not reconstruct, or whose rounding is enlarged too much: the lifting steps found
  /// leave a tap off by this share of the largest.
  case noLifting(taps: Int, error: Double)
  /// A bank whose lifting steps are not those of the scheme.
  case otherSteps(taps: Int)

  /// One line: what was found and what was expected.
  public var description: String {
    switch self {
    case .taps(let expected, let found):
      "filters of \(found) taps: the parametrisation has \(expected)"
    case .notOrthogonal(let error):
      "a bank that is not orthogonal, or too long: the rotations found differ by \(error)"
    case .noLifting(let taps, let error):
      "filters of \(taps) taps that do not reconstruct, or too long: "
        + (error.isFinite ? "the lifting steps found differ by \(error)" : "no lifting steps found")
    case .otherSteps(let taps):
      "filters of \(taps) taps whose lifting steps are not those of the scheme"
    }
  }
}
