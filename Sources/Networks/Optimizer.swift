public import StructuredLinear

/// Changes parameters by their gradient, step after step.
///
/// Optimizers are values with PyTorch's definitions and defaults. They hold a state for a fixed number
/// of parameters.
public protocol Optimizer<Scalar>: Sendable {
  /// `Float` or `Double`.
  associatedtype Scalar: LayerScalar

  /// Parameters that it is for.
  var count: Int { get }
  /// What it remembers. Setting it traps for other names or counts.
  var state: OptimizerState<Scalar> { get set }

  /// Takes a step. Allocates nothing and uses one thread.
  ///
  /// Traps for other counts than ``count``.
  ///
  /// - Parameters:
  ///   - parameters: What is changed.
  ///   - gradient: The gradient of the loss with respect to them.
  ///   - rateFactor: What the learning rate is multiplied by in this step, as by ``Schedule``.
  mutating func step(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>, rateFactor: Double)
}

extension Optimizer {
  /// Takes a step at the learning rate itself.
  public mutating func step(_ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>) {
    step(&parameters, gradient: gradient, rateFactor: 1)
  }

  // What lets the compiler use vectors in updates: counts of spans are checked once, not in the loop;
  // spans are consumed and settings copied, as stores might change what lies in memory for all the
  // compiler knows; and roots are taken of magnitudes, of what is not negative anyway, as the root of
  // a negative number would have to report an error.

  /// Traps where the spans of a step do not fit.
  func requireCounts(_ parameters: Int, _ gradient: Int) {
    guard parameters == count, gradient == count else {
      fatalError(
        "\(parameters) parameters and a gradient of \(gradient) for an optimizer of \(count)")
    }
  }
}

/// Traps for a hyperparameter outside a range: unless said, for one that is negative or not finite.
func requireSetting(
  _ name: StaticString, _ value: Double,
  in range: ClosedRange<Double> = 0...Double.greatestFiniteMagnitude
) {
  guard range.contains(value) else {
    fatalError("An optimizer's \(name) is \(value), outside \(range)")
  }
}
