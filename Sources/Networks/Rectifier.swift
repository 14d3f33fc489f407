public import StructuredLinear

/// The rectified linear unit, `max(0, x)`. NaN stays NaN.
public enum Rectifier {
  /// Sets what is below zero to zero.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func apply<Scalar: LayerScalar>(_ x: inout MutableSpan<Scalar>) {
    // Without a branch, whose outcome could not be foreseen.
    for i in 0..<x.count { x[unchecked: i] = x[unchecked: i] < 0 ? 0 : x[unchecked: i] }
  }

  /// The pullback: sets the gradient to zero where the output is zero.
  ///
  /// Traps for different counts.
  ///
  /// - Parameters:
  ///   - output: What ``apply(_:)`` has left.
  ///   - gradient: With respect to the output; becomes that with respect to the input.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func pullback<Scalar: LayerScalar>(
    output: Span<Scalar>, gradient: inout MutableSpan<Scalar>
  ) {
    guard output.count == gradient.count else {
      fatalError("A gradient of \(gradient.count) for \(output.count) outputs")
    }
    for i in 0..<output.count {
      gradient[unchecked: i] = output[unchecked: i] == 0 ? 0 : gradient[unchecked: i]
    }
  }
}
