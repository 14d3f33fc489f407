public import Kernels

/// A multi-level wavelet transform of batches of signals, and its three companions.
///
/// In matrix form analysis is `A x = b` and synthesis `S b = x` (equations 1 and 2); `S = A⁻¹` for a
/// wavelet. The adjoints `Aᵀ` and `Sᵀ` carry gradients back. All four differ unless the bank is
/// orthogonal and the extension periodic.
///
/// ## Shapes
/// Signals are row-major `[batch, length]`, coefficients `[batch, coefficientCount]` in flat order
/// `[low_J, high_J, high_{J−1}, …, high_1]`; ``TransformPlan/bands`` says where each band is.
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
  /// Traps for a length or a number of levels below 1.
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
    fromSignals(signals, into: &coefficients, batch, workspace) {
      $0.analysis(.analysis, into: .coefficients, plan, filters: bank.elements.span)
    }
  }

  /// `S b`: from coefficients to signals.
  public func synthesis(
    _ coefficients: Span<Scalar>, into signals: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    fromCoefficients(coefficients, into: &signals, batch, workspace) {
      $0.synthesis(.coefficients, into: .analysis, plan, filters: bank.elements.span)
    }
  }

  /// `Aᵀ b`: the adjoint of analysis, from coefficients to signals.
  public func analysisAdjoint(
    _ coefficients: Span<Scalar>, into signals: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    fromCoefficients(coefficients, into: &signals, batch, workspace) {
      $0.analysisAdjoint(.coefficients, into: .analysis, plan, filters: bank.elements.span)
    }
  }

  /// `Sᵀ x`: the adjoint of synthesis, from signals to coefficients.
  public func synthesisAdjoint(
    _ signals: Span<Scalar>, into coefficients: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    fromSignals(signals, into: &coefficients, batch, workspace) {
      $0.synthesisAdjoint(.analysis, into: .coefficients, plan, filters: bank.elements.span)
    }
  }

  private func fromSignals(
    _ signals: Span<Scalar>, into coefficients: inout MutableSpan<Scalar>, _ batch: Int,
    _ workspace: Workspace<Scalar>, _ transform: @Sendable (RowEngine<Scalar>) -> Void
  ) {
    requireCount(signals.count, batch, plan.length, "signals")
    requireCount(coefficients.count, batch, plan.coefficientCount, "coefficients")
    workspace.forEachGroup(batch: batch, output: &coefficients, stride: plan.coefficientCount) {
      engine, group, output in
      engine.pack(
        signals, group, columns: 0..<plan.length, stride: plan.length,
        into: RowPlace(.analysis, signalOf: plan))
      transform(engine)
      for band in plan.bands {
        engine.unpack(
          RowPlace(.coefficients, band: band, of: plan), into: &output,
          columns: band.start..<band.start + band.count, stride: plan.coefficientCount, group)
      }
    }
  }

  private func fromCoefficients(
    _ coefficients: Span<Scalar>, into signals: inout MutableSpan<Scalar>, _ batch: Int,
    _ workspace: Workspace<Scalar>, _ transform: @Sendable (RowEngine<Scalar>) -> Void
  ) {
    requireCount(signals.count, batch, plan.length, "signals")
    requireCount(coefficients.count, batch, plan.coefficientCount, "coefficients")
    workspace.forEachGroup(batch: batch, output: &signals, stride: plan.length) {
      engine, group, output in
      for band in plan.bands {
        engine.pack(
          coefficients, group, columns: band.start..<band.start + band.count,
          stride: plan.coefficientCount, into: RowPlace(.coefficients, band: band, of: plan))
      }
      transform(engine)
      engine.unpack(
        RowPlace(.analysis, signalOf: plan), into: &output, columns: 0..<plan.length,
        stride: plan.length, group)
    }
  }

  private func requireCount(_ count: Int, _ batch: Int, _ length: Int, _ name: String) {
    guard batch >= 0, count == batch * length else {
      fatalError("\(count) scalars for \(batch) \(name) of \(length)")
    }
  }
}

extension WaveletTransform {
  /// `A x` on panels, where data is kept between steps that all work on panels.
  public func analysis(
    _ signals: Panels<Scalar>, into coefficients: Panels<Scalar>, workspace: Workspace<Scalar>
  ) {
    requirePanels(signals, coefficients)
    workspace.forEachPanel(signals, into: coefficients) { panel in
      panel.load(into: RowPlace(.analysis, signalOf: plan))
      panel.engine.analysis(.analysis, into: .coefficients, plan, filters: bank.elements.span)
      for band in plan.bands {
        panel.store(RowPlace(.coefficients, band: band, of: plan), from: band.start)
      }
    }
  }

  /// `S b` on panels.
  public func synthesis(
    _ coefficients: Panels<Scalar>, into signals: Panels<Scalar>, workspace: Workspace<Scalar>
  ) {
    requirePanels(signals, coefficients)
    workspace.forEachPanel(coefficients, into: signals) { panel in
      for band in plan.bands {
        panel.load(from: band.start, into: RowPlace(.coefficients, band: band, of: plan))
      }
      panel.engine.synthesis(.coefficients, into: .analysis, plan, filters: bank.elements.span)
      panel.store(RowPlace(.analysis, signalOf: plan))
    }
  }

  private func requirePanels(_ signals: Panels<Scalar>, _ coefficients: Panels<Scalar>) {
    guard signals.features == plan.length, coefficients.features == plan.coefficientCount else {
      fatalError(
        "Panels of \(signals.features) and \(coefficients.features) features for "
          + "\(plan.length) samples and \(plan.coefficientCount) coefficients")
    }
  }
}
