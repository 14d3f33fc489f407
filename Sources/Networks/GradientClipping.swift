import LinearAlgebra
public import StructuredLinear

/// Scales a gradient down to a Euclidean norm where it is longer: by `min(1, maximum / (norm + 1e-6))`,
/// as PyTorch's `clip_grad_norm_`.
///
/// A gradient that is not finite is left without a finite element that is not zero; its norm tells.
/// Traps for a maximum that is not above 0.
///
/// - Returns: The norm before.
@discardableResult
public func clipGradientNorm<Scalar: LayerScalar>(
  _ gradient: inout MutableSpan<Scalar>, to maximum: Double
) -> Double {
  guard maximum > 0 else { fatalError("A gradient's norm is clipped above 0, not at \(maximum)") }
  let norm = Double(BLAS.nrm2(x: gradient.span))
  let factor = maximum / (norm + 1e-6)
  // NaN passes, so that a broken gradient does not look sound.
  if factor >= 1 { return norm }
  BLAS.scal(alpha: Scalar(factor), x: &gradient)
  return norm
}
