import Kernels
import LinearAlgebra
import StructuredLinear

/// Uniform numbers, the same on every run.
func randomElements<T: LayerScalar>(
  _ count: Int, seed: UInt64, in range: ClosedRange<Double> = -1...1
) -> [T] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in T(Double.random(in: range, using: &generator)) }
}

extension LinearMap {
  /// What the map makes of a batch, in memory that held something else before.
  func outputs(_ x: [Scalar], batch: Int, _ workspace: Workspace<Scalar>) -> [Scalar] {
    var y = [Scalar](repeating: .nan, count: batch * outputCount)
    var span = y.mutableSpan
    apply(x.span, into: &span, batch: batch, workspace: workspace)
    return y
  }

  /// What a pullback adds to gradients that hold `start`.
  func gradients(
    _ x: [Scalar], _ dy: [Scalar], batch: Int, _ workspace: Workspace<Scalar>, start: Scalar = 0
  ) -> Gradients<Scalar> {
    var result = Gradients(
      input: [Scalar](repeating: start, count: x.count),
      parameters: [Scalar](repeating: start, count: parameters.count))
    pullBack(x, dy, batch: batch, workspace, into: &result)
    return result
  }

  func pullBack(
    _ x: [Scalar], _ dy: [Scalar], batch: Int, _ workspace: Workspace<Scalar>,
    into gradients: inout Gradients<Scalar>
  ) {
    var (dx, dw) = (gradients.input, gradients.parameters)
    var input = dx.mutableSpan
    var parameters = dw.mutableSpan
    pullback(
      x.span, outputGradient: dy.span, inputGradient: &input, parameterGradient: &parameters,
      batch: batch, workspace: workspace)
    gradients = Gradients(input: dx, parameters: dw)
  }

  /// Gives the parameters values that no start has: diagonals around ±1, biases around 0, filters
  /// moved a little.
  mutating func randomizeParameters(seed: UInt64) {
    var changed = parameters
    var generator = SplitMix64(seed: seed)
    for entry in changed.entries {
      for i in entry.range {
        let uniform = Double.random(in: -1...1, using: &generator)
        switch entry.role {
        case .diagonal: changed.values[i] = Scalar(uniform + (uniform < 0 ? -0.5 : 0.5))
        case .filters: changed.values[i] += Scalar(uniform / 16)
        case .matrix, .bias: changed.values[i] = Scalar(uniform)
        }
      }
    }
    parameters = changed
  }
}

struct Gradients<Scalar: LayerScalar>: Equatable {
  var input: [Scalar]
  var parameters: [Scalar]
}

/// Bit patterns, for comparisons that tell 0 from −0 and let NaN equal itself.
func bits<T: LayerScalar>(_ x: [T]) -> [UInt64] { x.map { Double($0).bitPattern } }

/// The largest |actual − expected| as a multiple of what is allowed; infinite where NaN is.
///
/// - Parameters:
///   - actual: What was computed.
///   - expected: What it should be, in Double.
///   - magnitude: What rounding errors are relative to, element by element.
///   - roundings: How many roundings an element may have gone through.
func excess<T: LayerScalar>(
  _ actual: [T], _ expected: [Double], magnitude: [Double], roundings: Int
) -> Double {
  guard actual.count == expected.count, actual.count == magnitude.count else { return .infinity }
  let allowed = Double(4 * roundings) * Double(T.ulpOfOne)
  var largest = 0.0
  for i in actual.indices {
    let difference = abs(Double(actual[i]) - expected[i])
    if difference.isNaN { return .infinity }
    if difference > 0 { largest = max(largest, difference / (allowed * magnitude[i])) }
  }
  return largest
}
