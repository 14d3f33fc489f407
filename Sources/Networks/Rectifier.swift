public import Kernels
public import StructuredLinear

/// The rectified linear unit, `max(0, x)`. NaN stays NaN.
public enum Rectifier {
  /// Sets what is below zero to zero.
  public static func apply<Scalar: LayerScalar>(
    _ x: inout MutableSpan<Scalar>, instructionSet: InstructionSet = .current
  ) {
    Elementwise.rectify(&x, instructionSet: instructionSet)
  }

  /// The pullback: sets the gradient to zero where the output is zero.
  ///
  /// Traps for different counts.
  ///
  /// - Parameters:
  ///   - output: What ``apply(_:instructionSet:)`` has left.
  ///   - gradient: With respect to the output; becomes that with respect to the input.
  ///   - instructionSet: Which kernels run.
  public static func pullback<Scalar: LayerScalar>(
    output: Span<Scalar>, gradient: inout MutableSpan<Scalar>,
    instructionSet: InstructionSet = .current
  ) {
    Elementwise.mask(&gradient, whereZero: output, instructionSet: instructionSet)
  }
}
