import Kernels
import NaiveReference
import Testing
import Wavelets

extension ExtensionMode {
  /// Whether rows beyond the ends are sums with factors beyond ±1.
  var enlarges: Bool { self == .smooth || self == .antireflect }
}

/// The four maps of a transform.
enum Map: CaseIterable {
  case analysis, synthesis, analysisAdjoint, synthesisAdjoint

  var isFromSignals: Bool { self == .analysis || self == .synthesisAdjoint }

  /// The map of a batch in Double, by loops.
  func naive(_ transform: NaiveTransform, _ x: [Double]) -> [Double] {
    let zeros = [Double](
      repeating: 0, count: isFromSignals ? transform.coefficientCount : transform.lengths[0])
    return eachSample(of: x, isFromSignals ? transform.lengths[0] : transform.coefficientCount) {
      switch self {
      case .analysis: transform.analysis($0)
      case .synthesis: transform.synthesis($0)
      case .analysisAdjoint: transform.analysisPullback(zeros, $0).signal
      case .synthesisAdjoint: transform.synthesisPullback(zeros, $0).coefficients
      }
    }
  }

  /// What the rounding errors of a map are relative to: ‖x‖, but the norm of the sizes of all products
  /// where an extension enlarges samples before sums cancel.
  func roundingScale(_ transform: NaiveTransform, _ x: [Double]) -> Double {
    transform.mode.enlarges ? norm(naive(transform.magnitude, x.map(abs))) : norm(x)
  }

  /// The map of a batch into guarded memory.
  func apply<Scalar: KernelScalar>(
    _ transform: WaveletTransform<Scalar>, _ x: [Scalar], batch: Int,
    _ workspace: Workspace<Scalar>, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Scalar] {
    let count = isFromSignals ? transform.coefficientCount : transform.plan.length
    let output = GuardedMemory<Scalar>(batch * count)
    output.withSpan { y in
      switch self {
      case .analysis: transform.analysis(x.span, into: &y, batch: batch, workspace: workspace)
      case .synthesis: transform.synthesis(x.span, into: &y, batch: batch, workspace: workspace)
      case .analysisAdjoint:
        transform.analysisAdjoint(x.span, into: &y, batch: batch, workspace: workspace)
      case .synthesisAdjoint:
        transform.synthesisAdjoint(x.span, into: &y, batch: batch, workspace: workspace)
      }
    }
    #expect(output.isIntact, "written out of bounds", sourceLocation: sourceLocation)
    return output.scalars
  }
}
