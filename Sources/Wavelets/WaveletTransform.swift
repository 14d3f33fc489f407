public import Kernels

/// A multi-level wavelet transform of batches of signals, and its three companions.
///
/// In matrix form analysis is `A x = b` and synthesis `S b = x` (equations 1 and 2); `S A = I` for a
/// wavelet. The adjoints `Aᵀ` and `Sᵀ` carry gradients back. `S = Aᵀ` where the bank is orthogonal and
/// either zeros stand beyond the ends or, with periodization, 2^levels divides the length; else all
/// four differ.
///
/// ## Shapes
/// Signals are row-major `[batch, length]`, coefficients `[batch, coefficientCount]` in flat order
/// `[low_J, high_J, high_{J−1}, …, high_1]`; `TransformPlan.bands` says where each band is.
///
/// ## Edge cases
/// Any length from 1, odd ones included, and any number of levels, useful or not. NaN and infinity
/// pass through as arithmetic has them.
public struct WaveletTransform<Scalar: KernelScalar>: Sendable {
  /// The four filters.
  public let bank: FilterBank<Scalar>
  /// Lengths and bands.
  public let plan: TransformPlan

  /// A transform for signals of one length.
  ///
  /// Traps for a length outside `1...TransformPlan.largestLength` and a number of levels below 1.
  public init(
    _ bank: FilterBank<Scalar>, length: Int, levels: Int, mode: ExtensionMode = .periodization
  ) {
    self.bank = bank
    plan = TransformPlan(length: length, taps: bank.taps, levels: levels, mode: mode)
  }

  /// Coefficients of one signal.
  public var coefficientCount: Int { plan.coefficientCount }

  /// `A x`: from signals to coefficients.
  public func analysis(
    _ signals: Span<Scalar>, into coefficients: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(signals.count, coefficients.count, batch)
    workspace.forEachGroup(
      batch: batch, output: &coefficients, stride: coefficientCount, panels: hasShortSignals
    ) { engine, group, bands in
      let filters = bank.elements.span
      if group.isPanel {
        engine.pack(signals, group, signalPlace)
        engine.analysis(.analysis, into: .coefficients, plan, filters: filters)
        engine.unpack(coefficientPlace, into: &bands, group)
      } else {
        engine.analysis(
          signals.extracting(group.elements(of: plan.length)), into: &bands, plan, filters: filters)
      }
    }
  }

  /// `S b`: from coefficients to signals.
  public func synthesis(
    _ coefficients: Span<Scalar>, into signals: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(signals.count, coefficients.count, batch)
    workspace.forEachGroup(
      batch: batch, output: &signals, stride: plan.length, panels: hasShortSignals
    ) { engine, group, signal in
      let filters = bank.elements.span
      if group.isPanel {
        engine.pack(coefficients, group, coefficientPlace)
        engine.synthesis(.coefficients, into: .analysis, plan, filters: filters)
        engine.unpack(signalPlace, into: &signal, group)
      } else {
        engine.synthesis(
          coefficients.extracting(group.elements(of: coefficientCount)), into: &signal, plan,
          filters: filters, batch: batch)
      }
    }
  }

  /// `Aᵀ b`: the adjoint of analysis, from coefficients to signals.
  public func analysisAdjoint(
    _ coefficients: Span<Scalar>, into signals: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(signals.count, coefficients.count, batch)
    workspace.forEachGroup(batch: batch, output: &signals, stride: plan.length) {
      engine, group, signal in
      engine.pack(coefficients, group, coefficientPlace)
      engine.analysisAdjoint(.coefficients, into: .analysis, plan, filters: bank.elements.span)
      engine.unpack(signalPlace, into: &signal, group)
    }
  }

  /// `Sᵀ x`: the adjoint of synthesis, from signals to coefficients.
  public func synthesisAdjoint(
    _ signals: Span<Scalar>, into coefficients: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(signals.count, coefficients.count, batch)
    workspace.forEachGroup(batch: batch, output: &coefficients, stride: coefficientCount) {
      engine, group, bands in
      engine.pack(signals, group, signalPlace)
      engine.synthesisAdjoint(.analysis, into: .coefficients, plan, filters: bank.elements.span)
      engine.unpack(coefficientPlace, into: &bands, group)
    }
  }

  /// `A x` on panels, where data is kept between steps that all work on panels.
  public func analysis(
    _ signals: Panels<Scalar>, into coefficients: Panels<Scalar>, workspace: Workspace<Scalar>
  ) {
    workspace.analysis(signals, into: coefficients, plan, filters: bank.elements.span)
  }

  /// `S b` on panels.
  public func synthesis(
    _ coefficients: Panels<Scalar>, into signals: Panels<Scalar>, workspace: Workspace<Scalar>
  ) {
    workspace.synthesis(coefficients, into: signals, plan, filters: bank.elements.span)
  }

  /// Whether analysis and synthesis gain more from samples side by side in panels than it costs to
  /// bring them there and back. A long signal fills the registers at all its levels but the last,
  /// and panels of long signals do not fit in the caches; the more taps, the less that counts.
  private var hasShortSignals: Bool { plan.length < 256 * plan.taps }

  var signalPlace: RowPlace { RowPlace(.analysis, signalOf: plan) }
  var coefficientPlace: RowPlace { RowPlace(.coefficients, coefficientsOf: plan) }

  func requireCounts(_ signals: Int, _ coefficients: Int, _ batch: Int) {
    guard batch >= 0, signals == batch * plan.length, coefficients == batch * coefficientCount
    else {
      fatalError(
        "\(signals) samples and \(coefficients) coefficients for \(batch) signals of "
          + "\(plan.length) with \(coefficientCount) coefficients")
    }
  }
}

extension RowEngine {
  /// A group's samples, all columns, into rows.
  func pack(_ samples: Span<Scalar>, _ group: SampleGroup, _ place: RowPlace) {
    pack(samples, group, columns: 0..<place.count, stride: place.count, into: place)
  }

  /// Rows into a group's samples, all columns.
  func unpack(
    _ place: RowPlace, into samples: inout MutableSpan<Scalar>, _ group: SampleGroup
  ) {
    unpack(place, into: &samples, columns: 0..<place.count, stride: place.count, group)
  }
}
