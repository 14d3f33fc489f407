import LinearAlgebra

// A product with one sample reads the matrix once either way, but `gemm` would pack it first.

/// `Y ← X Wᵀ + β Y`: a matrix `[rows, columns]` applied to each sample.
func multiply<Scalar: LayerScalar>(
  _ matrix: Span<Scalar>, rows: Int, columns: Int, batch: Int, _ input: Span<Scalar>,
  beta: Scalar = 0, into output: inout MutableSpan<Scalar>
) {
  if batch == 1 {
    BLAS.gemv(m: rows, n: columns, a: matrix, x: input, beta: beta, y: &output)
  } else {
    BLAS.gemm(
      transposeB: true, m: batch, n: rows, k: columns, a: input, b: matrix, beta: beta, c: &output)
  }
}

/// `X ← Y W + β X`: the transpose of a matrix `[rows, columns]` applied to each sample.
func multiplyTransposed<Scalar: LayerScalar>(
  _ matrix: Span<Scalar>, rows: Int, columns: Int, batch: Int, _ input: Span<Scalar>,
  beta: Scalar = 0, into output: inout MutableSpan<Scalar>
) {
  if batch == 1 {
    BLAS.gemv(
      transpose: true, m: rows, n: columns, a: matrix, x: input, beta: beta, y: &output)
  } else {
    BLAS.gemm(m: batch, n: columns, k: rows, a: input, b: matrix, beta: beta, c: &output)
  }
}

/// `W ← W + Yᵀ X`: the gradient of a matrix `[rows, columns]`, summed over the samples.
func addOuterProducts<Scalar: LayerScalar>(
  _ outputGradient: Span<Scalar>, _ input: Span<Scalar>, rows: Int, columns: Int, batch: Int,
  to gradient: inout MutableSpan<Scalar>
) {
  if batch == 1 {
    BLAS.ger(m: rows, n: columns, x: outputGradient, y: input, a: &gradient)
  } else {
    BLAS.gemm(
      transposeA: true, m: rows, n: columns, k: batch, a: outputGradient, b: input, beta: 1,
      c: &gradient)
  }
}
