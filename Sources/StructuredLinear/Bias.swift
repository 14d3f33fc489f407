import LinearAlgebra

/// Adds a bias to each sample of a batch of outputs.
func addBias<Scalar: LayerScalar>(
  _ bias: Span<Scalar>, to output: inout MutableSpan<Scalar>, batch: Int
) {
  for sample in 0..<batch {
    var row = output._mutatingExtracting(sample * bias.count..<(sample + 1) * bias.count)
    BLAS.axpy(alpha: 1, x: bias, y: &row)
  }
}

/// Adds the samples of a batch of output gradients to a bias's gradient.
func addRows<Scalar: LayerScalar>(
  of outputGradient: Span<Scalar>, to gradient: inout MutableSpan<Scalar>, batch: Int
) {
  let count = gradient.count
  for sample in 0..<batch {
    BLAS.axpy(
      alpha: 1, x: outputGradient.extracting(sample * count..<(sample + 1) * count), y: &gradient)
  }
}
