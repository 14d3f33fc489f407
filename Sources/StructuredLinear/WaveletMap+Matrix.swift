public import Kernels
import LinearAlgebra

extension WaveletMap: MatrixPullback {
  /// How many multiply-adds with a matrix, there and back, take the time of one of a transform, whose
  /// rows are read and written level by level and on the way back once more.
  private static var matrixSpeed: Int { 2 }

  /// Small maps with long filters or many levels: a matrix has fewer multiply-adds than their
  /// transforms, or few more.
  public var prefersMatrix: Bool {
    let bands = plan.coefficientCount - plan.lengths[plan.levels]
    let terms = blocks[0].sum?.terms ?? 1
    let products = (4 * plan.taps * bands + (terms - 1) * plan.coefficientCount) * blocks.count
    return inputCount * outputCount <= Self.matrixSpeed * products
  }

  /// Applies the map to each basis vector.
  public func writeMatrix(into matrix: inout MutableSpan<Scalar>, workspace: Workspace<Scalar>) {
    requireMatrix(matrix.count)
    let map = withoutBias
    workspace.withScratch(inputCount * inputCount, matrix.count) { basis, columns in
      writeBasis(&basis)
      map.apply(basis.span, into: &columns, batch: inputCount, workspace: workspace)
      BLAS.transpose(
        rows: inputCount, columns: outputCount, source: columns.span, destination: &matrix)
    }
  }

  /// The pullback at each basis vector.
  public func matrixPullback(
    _ matrixGradient: Span<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    workspace: Workspace<Scalar>
  ) {
    requireMatrix(matrixGradient.count)
    requireParameterGradient(parameterGradient.count)
    guard let bias else {
      pullBackMatrix(matrixGradient, &parameterGradient, workspace)
      return
    }
    workspace.withScratch(bias.count) { before in
      for i in 0..<bias.count { before[i] = parameterGradient[bias.lowerBound + i] }
      pullBackMatrix(matrixGradient, &parameterGradient, workspace)
      for i in 0..<bias.count { parameterGradient[bias.lowerBound + i] = before[i] }
    }
  }

  private func pullBackMatrix(
    _ matrixGradient: Span<Scalar>, _ parameterGradient: inout MutableSpan<Scalar>,
    _ workspace: Workspace<Scalar>
  ) {
    workspace.withScratch(inputCount * inputCount, matrixGradient.count) { basis, columns in
      writeBasis(&basis)
      BLAS.transpose(
        rows: outputCount, columns: inputCount, source: matrixGradient, destination: &columns)
      // What the basis gets is not needed, but added to.
      workspace.withScratch(inputCount * inputCount) { rest in
        for i in 0..<rest.count { rest[i] = 0 }
        pullback(
          basis.span, outputGradient: columns.span, inputGradient: &rest,
          parameterGradient: &parameterGradient, batch: inputCount, workspace: workspace)
      }
    }
  }

  /// Writes the identity.
  private func writeBasis(_ basis: inout MutableSpan<Scalar>) {
    for i in 0..<basis.count { basis[i] = 0 }
    for i in 0..<inputCount { basis[i * inputCount + i] = 1 }
  }
}
