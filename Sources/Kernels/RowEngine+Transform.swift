// The four maps of a wavelet transform on the rows of a panel or a signal: analysis, synthesis and
// the pullbacks of both. A filter bank is a span of four filters, [analysis low, analysis high,
// synthesis low, synthesis high], each of `plan.taps` taps. A pullback works in place: it overwrites
// what the forward pass read, level by level, once it has used it for the gradient of the taps.

extension RowEngine {
  /// Splits the signal in `signal` into bands in the buffer `bands`.
  ///
  /// Leaves the signal and each level's low band in place, for
  /// ``analysisPullback(_:into:_:filters:gradient:)``.
  ///
  /// - Parameters:
  ///   - signal: The signal's buffer.
  ///   - bands: Receives the bands.
  ///   - plan: Where everything is.
  ///   - filters: The filter bank.
  ///   - lower: Another buffer for the low bands, where no pullback follows: one that is not in use
  ///     otherwise, so that less memory has to fit in the cache.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func analysis(
    _ signal: RowBufferName, into bands: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>, lower: RowBufferName? = nil
  ) {
    analysis(rows(signal, bands, plan, lower), plan, filters)
  }

  /// Puts the bands in `bands` together into the signal in `signal`.
  ///
  /// Leaves each level's low band in place, for ``synthesisPullback(_:into:_:filters:gradient:)``.
  /// Parameters are those of ``analysis(_:into:_:filters:lower:)``.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func synthesis(
    _ bands: RowBufferName, into signal: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>, lower: RowBufferName? = nil
  ) {
    synthesis(rows(signal, bands, plan, lower), plan, filters)
  }

  /// The adjoint of ``analysis(_:into:_:filters:lower:)`` and the gradient of its taps.
  ///
  /// - Parameters:
  ///   - bands: The gradient with respect to the bands.
  ///   - signal: The signal buffer as the analysis left it; receives the gradient with respect to
  ///     the signal.
  ///   - plan: The plan of both.
  ///   - filters: The filter bank.
  ///   - gradient: The gradient of the filter bank, added to.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func analysisPullback(
    _ bands: RowBufferName, into signal: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>, gradient: inout MutableSpan<Scalar>
  ) {
    let length = plan.taps
    requireFilters(gradient.count, plan)
    let taps = analysisTaps(filters, plan)
    let sums = zeroSums(plan)
    withPass(rows(signal, bands, plan), plan, taps) { pass in
      // Not `reversed()`, whose iterator allocates in unoptimised code.
      for level in stride(from: pass.levels - 1, through: 0, by: -1) {
        pass.correlateAndUpsample(level, sums)
      }
    }
    let totals = totals(sums, plan)
    for j in 0..<length {
      gradient[j] += totals[length - 1 - j]
      gradient[length + j] += totals[2 * length - 1 - j]
    }
  }

  /// The adjoint of ``analysis(_:into:_:filters:lower:)`` alone, for constant filters.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func analysisAdjoint(
    _ bands: RowBufferName, into signal: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    let taps = analysisTaps(filters, plan)
    withPass(rows(signal, bands, plan), plan, taps) { pass in
      for level in stride(from: pass.levels - 1, through: 0, by: -1) {
        pass.upsample(level, .adjoint)
      }
    }
  }

  /// The adjoint of ``synthesis(_:into:_:filters:lower:)`` and the gradient of its taps.
  ///
  /// - Parameters:
  ///   - signal: The gradient with respect to the signal, in the buffer as the synthesis left it.
  ///   - bands: The bands as the synthesis had them; receives the gradient with respect to them.
  ///   - plan: The plan of both.
  ///   - filters: The filter bank.
  ///   - gradient: The gradient of the filter bank, added to.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func synthesisPullback(
    _ signal: RowBufferName, into bands: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>, gradient: inout MutableSpan<Scalar>
  ) {
    let length = plan.taps
    requireFilters(gradient.count, plan)
    let taps = synthesisTaps(filters, plan)
    let sums = zeroSums(plan)
    withPass(rows(signal, bands, plan), plan, taps) { pass in
      for level in 0..<pass.levels { pass.correlateAndDownsample(level, sums) }
    }
    let totals = totals(sums, plan)
    for j in 0..<2 * length { gradient[2 * length + j] += totals[j] }
  }

  /// The adjoint of ``synthesis(_:into:_:filters:lower:)`` alone, for constant filters.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func synthesisAdjoint(
    _ signal: RowBufferName, into bands: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    let taps = synthesisTaps(filters, plan)
    withPass(rows(signal, bands, plan), plan, taps) { pass in
      for level in 0..<pass.levels { pass.downsample(level, .adjoint) }
    }
  }

  @inline(__always)
  func analysis(_ rows: TransformRows<Scalar>, _ plan: TransformPlan, _ filters: Span<Scalar>) {
    let taps = analysisTaps(filters, plan)
    withPass(rows, plan, taps) { pass in
      for level in 0..<pass.levels { pass.downsample(level, .forward) }
    }
  }

  @inline(__always)
  func synthesis(
    _ rows: TransformRows<Scalar>, _ plan: TransformPlan, _ filters: Span<Scalar>,
    streamsSignal: Bool = false
  ) {
    let taps = synthesisTaps(filters, plan)
    withPass(rows, plan, taps, streamsSignal: streamsSignal) { pass in
      for level in stride(from: pass.levels - 1, through: 0, by: -1) {
        pass.upsample(level, .forward)
      }
    }
  }

  @inline(__always)
  private func rows(
    _ signal: RowBufferName, _ bands: RowBufferName, _ plan: TransformPlan,
    _ lower: RowBufferName? = nil
  ) -> TransformRows<Scalar> {
    require(
      signal != bands && lower != signal && lower != bands,
      "A transform of the buffers \(signal), \(bands) and \(lower ?? signal)")
    let x = rows(signal, plan.signalRows)
    return TransformRows(
      signal: x,
      lower: lower.map { rows($0, plan.lowerRows) } ?? x + plan.length * kernels.lanes,
      bands: rows(bands, plan.coefficientCount))
  }
}
