public import Kernels

/// A bank to start from, and what of it is learned.
public struct LearnableFilters<Scalar: KernelScalar>: Sendable {
  /// How the filters depend on parameters.
  public let parametrization: any FilterParametrization<Scalar>
  /// The parameters at the start.
  public let start: [Scalar]

  /// The parameters of a bank.
  ///
  /// - Throws: ``FilterConversionError`` where the bank has none.
  public init(
    _ parametrization: some FilterParametrization<Scalar>, from bank: FilterBank<Scalar>
  ) throws(FilterConversionError) {
    start = try parametrization.parameters(of: bank)
    self.parametrization = parametrization
  }

  /// Every tap, held by the paper's loss (equations 5 and 6).
  public static func free(_ bank: FilterBank<Scalar>) -> Self { Self(free: bank, .tied) }

  /// Every tap, held by the loss with the general alias condition (equations 5 and 4).
  public static func freeGeneral(_ bank: FilterBank<Scalar>) -> Self { Self(free: bank, .general) }

  /// The angles of an orthogonal bank, which stays orthogonal.
  ///
  /// - Throws: ``FilterConversionError`` for a bank that is not orthogonal, or too long
  ///   (``LatticeFilters/parameters(of:)``).
  public static func lattice(
    _ bank: FilterBank<Scalar>
  ) throws(FilterConversionError) -> Self {
    try Self(LatticeFilters(taps: bank.taps), from: bank)
  }

  /// The lifting steps of a bank that reconstructs, and what room for more its taps leave. They go on
  /// to reconstruct; the bank need not be orthogonal, nor stays so.
  ///
  /// - Throws: ``FilterConversionError`` for a bank that does not reconstruct, or too long
  ///   (``LiftingFilters``).
  public static func lifting(
    _ bank: FilterBank<Scalar>
  ) throws(FilterConversionError) -> Self {
    let (scheme, parameters) = try LiftingFilters<Scalar>.factored(bank)
    return Self(parametrization: LiftingFilters<Scalar>(scheme), start: parameters)
  }

  private init(parametrization: any FilterParametrization<Scalar>, start: [Scalar]) {
    self.parametrization = parametrization
    self.start = start
  }

  private init(free bank: FilterBank<Scalar>, _ condition: FreeFilters<Scalar>.AliasCondition) {
    parametrization = FreeFilters(taps: bank.taps, aliasCondition: condition)
    start = bank.elements
  }
}
