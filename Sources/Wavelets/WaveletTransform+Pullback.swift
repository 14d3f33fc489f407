public import Kernels

/// Gradients of a loss ℓ with respect to what a transform was applied to and to the taps.
///
/// A transform is linear in its input, so that the gradient with respect to that is an adjoint's. It
/// is linear in the taps of each level, too: `∂ℓ/∂h0[j] = Σ_k ∂ℓ/∂low[k]·x̃[2k + 1 − j]`, summed over
/// levels and batch, likewise for the other filters and the other extensions.
extension WaveletTransform {
  /// The pullback of ``analysis(_:into:batch:workspace:)`` at `signals`, which is computed again.
  ///
  /// Traps where a count does not fit.
  ///
  /// - Parameters:
  ///   - signals: What was analysed, `[batch, length]`.
  ///   - coefficientGradient: ∂ℓ/∂coefficients, `[batch, coefficientCount]`.
  ///   - signalGradient: Receives ∂ℓ/∂signals, `[batch, length]`.
  ///   - filterGradient: Receives ∂ℓ/∂taps, in the order of ``FilterBank/elements``, summed over the
  ///     batch and added to what is there. Synthesis filters get nothing.
  ///   - batch: Signals.
  ///   - workspace: Buffers, kernels and threads.
  public func analysisPullback(
    _ signals: Span<Scalar>, coefficientGradient: Span<Scalar>,
    signalGradient: inout MutableSpan<Scalar>, filterGradient: inout MutableSpan<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    requireCounts(signals.count, coefficientGradient.count, batch)
    requireCounts(signalGradient.count, coefficientGradient.count, batch)
    bank.requireGradient(filterGradient.count)
    workspace.forEachGroup(
      batch: batch, output: &signalGradient, stride: plan.length, shared: &filterGradient
    ) { engine, group, part, sums in
      let filters = bank.elements.span
      engine.pack(signals, group, signalPlace)
      engine.analysis(.analysis, into: .coefficients, plan, filters: filters)
      engine.pack(coefficientGradient, group, coefficientPlace)
      engine.analysisPullback(
        .coefficients, into: .analysis, plan, filters: filters, gradient: &sums)
      engine.unpack(signalPlace, into: &part, group)
    }
  }

  /// The pullback of ``synthesis(_:into:batch:workspace:)`` at `coefficients`, which is computed
  /// again.
  ///
  /// Traps where a count does not fit.
  ///
  /// - Parameters:
  ///   - coefficients: What signals were made of, `[batch, coefficientCount]`.
  ///   - signalGradient: ∂ℓ/∂signals, `[batch, length]`.
  ///   - coefficientGradient: Receives ∂ℓ/∂coefficients, `[batch, coefficientCount]`.
  ///   - filterGradient: Receives ∂ℓ/∂taps, in the order of ``FilterBank/elements``, summed over the
  ///     batch and added to what is there. Analysis filters get nothing.
  ///   - batch: Signals.
  ///   - workspace: Buffers, kernels and threads.
  public func synthesisPullback(
    _ coefficients: Span<Scalar>, signalGradient: Span<Scalar>,
    coefficientGradient: inout MutableSpan<Scalar>, filterGradient: inout MutableSpan<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    requireCounts(signalGradient.count, coefficients.count, batch)
    requireCounts(signalGradient.count, coefficientGradient.count, batch)
    bank.requireGradient(filterGradient.count)
    workspace.forEachGroup(
      batch: batch, output: &coefficientGradient, stride: coefficientCount,
      shared: &filterGradient
    ) { engine, group, part, sums in
      let filters = bank.elements.span
      engine.pack(coefficients, group, coefficientPlace)
      engine.synthesis(.coefficients, into: .analysis, plan, filters: filters)
      engine.pack(signalGradient, group, signalPlace)
      engine.synthesisPullback(
        .analysis, into: .coefficients, plan, filters: filters, gradient: &sums)
      engine.unpack(coefficientPlace, into: &part, group)
    }
  }
}

extension FilterBank {
  /// Traps where a gradient is not one of the taps.
  func requireGradient(_ count: Int) {
    guard count == elements.count else {
      fatalError("A gradient of \(count) scalars for \(elements.count) taps")
    }
  }
}
