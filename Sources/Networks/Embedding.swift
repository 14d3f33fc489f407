import LinearAlgebra
public import StructuredLinear

/// A learnable vector for each of a number of symbols.
///
/// ## Parameters
/// `weight` `[count, width]`.
public struct Embedding<Scalar: LayerScalar>: Sendable {
  /// How many symbols there are.
  public let count: Int
  /// Features of a vector.
  public let width: Int
  /// What can be learned.
  public var parameters = Parameters<Scalar>()

  /// Vectors of the standard normal distribution, as PyTorch's `Embedding` starts.
  ///
  /// Traps for a size below 1.
  public init(count: Int, width: Int, using generator: inout some RandomNumberGenerator) {
    guard count >= 1, width >= 1 else {
      fatalError("An embedding of \(count) vectors of \(width): both have to be at least 1")
    }
    self.count = count
    self.width = width
    parameters.append(
      "weight", shape: [count, width], role: .matrix,
      (0..<count * width).map { _ in Scalar(generator.normal()) })
  }

  /// The vectors of symbols, into the caller's memory. Allocates nothing.
  ///
  /// Traps for a count that does not fit and an index outside `0..<count`.
  ///
  /// - Parameters:
  ///   - indices: The symbols.
  ///   - output: Receives their vectors, row-major `[indices, width]`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func apply(_ indices: Span<Int>, into output: inout MutableSpan<Scalar>) {
    requireOutputs(output.count, indices: indices.count)
    let values = parameters.values.span
    for i in 0..<indices.count {
      let first = start(of: indices[i])
      for j in 0..<width { output[i * width + j] = values[first + j] }
    }
  }

  /// Adds the gradient of each output vector to that of its symbol. Allocates nothing.
  ///
  /// Traps as ``apply(_:into:)`` does and for a gradient that has not the parameters' layout.
  ///
  /// - Parameters:
  ///   - indices: The symbols.
  ///   - outputGradient: Gradient with respect to the output, `[indices, width]`.
  ///   - parameterGradient: Receives the gradient with respect to the parameters, added to what is
  ///     there.
  public func pullback(
    _ indices: Span<Int>, outputGradient: Span<Scalar>,
    parameterGradient: inout MutableSpan<Scalar>
  ) {
    requireOutputs(outputGradient.count, indices: indices.count)
    guard parameterGradient.count == parameters.count else {
      fatalError("A gradient of \(parameterGradient.count) for \(parameters.count) parameters")
    }
    for i in 0..<indices.count {
      let first = start(of: indices[i])
      var row = parameterGradient._mutatingExtracting(first..<first + width)
      BLAS.axpy(
        alpha: 1, x: outputGradient.extracting(i * width..<(i + 1) * width), y: &row)
    }
  }

  /// Where a symbol's vector starts.
  private func start(of index: Int) -> Int {
    guard index >= 0, index < count else {
      fatalError("Index \(index) for an embedding of \(count) vectors")
    }
    return index * width
  }

  private func requireOutputs(_ outputs: Int, indices: Int) {
    guard outputs == indices * width else {
      fatalError("\(outputs) outputs for \(indices) indices of an embedding of width \(width)")
    }
  }
}
