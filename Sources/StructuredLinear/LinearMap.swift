public import Kernels
public import LinearAlgebra

/// A matrix that is applied without being written out, with parameters that can be learned.
///
/// Cells and models hold maps and never ask which kind. A map is a value: copies are independent.
///
/// ## Shapes
/// Inputs are row-major `[batch, inputCount]`, outputs `[batch, outputCount]`. Every function traps,
/// with both values in the message, where a count does not fit.
public protocol LinearMap<Scalar>: Sendable {
  /// `Float` or `Double`.
  associatedtype Scalar: LayerScalar

  /// Features of an input sample.
  var inputCount: Int { get }
  /// Features of an output sample.
  var outputCount: Int { get }
  /// What can be learned. The count of its values is the exact number of weights.
  var parameters: Parameters<Scalar> { get set }

  /// `y = W x (+ bias)` for each sample, into the caller's memory.
  ///
  /// Allocates nothing once the workspace is warm and uses one thread.
  func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  )

  /// The pullback of ``apply(_:into:batch:workspace:)`` at `input`.
  ///
  /// - Parameters:
  ///   - input: What the map was applied to.
  ///   - outputGradient: Gradient of the loss with respect to the output.
  ///   - inputGradient: Receives the gradient with respect to the input, added to what is there.
  ///   - parameterGradient: Receives the gradient with respect to the parameters, in their layout,
  ///     summed over the batch and added to what is there.
  ///   - batch: Samples.
  ///   - workspace: Buffers, kernels and threads.
  func pullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    inputGradient: inout MutableSpan<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  )

  /// What the map adds to the objective: the wavelet loss where filters are learned, else 0.
  var auxiliaryLoss: Scalar { get }

  /// Adds `weight` times the gradient of ``auxiliaryLoss`` to a gradient in the parameters' layout.
  func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>)

  /// Before a training step: draws what the map leaves to chance while it is trained, such as the
  /// masks of dropout.
  mutating func resample(using generator: inout some RandomNumberGenerator)

  /// Before evaluation: leaves nothing to chance until the next ``resample(using:)``.
  mutating func removeMask()
}

/// A map whose pullback can be taken in two parts, because the second costs less per sample when it
/// is taken for many samples at once: for a dense matrix it is one large matrix product.
///
/// Back-propagation through time calls the first part at each step and the second once.
public protocol SplitPullback<Scalar>: LinearMap {
  /// The first part: adds `Wᵀ·outputGradient` to `inputGradient`, for each sample.
  func adjoint(
    _ outputGradient: Span<Scalar>, addingTo inputGradient: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  )

  /// The second part: adds the gradient with respect to the parameters, summed over the samples.
  func parameterPullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    parameterGradient: inout MutableSpan<Scalar>, batch: Int, workspace: Workspace<Scalar>
  )
}

extension SplitPullback {
  /// Both parts, one after the other.
  public func pullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    inputGradient: inout MutableSpan<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    adjoint(outputGradient, addingTo: &inputGradient, batch: batch, workspace: workspace)
    parameterPullback(
      input, outputGradient: outputGradient, parameterGradient: &parameterGradient, batch: batch,
      workspace: workspace)
  }
}

extension LinearMap {
  /// Nothing is left to chance.
  public mutating func resample(using generator: inout some RandomNumberGenerator) {}

  /// There is no mask.
  public mutating func removeMask() {}

  /// Zero: nothing to add.
  public var auxiliaryLoss: Scalar { 0 }

  /// Nothing to add.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {
    requireParameterGradient(parameterGradient.count)
  }

  /// The exact number of weights.
  public var weightCount: Int { parameters.count }

  /// The map applied to each row of a matrix.
  public func callAsFunction(
    _ input: Matrix<Scalar>, workspace: Workspace<Scalar> = Workspace()
  ) -> Matrix<Scalar> {
    var output = Matrix<Scalar>(rows: input.rows, columns: outputCount, repeating: 0)
    var elements = output.elements.mutableSpan
    guard input.columns == inputCount else {
      fatalError("A matrix of \(input.columns) columns for a map of \(inputCount) inputs")
    }
    apply(input.elements.span, into: &elements, batch: input.rows, workspace: workspace)
    return output
  }

  /// The map applied to a batch of samples, one after the other.
  public func callAsFunction(
    _ input: [Scalar], workspace: Workspace<Scalar> = Workspace()
  ) -> [Scalar] {
    guard inputCount > 0, input.count.isMultiple(of: inputCount) else {
      fatalError("\(input.count) scalars are no batch of \(inputCount) features")
    }
    let batch = input.count / inputCount
    return self(Matrix(rows: batch, columns: inputCount, elements: input), workspace: workspace)
      .elements
  }

  /// The dense matrix `[outputCount, inputCount]` that the map stands for, without its bias: what
  /// it makes of each basis vector.
  public func materialized(workspace: Workspace<Scalar> = Workspace()) -> Matrix<Scalar> {
    withoutBias(.identity(inputCount), workspace: workspace).transposed()
  }

  /// The map with offsets of zero: what is linear of it.
  var withoutBias: Self {
    var parameters = parameters
    for entry in parameters.entries where entry.role == .bias {
      for i in entry.range { parameters.values[i] = 0 }
    }
    // All at once: a map may compute something of its parameters wherever they change.
    var linear = self
    linear.parameters = parameters
    return linear
  }

  /// Traps where the spans of a call do not fit the map.
  func requireShapes(
    _ input: Int, _ output: Int, batch: Int, _ parameterGradient: Int? = nil
  ) {
    guard batch >= 0, input == batch * inputCount, output == batch * outputCount else {
      fatalError(
        "\(input) inputs and \(output) outputs for a batch of \(batch) and a map of "
          + "\(outputCount) × \(inputCount)")
    }
    if let parameterGradient { requireParameterGradient(parameterGradient) }
  }

  /// Traps where a gradient has not the parameters' layout.
  func requireParameterGradient(_ count: Int) {
    guard count == parameters.count else {
      fatalError("A gradient of \(count) for \(parameters.count) parameters")
    }
  }
}
