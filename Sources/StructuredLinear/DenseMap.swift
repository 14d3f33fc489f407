public import Kernels
public import LinearAlgebra

/// A dense layer, `y = W x + bias`, through OpenBLAS: the baseline.
///
/// Parameters: `weight` `[outputs, inputs]` and, with a bias, `bias` `[outputs]`.
public struct DenseMap<Scalar: LayerScalar>: SplitPullback {
  /// Features of an input sample.
  public let inputCount: Int
  /// Features of an output sample.
  public let outputCount: Int
  /// What can be learned.
  public var parameters = Parameters<Scalar>()

  private let weight: Range<Int>
  private let bias: Range<Int>?

  /// A layer whose weights and bias start uniform in ±1/√inputs.
  ///
  /// Traps for a size below 1.
  public init(
    inputs: Int, outputs: Int, bias hasBias: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) {
    requireSizes(inputs, outputs)
    let bound = 1 / Double(inputs).squareRoot()
    func uniform(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(Double.random(in: -bound...bound, using: &generator)) }
    }
    inputCount = inputs
    outputCount = outputs
    weight = parameters.append(
      "weight", shape: [outputs, inputs], role: .matrix, uniform(inputs * outputs))
    bias =
      hasBias
      ? parameters.append("bias", shape: [outputs], role: .bias, uniform(outputs)) : nil
  }

  /// A layer of a given matrix `[outputs, inputs]`, without a bias. Traps where that is empty.
  public init(_ matrix: Matrix<Scalar>) {
    requireSizes(matrix.columns, matrix.rows)
    inputCount = matrix.columns
    outputCount = matrix.rows
    weight = parameters.append(
      "weight", shape: [matrix.rows, matrix.columns], role: .matrix, matrix.elements)
    bias = nil
  }

  /// `Y = X Wᵀ + 1·biasᵀ`, for one sample `y = W x + bias`.
  public func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, output.count, batch: batch)
    let values = parameters.values.span
    multiply(
      values.extracting(weight), rows: outputCount, columns: inputCount, batch: batch, input,
      into: &output)
    if let bias { addBias(values.extracting(bias), to: &output, batch: batch) }
  }

  /// `dX += dY W`.
  public func adjoint(
    _ outputGradient: Span<Scalar>, addingTo inputGradient: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireShapes(inputGradient.count, outputGradient.count, batch: batch)
    multiplyTransposed(
      parameters.values.span.extracting(weight), rows: outputCount, columns: inputCount,
      batch: batch, outputGradient, beta: 1, into: &inputGradient)
  }

  /// `dW += dYᵀ X`, `dbias += dYᵀ 1`.
  public func parameterPullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    parameterGradient: inout MutableSpan<Scalar>, batch: Int, workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, outputGradient.count, batch: batch, parameterGradient.count)
    do {
      var gradient = parameterGradient._mutatingExtracting(weight)
      addOuterProducts(
        outputGradient, input, rows: outputCount, columns: inputCount, batch: batch, to: &gradient)
    }
    guard let bias else { return }
    var gradient = parameterGradient._mutatingExtracting(bias)
    addRows(of: outputGradient, to: &gradient, batch: batch)
  }
}

/// Traps for a layer without inputs or outputs.
func requireSizes(_ inputs: Int, _ outputs: Int) {
  guard inputs >= 1, outputs >= 1 else {
    fatalError("A layer of \(inputs) inputs and \(outputs) outputs: both have to be at least 1")
  }
}
