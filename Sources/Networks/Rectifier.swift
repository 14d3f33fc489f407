public import StructuredLinear

/// The rectified linear unit, `max(0, x)`. NaN stays NaN.
public enum Rectifier {
  /// Sets what is below zero to zero.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public static func apply<Scalar: LayerScalar>(_ x: inout MutableSpan<Scalar>) {
    for i in 0..<x.count where x[i] < 0 { x[i] = 0 }
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
    for i in 0..<output.count where output[i] == 0 { gradient[i] = 0 }
  }
}
