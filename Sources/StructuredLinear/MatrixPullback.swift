public import Kernels

/// A map that can be seen as its dense matrix for a while: where many products use the same parameters,
/// as all steps of a sequence do, products with the matrix may cost less than the map's own way.
///
/// The matrix is written before the first product, its gradient summed over all of them and then
/// pulled back once. That is the chain rule, so results differ by rounding errors alone.
public protocol MatrixPullback<Scalar>: LinearMap {
  /// Whether products with the matrix are expected to take less time than
  /// ``LinearMap/apply(_:into:batch:workspace:)`` and its pullback, whatever writing it costs.
  var prefersMatrix: Bool { get }

  /// Writes the matrix `[outputCount, inputCount]`, without the bias.
  func writeMatrix(into matrix: inout MutableSpan<Scalar>, workspace: Workspace<Scalar>)

  /// The pullback of ``writeMatrix(into:workspace:)``.
  ///
  /// - Parameters:
  ///   - matrixGradient: Gradient with respect to the matrix, `[outputCount, inputCount]`.
  ///   - parameterGradient: Receives the gradient with respect to the parameters, in their layout,
  ///     added to what is there. A bias gets nothing.
  ///   - workspace: Buffers.
  func matrixPullback(
    _ matrixGradient: Span<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    workspace: Workspace<Scalar>
  )
}

extension MatrixPullback {
  /// Traps where a matrix or its gradient is not the map's.
  func requireMatrix(_ count: Int) {
    guard count == outputCount * inputCount else {
      fatalError("\(count) scalars for a matrix of \(outputCount) × \(inputCount)")
    }
  }
}
