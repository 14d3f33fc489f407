import Kernels
import LinearAlgebra
import StructuredLinear

extension GatedRecurrentCell {
  /// The map of a gate, where sequences take its matrix in its place.
  private func matrixMap(_ index: Int) -> (any MatrixPullback<Scalar>)? {
    // The dense map in its place has no bias.
    guard let map = maps[index] as? any MatrixPullback<Scalar>, map.prefersMatrix,
      !map.parameters.entries.contains(where: { $0.role == .bias })
    else { return nil }
    return map
  }

  /// Puts a dense map in the place of each map that prefers its matrix. Returns whether there is one.
  mutating func writeMatrices(workspace: Workspace<Scalar>) -> Bool {
    var isChanged = false
    for index in maps.indices {
      guard let map = matrixMap(index) else { continue }
      var matrix = Matrix<Scalar>(rows: hiddenCount, columns: hiddenCount, repeating: 0)
      var elements = matrix.elements.mutableSpan
      map.writeMatrix(into: &elements, workspace: workspace)
      maps[index] = DenseMap(matrix)
      isChanged = true
    }
    return isChanged
  }

  /// The pullback of ``writeMatrices(workspace:)``.
  ///
  /// - Parameters:
  ///   - written: Gradient with respect to the parameters of the cell with dense maps.
  ///   - writtenLayout: Their layout.
  ///   - gradient: Receives the gradient with respect to this cell's parameters, added to what is
  ///     there.
  ///   - workspace: Buffers.
  func pullBackMatrices(
    _ written: Span<Scalar>, _ writtenLayout: Layout, gradient: inout MutableSpan<Scalar>,
    workspace: Workspace<Scalar>
  ) {
    let layout = layout
    for index in maps.indices {
      let own = written.extracting(writtenLayout.maps[index])
      var part = gradient._mutatingExtracting(layout.maps[index])
      if let map = matrixMap(index) {
        map.matrixPullback(own, parameterGradient: &part, workspace: workspace)
      } else {
        BLAS.axpy(alpha: 1, x: own, y: &part)
      }
    }
    // Input weights and offsets are the same in both.
    var part = gradient._mutatingExtracting(layout.inputWeights.lowerBound..<layout.count)
    BLAS.axpy(
      alpha: 1,
      x: written.extracting(writtenLayout.inputWeights.lowerBound..<writtenLayout.count), y: &part)
  }
}
