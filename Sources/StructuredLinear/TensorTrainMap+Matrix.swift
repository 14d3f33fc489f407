public import Kernels
import LinearAlgebra

// The product of the first k cores is kept as `[m_1⋯m_k, n_1⋯n_k, r_k]`: that of all of them is the
// matrix, as r_d = 1.

extension TensorTrainMap: MatrixPullback {
  /// Whether the cores' multiply-adds for a sample are at least a sixth of the matrix's.
  ///
  /// Their products are many small ones, and what passes between them is computed again on the way
  /// back.
  public var prefersMatrix: Bool {
    6 * steps.reduce(0) { $0 + $1.before * $1.rows * $1.columns * $1.after }
      >= inputCount * outputCount
  }

  /// Multiplies the cores, the first one first.
  public func writeMatrix(into matrix: inout MutableSpan<Scalar>, workspace: Workspace<Scalar>) {
    requireMatrix(matrix.count)
    let first = parameters.values.span.extracting(steps[0].core)
    if steps.count == 1 {
      BLAS.copy(x: first, y: &matrix)
    } else {
      extend(first, from: 1, into: &matrix, workspace)
    }
  }

  /// Multiplies the cores again, then walks back over the products.
  public func matrixPullback(
    _ matrixGradient: Span<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    workspace: Workspace<Scalar>
  ) {
    requireMatrix(matrixGradient.count)
    requireParameterGradient(parameterGradient.count)
    let core = steps[0].core
    if steps.count == 1 {
      var part = parameterGradient._mutatingExtracting(core)
      BLAS.axpy(alpha: 1, x: matrixGradient, y: &part)
      return
    }
    workspace.withScratch(core.count) { gradient in
      pullBackExtension(
        parameters.values.span.extracting(core), from: 1, matrixGradient, into: &gradient,
        &parameterGradient, workspace)
      var part = parameterGradient._mutatingExtracting(core)
      BLAS.axpy(alpha: 1, x: gradient.span, y: &part)
    }
  }

  /// The matrix, from the product of the cores before `k`.
  private func extend(
    _ product: Span<Scalar>, from k: Int, into matrix: inout MutableSpan<Scalar>,
    _ workspace: Workspace<Scalar>
  ) {
    guard k < steps.count - 1 else {
      multiply(product, k, into: &matrix, workspace)
      return
    }
    workspace.withScratch(productCount(k)) { next in
      multiply(product, k, into: &next, workspace)
      extend(next.span, from: k + 1, into: &matrix, workspace)
    }
  }

  /// Pulls the matrix's gradient back to the product of the cores before `k`, adding the gradients of
  /// the cores from `k` on the way.
  private func pullBackExtension(
    _ product: Span<Scalar>, from k: Int, _ matrixGradient: Span<Scalar>,
    into gradient: inout MutableSpan<Scalar>, _ parameterGradient: inout MutableSpan<Scalar>,
    _ workspace: Workspace<Scalar>
  ) {
    guard k < steps.count - 1 else {
      pullBackMultiplication(
        product, k, matrixGradient, into: &gradient, &parameterGradient, workspace)
      return
    }
    workspace.withScratch(productCount(k), productCount(k)) { next, nextGradient in
      multiply(product, k, into: &next, workspace)
      pullBackExtension(
        next.span, from: k + 1, matrixGradient, into: &nextGradient, &parameterGradient, workspace)
      pullBackMultiplication(
        product, k, nextGradient.span, into: &gradient, &parameterGradient, workspace)
    }
  }

  /// The product of the cores before `k` times core `k`.
  private func multiply(
    _ product: Span<Scalar>, _ k: Int, into next: inout MutableSpan<Scalar>,
    _ workspace: Workspace<Scalar>
  ) {
    let rank = ranks[k]
    let columns = steps[k].core.count / rank
    workspace.withScratch(next.count) { blocks in
      BLAS.gemm(
        m: product.count / rank, n: columns, k: rank, a: product,
        b: parameters.values.span.extracting(steps[k].core), c: &blocks)
      swapInner(
        blocks.span, into: &next, blocks: outputFactors[..<k].reduce(1, *),
        rows: inputFactors[..<k].reduce(1, *), columns: outputFactors[k],
        length: inputFactors[k] * ranks[k + 1])
    }
  }

  /// Adds the gradient of core `k` and gives that of the product of the cores before it.
  private func pullBackMultiplication(
    _ product: Span<Scalar>, _ k: Int, _ nextGradient: Span<Scalar>,
    into gradient: inout MutableSpan<Scalar>, _ parameterGradient: inout MutableSpan<Scalar>,
    _ workspace: Workspace<Scalar>
  ) {
    let step = steps[k]
    let rank = ranks[k]
    let columns = step.core.count / rank
    workspace.withScratch(nextGradient.count) { blocks in
      swapInner(
        nextGradient, into: &blocks, blocks: outputFactors[..<k].reduce(1, *),
        rows: outputFactors[k], columns: inputFactors[..<k].reduce(1, *),
        length: inputFactors[k] * ranks[k + 1])
      do {
        var part = parameterGradient._mutatingExtracting(step.core)
        BLAS.gemm(
          transposeA: true, m: rank, n: columns, k: product.count / rank, a: product,
          b: blocks.span, beta: 1, c: &part)
      }
      BLAS.gemm(
        transposeB: true, m: product.count / rank, n: rank, k: columns, a: blocks.span,
        b: parameters.values.span.extracting(step.core), c: &gradient)
    }
  }

  /// Scalars of the product of the cores up to `k`.
  private func productCount(_ k: Int) -> Int {
    outputFactors[...k].reduce(1, *) * inputFactors[...k].reduce(1, *) * ranks[k + 1]
  }
}

/// `[blocks, rows, columns, length]` as `[blocks, columns, rows, length]`.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
private func swapInner<Scalar: LayerScalar>(
  _ source: Span<Scalar>, into target: inout MutableSpan<Scalar>, blocks: Int, rows: Int,
  columns: Int, length: Int
) {
  var start = 0
  for block in 0..<blocks {
    for column in 0..<columns {
      for row in 0..<rows {
        let from = ((block * rows + row) * columns + column) * length
        for i in 0..<length { target[start + i] = source[from + i] }
        start += length
      }
    }
  }
}
