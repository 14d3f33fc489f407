import Kernels
import LinearAlgebra

// In what follows the samples of a batch stand side by side: a tensor of theirs has the batch as its
// last index. Walks over the cores recurse, so that intermediates live as long as they are needed.

extension TensorTrainMap {
  /// Applies the cores from `k` down to the first, giving `[outputs, batch]`.
  func contract(
    _ k: Int, _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    _ workspace: Workspace<Scalar>
  ) {
    guard k > 0 else {
      products(k, input, into: &output, batch: batch, workspace)
      return
    }
    workspace.withScratch(batch * steps[k].outputCount) { next in
      products(k, input, into: &next, batch: batch, workspace)
      contract(k - 1, next.span, into: &output, batch: batch, workspace)
    }
  }

  /// Applies the transposes of the cores from the first up to `k` to a gradient `[batch, outputs]`.
  func contractTransposed(
    _ k: Int, _ outputGradient: Span<Scalar>, into result: inout MutableSpan<Scalar>, batch: Int,
    _ workspace: Workspace<Scalar>
  ) {
    workspace.withScratch(batch * steps[k].outputCount) { gradient in
      if k == 0 {
        BLAS.transpose(
          rows: batch, columns: outputCount, source: outputGradient, destination: &gradient)
      } else {
        contractTransposed(k - 1, outputGradient, into: &gradient, batch: batch, workspace)
      }
      transposedProducts(k, gradient.span, into: &result, batch: batch, workspace)
    }
  }

  /// Pulls a gradient `[batch, outputs]` back to what core `k` makes of `input`, adding the
  /// gradients of the cores up to `k` on the way.
  func pullBackBefore(
    _ k: Int, _ input: Span<Scalar>, _ outputGradient: Span<Scalar>,
    into gradient: inout MutableSpan<Scalar>, _ parameterGradient: inout MutableSpan<Scalar>,
    batch: Int, _ workspace: Workspace<Scalar>
  ) {
    if k == 0 {
      BLAS.transpose(
        rows: batch, columns: outputCount, source: outputGradient, destination: &gradient)
    } else {
      let before = batch * steps[k - 1].outputCount
      workspace.withScratch(batch * steps[k].outputCount, before) { next, nextGradient in
        products(k, input, into: &next, batch: batch, workspace)
        pullBackBefore(
          k - 1, next.span, outputGradient, into: &nextGradient, &parameterGradient, batch: batch,
          workspace)
        transposedProducts(k - 1, nextGradient.span, into: &gradient, batch: batch, workspace)
      }
    }
    addCoreGradient(k, input, gradient.span, to: &parameterGradient, batch: batch)
  }

  /// Adds `[inputs, batch]` to `[batch, inputs]`.
  func addColumns(
    _ columns: Span<Scalar>, to rows: inout MutableSpan<Scalar>, batch: Int,
    _ workspace: Workspace<Scalar>
  ) {
    workspace.withScratch(columns.count) { transposed in
      BLAS.transpose(
        rows: inputCount, columns: batch, source: columns, destination: &transposed)
      BLAS.axpy(alpha: 1, x: transposed.span, y: &rows)
    }
  }

  /// What core `k` makes of what it meets.
  private func products(
    _ k: Int, _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    _ workspace: Workspace<Scalar>
  ) {
    let step = steps[k]
    let width = step.after * batch
    if width == 1 {
      // Vectors side by side are a matrix.
      BLAS.gemm(
        transposeB: true, m: step.before, n: step.rows, k: step.columns, a: input,
        b: parameters.values.span.extracting(step.core), c: &output)
      return
    }
    withTransposed(step, workspace) { core in
      for index in 0..<step.before {
        var part = output._mutatingExtracting(step.output(index, width))
        BLAS.gemm(
          transposeA: true, m: step.rows, n: width, k: step.columns, a: core,
          b: input.extracting(step.input(index, width)), c: &part)
      }
    }
  }

  /// What the transpose of core `k` makes of a gradient.
  func transposedProducts(
    _ k: Int, _ gradient: Span<Scalar>, into result: inout MutableSpan<Scalar>, batch: Int,
    _ workspace: Workspace<Scalar>
  ) {
    let step = steps[k]
    let width = step.after * batch
    if width == 1 {
      withTransposed(step, workspace) { core in
        BLAS.gemm(
          transposeB: true, m: step.before, n: step.columns, k: step.rows, a: gradient, b: core,
          c: &result)
      }
      return
    }
    for index in 0..<step.before {
      var part = result._mutatingExtracting(step.input(index, width))
      BLAS.gemm(
        transposeA: true, m: step.columns, n: width, k: step.rows,
        a: parameters.values.span.extracting(step.core),
        b: gradient.extracting(step.output(index, width)), c: &part)
    }
  }

  /// A core transposed, `[columns, rows]`, as OpenBLAS allocates memory in some small products of
  /// matrices as they are.
  private func withTransposed(
    _ step: TensorTrainStep, _ workspace: Workspace<Scalar>, _ body: (Span<Scalar>) -> Void
  ) {
    workspace.withScratch(step.core.count) { transposed in
      BLAS.transpose(
        rows: step.rows, columns: step.columns,
        source: parameters.values.span.extracting(step.core), destination: &transposed)
      body(transposed.span)
    }
  }

  /// Adds the gradient of core `k`.
  private func addCoreGradient(
    _ k: Int, _ input: Span<Scalar>, _ gradient: Span<Scalar>,
    to parameterGradient: inout MutableSpan<Scalar>, batch: Int
  ) {
    let step = steps[k]
    let width = step.after * batch
    var part = parameterGradient._mutatingExtracting(step.core)
    if width == 1 {
      BLAS.gemm(
        transposeA: true, m: step.rows, n: step.columns, k: step.before, a: gradient, b: input,
        beta: 1, c: &part)
      return
    }
    for index in 0..<step.before {
      BLAS.gemm(
        transposeB: true, m: step.rows, n: step.columns, k: width,
        a: gradient.extracting(step.output(index, width)),
        b: input.extracting(step.input(index, width)), beta: 1, c: &part)
    }
  }
}

extension TensorTrainStep {
  /// Where the matrix of a combination of first indices is in what the core meets.
  fileprivate func input(_ index: Int, _ width: Int) -> Range<Int> {
    index * columns * width..<(index + 1) * columns * width
  }

  /// Where it is in what the core makes.
  fileprivate func output(_ index: Int, _ width: Int) -> Range<Int> {
    index * rows * width..<(index + 1) * rows * width
  }
}
