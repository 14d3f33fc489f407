public import Kernels
import LinearAlgebra
import RealModule
public import StructuredLinear

/// A causal convolution of sequences, dilated and with normalised weights (Bai, Kolter and Koltun 2018;
/// Salimans and Kingma 2016): an output sees its own step and some before it, and zeros before the
/// start,
///
///     y[t, o] = bias[o] + Σ weight[j, o, i]·x[t − (taps − 1 − j)·dilation, i]
///     weight[j, o, i] = scale[o]·direction[j, o, i] / ‖direction[·, o, ·]‖
///
/// Steps lie one after the other, so that a tap is a matrix product by OpenBLAS of all steps at once,
/// shifted by some rows.
///
/// ## Shapes
/// Inputs are `[steps, batch, inputs]`, outputs `[steps, batch, outputs]`.
///
/// ## Parameters
/// `direction` `[taps, outputs, inputs]`, `scale` `[outputs]` and `bias` `[outputs]`.
public struct CausalConvolution<Scalar: LayerScalar>: Sendable {
  /// Features of an input.
  public let inputCount: Int
  /// Features of an output.
  public let outputCount: Int
  /// How many steps an output sees.
  public let taps: Int
  /// How many steps apart these are.
  public let dilation: Int
  /// What can be learned.
  public var parameters = Parameters<Scalar>()

  let direction: Range<Int>
  let scale: Range<Int>
  let bias: Range<Int>

  /// A convolution whose weights and offsets start uniform in ±1/√(taps·inputs), as PyTorch's do, with
  /// the scales that these weights have.
  ///
  /// Traps for a size below 1.
  public init(
    inputs: Int, outputs: Int, taps: Int, dilation: Int = 1,
    using generator: inout some RandomNumberGenerator
  ) {
    guard inputs >= 1, outputs >= 1, taps >= 1, dilation >= 1 else {
      fatalError(
        "A causal convolution of \(inputs) inputs to \(outputs) outputs by \(taps) taps, \(dilation) "
          + "steps apart: all have to be at least 1")
    }
    (inputCount, outputCount) = (inputs, outputs)
    (self.taps, self.dilation) = (taps, dilation)
    let bound = 1 / Double(taps * inputs).squareRoot()
    func uniform(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(Double.random(in: -bound...bound, using: &generator)) }
    }
    direction = parameters.append(
      "direction", shape: [taps, outputs, inputs], role: .matrix, uniform(taps * outputs * inputs))
    scale = parameters.append(
      "scale", shape: [outputs], role: .diagonal, [Scalar](repeating: 0, count: outputs))
    bias = parameters.append("bias", shape: [outputs], role: .bias, uniform(outputs))
    for output in 0..<outputs { parameters.values[scale.lowerBound + output] = norm(output) }
  }

  /// The convolution of each sequence, in place of what is there.
  public func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, steps: Int, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(input.count, output.count, steps: steps, batch: batch)
    ImagePatches.fillRows(
      of: &output, with: parameters.values.span.extracting(bias),
      instructionSet: workspace.instructionSet)
    workspace.withScratch(direction.count) { weights in
      writeWeights(to: &weights)
      for tap in 0..<taps {
        let (rows, shift) = shifted(tap, steps: steps, batch: batch)
        if rows == 0 { continue }
        var later = output._mutatingExtracting(shift * outputCount..<output.count)
        BLAS.gemm(
          transposeB: true, m: rows, n: outputCount, k: inputCount,
          a: input.extracting(0..<rows * inputCount), b: weights.span.extracting(matrix(tap)),
          beta: 1, c: &later)
      }
    }
  }

  /// The gradient with respect to the inputs, added to what is there.
  public func adjoint(
    _ outputGradient: Span<Scalar>, addingTo inputGradient: inout MutableSpan<Scalar>, steps: Int,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    requireCounts(inputGradient.count, outputGradient.count, steps: steps, batch: batch)
    workspace.withScratch(direction.count) { weights in
      writeWeights(to: &weights)
      for tap in 0..<taps {
        let (rows, shift) = shifted(tap, steps: steps, batch: batch)
        if rows == 0 { continue }
        var earlier = inputGradient._mutatingExtracting(0..<rows * inputCount)
        BLAS.gemm(
          m: rows, n: inputCount, k: outputCount,
          a: outputGradient.extracting(shift * outputCount..<outputGradient.count),
          b: weights.span.extracting(matrix(tap)), beta: 1, c: &earlier)
      }
    }
  }

  /// The gradient with respect to the parameters, summed over steps and batch and added to what is
  /// there.
  public func parameterPullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    parameterGradient: inout MutableSpan<Scalar>, steps: Int, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(input.count, outputGradient.count, steps: steps, batch: batch)
    guard parameterGradient.count == parameters.count else {
      fatalError("A gradient of \(parameterGradient.count) for \(parameters.count) parameters")
    }
    do {
      var sums = parameterGradient._mutatingExtracting(bias)
      ImagePatches.sumRows(
        of: outputGradient, addingTo: &sums, instructionSet: workspace.instructionSet)
    }
    workspace.withScratch(direction.count) { weightGradient in
      for tap in 0..<taps {
        let (rows, shift) = shifted(tap, steps: steps, batch: batch)
        var part = weightGradient._mutatingExtracting(matrix(tap))
        if rows == 0 {
          fill(&part, 0..<part.count)
          continue
        }
        BLAS.gemm(
          transposeA: true, m: outputCount, n: inputCount, k: rows,
          a: outputGradient.extracting(shift * outputCount..<outputGradient.count),
          b: input.extracting(0..<rows * inputCount), c: &part)
      }
      pullBackWeights(weightGradient.span, addingTo: &parameterGradient)
    }
  }

  /// How many inputs reach an output through a tap, and how many rows later that is.
  private func shifted(_ tap: Int, steps: Int, batch: Int) -> (rows: Int, shift: Int) {
    let delay = min(steps, (taps - 1 - tap) * dilation)
    return ((steps - delay) * batch, delay * batch)
  }

  private func requireCounts(_ input: Int, _ output: Int, steps: Int, batch: Int) {
    let rows = steps * batch
    guard steps >= 0, batch >= 0, input == rows * inputCount, output == rows * outputCount else {
      fatalError(
        "\(input) inputs and \(output) outputs for \(steps) steps of \(batch) and a convolution of "
          + "\(inputCount) to \(outputCount)")
    }
  }
}
