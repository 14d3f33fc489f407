// The transforms on memory that holds rows already: panels, and single signals where they are.

extension RowEngine {
  /// Analysis of a signal in the caller's memory. The engine has to work on single signals.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func analysis(
    _ signal: Span<Scalar>, into coefficients: inout MutableSpan<Scalar>, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    requireSignal(signal.count, coefficients.count, plan)
    signal.withUnsafeBufferPointer { signal in
      coefficients.withUnsafeMutableBufferPointer { bands in
        // Only read: an analysis writes its bands alone.
        let x = UnsafeMutablePointer(mutating: signal.baseAddress!)
        analysis(rows(x, bands.baseAddress!, plan), plan, filters)
      }
    }
  }

  /// Synthesis of a signal in the caller's memory. The engine has to work on single signals.
  ///
  /// - Parameters:
  ///   - coefficients: The bands in flat order.
  ///   - signal: Receives the signal.
  ///   - plan: Where everything is.
  ///   - filters: The filter bank.
  ///   - batch: How many signals are synthesised one after the other before anyone reads the first:
  ///     if that is more than caches hold, signals are written past them.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func synthesis(
    _ coefficients: Span<Scalar>, into signal: inout MutableSpan<Scalar>, _ plan: TransformPlan,
    filters: Span<Scalar>, batch: Int = 1
  ) {
    requireSignal(signal.count, coefficients.count, plan)
    coefficients.withUnsafeBufferPointer { bands in
      signal.withUnsafeMutableBufferPointer { signal in
        // Only read: a synthesis writes signals alone.
        let y = UnsafeMutablePointer(mutating: bands.baseAddress!)
        let bytes = batch * plan.length * MemoryLayout<Scalar>.stride
        synthesis(
          rows(signal.baseAddress!, y, plan), plan, filters, streamsSignal: bytes >= 1 << 25)
      }
    }
  }

  @inline(__always)
  func rows(
    _ signal: UnsafeMutablePointer<Scalar>, _ bands: UnsafeMutablePointer<Scalar>,
    _ plan: TransformPlan
  ) -> TransformRows<Scalar> {
    TransformRows(signal: signal, lower: rows(.analysis, plan.lowerRows), bands: bands)
  }

  private func requireSignal(_ signal: Int, _ coefficients: Int, _ plan: TransformPlan) {
    require(kernels.lanes == 1, "A single signal for kernels of \(kernels.lanes) lanes")
    require(
      signal == plan.length && coefficients == plan.coefficientCount,
      "\(signal) samples and \(coefficients) coefficients for \(plan.length) and "
        + "\(plan.coefficientCount)")
  }
}

extension Workspace {
  /// Analysis of each panel of a batch, from panel to panel.
  public func analysis(
    _ signals: Panels<Scalar>, into coefficients: Panels<Scalar>, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    forEachPanel(signals, coefficients, plan) { engine, signal, bands in
      engine.analysisOfPanel(engine.rows(signal, bands, plan), plan, filters)
    }
  }

  /// Synthesis of each panel of a batch, from panel to panel.
  public func synthesis(
    _ coefficients: Panels<Scalar>, into signals: Panels<Scalar>, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    forEachPanel(signals, coefficients, plan) { engine, signal, bands in
      engine.synthesisOfPanel(engine.rows(signal, bands, plan), plan, filters)
    }
  }

  private func forEachPanel(
    _ signals: Panels<Scalar>, _ coefficients: Panels<Scalar>, _ plan: TransformPlan,
    _ body:
      @Sendable (
        RowEngine<Scalar>, UnsafeMutablePointer<Scalar>, UnsafeMutablePointer<Scalar>
      ) -> Void
  ) {
    require(signals !== coefficients, "Panels that are transformed into themselves")
    require(
      signals.features == plan.length && coefficients.features == plan.coefficientCount,
      "Panels of \(signals.features) and \(coefficients.features) features for \(plan.length) "
        + "samples and \(plan.coefficientCount) coefficients")
    require(
      signals.batch == coefficients.batch && signals.width == panelWidth
        && coefficients.width == panelWidth,
      "Panels of \(signals.batch) × \(signals.width) and \(coefficients.batch) × "
        + "\(coefficients.width), with kernels of \(panelWidth) lanes")
    nonisolated(unsafe) let signals = signals
    nonisolated(unsafe) let coefficients = coefficients
    spread(signals.count) { engine, panel in
      engine.select(signals.group(panel))
      body(engine, signals.rows(panel), coefficients.rows(panel))
    }
  }
}

extension RowEngine {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  fileprivate func analysisOfPanel(
    _ rows: TransformRows<Scalar>, _ plan: TransformPlan, _ filters: Span<Scalar>
  ) {
    analysis(rows, plan, filters)
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  fileprivate func synthesisOfPanel(
    _ rows: TransformRows<Scalar>, _ plan: TransformPlan, _ filters: Span<Scalar>
  ) {
    synthesis(rows, plan, filters)
  }
}
