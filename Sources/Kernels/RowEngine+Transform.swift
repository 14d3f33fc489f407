// The four maps of a wavelet transform on the rows of a panel or a signal: analysis, synthesis and
// the pullbacks of both. A filter bank is a span of four filters, [analysis low, analysis high,
// synthesis low, synthesis high], each of `plan.taps` taps. A pullback works in place: it
// overwrites the low and high bands of the forward pass, level by level, once it has used them for
// the gradient of the taps.

extension RowEngine {
  /// Splits the signal in `signal` into bands in the coefficient buffer `bands`.
  ///
  /// Leaves each level's extended signal in place, for ``analysisPullback``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func analysis(
    _ signal: RowBufferName, into bands: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    let taps = analysisTaps(filters, plan)
    let x = rows(signal, plan.signalRows)
    let y = rows(bands, plan.coefficientRows)
    for level in 0..<plan.levels {
      extend(x, level: level, plan: plan, oddRow: .repeated)
      downsample(x, y, level, plan, taps)
    }
  }

  /// Puts the bands in `bands` together into the signal in `signal`.
  ///
  /// Leaves each level's low band in place, for ``synthesisPullback``.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func synthesis(
    _ bands: RowBufferName, into signal: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    let taps = synthesisTaps(filters, plan)
    let x = rows(signal, plan.signalRows)
    let y = rows(bands, plan.coefficientRows)
    for level in (0..<plan.levels).reversed() { upsample(x, y, level, plan, taps) }
  }

  /// The adjoint of ``analysis`` and, where asked for, the gradient of its taps.
  ///
  /// - Parameters:
  ///   - bands: The gradient with respect to the bands; its margins are overwritten.
  ///   - signal: The signal buffer as the analysis left it; receives the gradient with respect to
  ///     the signal. Without a gradient of the taps its contents do not matter.
  ///   - plan: The plan of both.
  ///   - filters: The filter bank.
  ///   - gradient: The gradient of the filter bank, added to.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func analysisPullback(
    _ bands: RowBufferName, into signal: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>, gradient: inout MutableSpan<Scalar>
  ) {
    let length = plan.taps
    requireFilters(gradient.count, plan)
    let taps = analysisTaps(filters, plan)
    let sums = taps + 2 * length
    sums.update(repeating: 0, count: 2 * length)
    let x = rows(signal, plan.signalRows)
    let y = rows(bands, plan.coefficientRows)
    for level in (0..<plan.levels).reversed() {
      correlate(x, y, level, plan, sums)
      upsample(x, y, level, plan, taps)
      foldOddRow(x, level, plan)
    }
    for j in 0..<length {
      gradient[j] += sums[length - 1 - j]
      gradient[length + j] += sums[2 * length - 1 - j]
    }
  }

  /// The adjoint of ``analysis`` alone, for constant filters.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func analysisAdjoint(
    _ bands: RowBufferName, into signal: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    let taps = analysisTaps(filters, plan)
    let x = rows(signal, plan.signalRows)
    let y = rows(bands, plan.coefficientRows)
    for level in (0..<plan.levels).reversed() {
      upsample(x, y, level, plan, taps)
      foldOddRow(x, level, plan)
    }
  }

  /// The adjoint of ``synthesis`` and, where asked for, the gradient of its taps.
  ///
  /// - Parameters:
  ///   - signal: The gradient with respect to the signal, in the buffer as the synthesis left it.
  ///   - bands: The bands as the synthesis had them; receives the gradient with respect to them.
  ///   - plan: The plan of both.
  ///   - filters: The filter bank.
  ///   - gradient: The gradient of the filter bank, added to.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func synthesisPullback(
    _ signal: RowBufferName, into bands: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>, gradient: inout MutableSpan<Scalar>
  ) {
    let length = plan.taps
    requireFilters(gradient.count, plan)
    let taps = synthesisTaps(filters, plan)
    let sums = taps + 2 * length
    sums.update(repeating: 0, count: 2 * length)
    let x = rows(signal, plan.signalRows)
    let y = rows(bands, plan.coefficientRows)
    for level in 0..<plan.levels {
      extend(x, level: level, plan: plan, oddRow: .zero)
      correlate(x, y, level, plan, sums)
      downsample(x, y, level, plan, taps)
    }
    for j in 0..<2 * length { gradient[2 * length + j] += sums[j] }
  }

  /// The adjoint of ``synthesis`` alone, for constant filters.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func synthesisAdjoint(
    _ signal: RowBufferName, into bands: RowBufferName, _ plan: TransformPlan,
    filters: Span<Scalar>
  ) {
    let taps = synthesisTaps(filters, plan)
    let x = rows(signal, plan.signalRows)
    let y = rows(bands, plan.coefficientRows)
    for level in 0..<plan.levels {
      extend(x, level: level, plan: plan, oddRow: .zero)
      downsample(x, y, level, plan, taps)
    }
  }
}
