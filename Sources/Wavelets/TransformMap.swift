import Kernels

/// The four maps of a transform, for what works alike for several of them.
enum TransformMap {
  case analysis, synthesis, analysisAdjoint, synthesisAdjoint
}

extension WaveletTransform {
  /// One of the maps of a batch of signals or coefficients.
  func apply(
    _ map: TransformMap, _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    switch map {
    case .analysis: analysis(input, into: &output, batch: batch, workspace: workspace)
    case .synthesis: synthesis(input, into: &output, batch: batch, workspace: workspace)
    case .analysisAdjoint:
      analysisAdjoint(input, into: &output, batch: batch, workspace: workspace)
    case .synthesisAdjoint:
      synthesisAdjoint(input, into: &output, batch: batch, workspace: workspace)
    }
  }
}
