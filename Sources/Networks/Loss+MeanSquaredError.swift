public import StructuredLinear

extension Loss {
  /// The mean over all elements of `(output − target)²`.
  ///
  /// Traps for different counts or none.
  ///
  /// - Parameters:
  ///   - output: What a model gave.
  ///   - target: What it should have given.
  ///   - gradient: Receives the gradient with respect to the output, in place of what is there.
  /// - Returns: The loss, summed in Double.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  @discardableResult
  public static func meanSquaredError<Scalar: LayerScalar>(
    _ output: Span<Scalar>, target: Span<Scalar>, gradient: inout MutableSpan<Scalar>
  ) -> Double {
    guard gradient.count == output.count else {
      fatalError("A gradient of \(gradient.count) for \(output.count) outputs")
    }
    let loss = meanSquaredError(output, target: target)
    let factor = Scalar(2 / Double(output.count))
    for i in 0..<output.count { gradient[i] = factor * (output[i] - target[i]) }
    return loss
  }

  /// The mean over all elements of `(output − target)²`, without a gradient.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func meanSquaredError<Scalar: LayerScalar>(
    _ output: Span<Scalar>, target: Span<Scalar>
  ) -> Double {
    guard output.count == target.count, !output.isEmpty else {
      fatalError("The error of \(output.count) outputs to \(target.count) targets")
    }
    var sum = 0.0
    for i in 0..<output.count {
      let difference = Double(output[i]) - Double(target[i])
      sum += difference * difference
    }
    return sum / Double(output.count)
  }
}
