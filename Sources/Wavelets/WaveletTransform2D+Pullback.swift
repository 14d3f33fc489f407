public import Kernels

/// Gradients of a loss ℓ with respect to what a transform was applied to, and to the taps, which
/// rows, columns and levels share.
extension WaveletTransform2D {
  /// The pullback of ``analysis(_:into:batch:workspace:)`` at `matrices`, which is computed again.
  ///
  /// Traps where a count does not fit.
  ///
  /// - Parameters:
  ///   - matrices: What was analysed, `[batch, rows, columns]`.
  ///   - coefficientGradient: ∂ℓ/∂coefficients, `[batch, coefficientCount]`.
  ///   - matrixGradient: Receives ∂ℓ/∂matrices, `[batch, rows, columns]`.
  ///   - filterGradient: Receives ∂ℓ/∂taps, in the order of ``FilterBank/elements``, summed over the
  ///     batch and added to what is there. Synthesis filters get nothing.
  ///   - batch: Matrices.
  ///   - workspace: Buffers, kernels and threads.
  public func analysisPullback(
    _ matrices: Span<Scalar>, coefficientGradient: Span<Scalar>,
    matrixGradient: inout MutableSpan<Scalar>, filterGradient: inout MutableSpan<Scalar>,
    batch: Int = 1, workspace: Workspace<Scalar>
  ) {
    requireCounts(matrices.count, coefficientGradient.count, batch)
    requireCounts(matrixGradient.count, coefficientGradient.count, batch)
    bank.requireGradient(filterGradient.count)
    let most = samplesAtOnce(batch, size: splitSize)
    workspace.withScratch(most * splitSize, most * splitSize) { first, second in
      workspace.withScratch(most * deepest.rowSplitEnd, most * deepest.matrixEnd) {
        rowSplits, lower in
        workspace.withScratch(most * approximationSize) { approximations in
          forEachChunk(of: batch, size: splitSize) { chunk in
            let input = matrices.extracting(chunk.elements(of: plan.shape.count))
            keepSplits(input, &first, &second, &rowSplits, &lower, chunk.count, workspace)
            for level in stride(from: steps.count - 1, through: 0, by: -1) {
              let step = steps[level]
              for index in 0..<chunk.count {
                load(
                  step, coefficientGradient, (chunk.lowerBound + index) * coefficientCount,
                  level + 1 == steps.count ? nil : index, approximations.span, &second,
                  into: &first, at: index)
              }
              let split = rowSplits.span.extracting(step.rowSplits(chunk.count))
              if level == 0 {
                var part = matrixGradient._mutatingExtracting(
                  chunk.elements(of: plan.shape.count))
                splitPullback(
                  step, input, split, &first, &second, into: &part, &filterGradient, chunk.count,
                  workspace)
              } else {
                var part = approximations._mutatingExtracting(0..<chunk.count * step.shape.count)
                splitPullback(
                  step, lower.span.extracting(step.matrices(chunk.count)), split, &first, &second,
                  into: &part, &filterGradient, chunk.count, workspace)
              }
            }
          }
        }
      }
    }
  }

  /// The pullback of ``synthesis(_:into:batch:workspace:)`` at `coefficients`, which is computed
  /// again.
  ///
  /// Traps where a count does not fit.
  ///
  /// - Parameters:
  ///   - coefficients: What matrices were made of, `[batch, coefficientCount]`.
  ///   - matrixGradient: ∂ℓ/∂matrices, `[batch, rows, columns]`.
  ///   - coefficientGradient: Receives ∂ℓ/∂coefficients, `[batch, coefficientCount]`.
  ///   - filterGradient: Receives ∂ℓ/∂taps, in the order of ``FilterBank/elements``, summed over the
  ///     batch and added to what is there. Analysis filters get nothing.
  ///   - batch: Matrices.
  ///   - workspace: Buffers, kernels and threads.
  public func synthesisPullback(
    _ coefficients: Span<Scalar>, matrixGradient: Span<Scalar>,
    coefficientGradient: inout MutableSpan<Scalar>, filterGradient: inout MutableSpan<Scalar>,
    batch: Int = 1, workspace: Workspace<Scalar>
  ) {
    requireCounts(matrixGradient.count, coefficients.count, batch)
    requireCounts(matrixGradient.count, coefficientGradient.count, batch)
    bank.requireGradient(filterGradient.count)
    let most = samplesAtOnce(batch, size: splitSize)
    workspace.withScratch(most * splitSize, most * splitSize) { first, second in
      workspace.withScratch(most * deepest.rowSplitEnd, most * deepest.bothSplitEnd) {
        rowSplits, bothSplits in
        workspace.withScratch(most * approximationSize) { approximations in
          forEachChunk(of: batch, size: splitSize) { chunk in
            keepJoins(
              coefficients, chunk, &second, &rowSplits, &bothSplits, &approximations, workspace)
            for level in 0..<steps.count {
              let step = steps[level]
              let row = rowSplits.span.extracting(step.rowSplits(chunk.count))
              let both = bothSplits.span.extracting(step.bothSplits(chunk.count))
              if level == 0 {
                joinPullback(
                  step, row, both, matrixGradient.extracting(chunk.elements(of: step.shape.count)),
                  &first, &second, &filterGradient, chunk.count, workspace)
              } else {
                joinPullback(
                  step, row, both,
                  approximations.span.extracting(0..<chunk.count * step.shape.count), &first,
                  &second, &filterGradient, chunk.count, workspace)
              }
              for index in 0..<chunk.count {
                let place = index * step.bothSplitSize..<(index + 1) * step.bothSplitSize
                store(
                  step, first.span.extracting(place), &second, into: &coefficientGradient,
                  (chunk.lowerBound + index) * coefficientCount,
                  level + 1 == steps.count ? nil : index, &approximations)
              }
            }
          }
        }
      }
    }
  }

  /// Not `last`, which allocates in unoptimised code.
  private var deepest: Step2D<Scalar> { steps[steps.count - 1] }
}
