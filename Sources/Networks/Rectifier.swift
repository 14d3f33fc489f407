public import StructuredLinear

/// The rectified linear unit, `max(0, x)`. NaN stays NaN.
public enum Rectifier {
  /// Sets what is below zero to zero.
  public static func apply<Scalar: LayerScalar>(_ x: inout MutableSpan<Scalar>) {
    rectify(x._mutatingExtracting(0..<x.count))
  }

  /// The pullback: sets the gradient to zero where the output is zero.
  ///
  /// Traps for different counts.
  ///
  /// - Parameters:
  ///   - output: What ``apply(_:)`` has left.
  ///   - gradient: With respect to the output; becomes that with respect to the input.
  public static func pullback<Scalar: LayerScalar>(
    output: Span<Scalar>, gradient: inout MutableSpan<Scalar>
  ) {
    guard output.count == gradient.count else {
      fatalError("A gradient of \(gradient.count) for \(output.count) outputs")
    }
    mask(gradient._mutatingExtracting(0..<gradient.count), output)
  }

  // Without a branch, whose outcome could not be foreseen; and spans are consumed, so that the
  // compiler may use vectors.

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func rectify<Scalar: LayerScalar>(_ x: consuming MutableSpan<Scalar>) {
    let count = x.count
    for i in 0..<count {
      let value = x[unchecked: i]
      x[unchecked: i] = value < 0 ? 0 : value
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func mask<Scalar: LayerScalar>(
    _ gradient: consuming MutableSpan<Scalar>, _ output: Span<Scalar>
  ) {
    let count = gradient.count
    precondition(output.count == count)
    for i in 0..<count {
      let value = gradient[unchecked: i]
      gradient[unchecked: i] = output[unchecked: i] == 0 ? 0 : value
    }
  }
}
