public import Kernels
import LinearAlgebra
public import StructuredLinear

/// A convolution of images in two dimensions, without padding, one step at a time, with an offset for
/// each output channel: `y[i, j, o] = bias[o] + Σ weight[o, a, b, c]·x[i + a, j + b, c]`.
///
/// Its windows are written out for some samples at a time, as many as stay in a core's cache, so that
/// it becomes a matrix product by OpenBLAS.
///
/// ## Shapes
/// Inputs are `[batch, rows, columns, input channels]`, outputs `[batch, rows − size + 1,
/// columns − size + 1, output channels]`: channels lie side by side.
///
/// ## Parameters
/// `weight` `[output channels, size, size, input channels]` and `bias` `[output channels]`.
public struct Convolution2D<Scalar: LayerScalar>: SplitPullback {
  /// The windows.
  public let shape: PatchShape
  /// Numbers of an output pixel.
  public let outputChannels: Int
  /// What can be learned.
  public var parameters = Parameters<Scalar>()

  private let weight: Range<Int>
  private let bias: Range<Int>

  /// Scalars of an input image.
  public var inputCount: Int { shape.imageLength }
  /// Scalars of an output image.
  public var outputCount: Int { shape.count * outputChannels }

  /// A convolution whose weights and offsets start uniform in ±1/√(size²·input channels), as PyTorch's
  /// do.
  ///
  /// Traps for a size below 1 and windows larger than the image.
  public init(
    rows: Int, columns: Int, inputChannels: Int, outputChannels: Int, size: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    guard size >= 1, rows >= size, columns >= size, inputChannels >= 1, outputChannels >= 1 else {
      fatalError(
        "A convolution of \(rows) × \(columns) × \(inputChannels) by windows of \(size) × \(size) "
          + "to \(outputChannels) channels")
    }
    shape = PatchShape(rows: rows, columns: columns, channels: inputChannels, size: size)
    self.outputChannels = outputChannels
    let length = shape.patchLength
    let bound = 1 / Double(length).squareRoot()
    func uniform(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(Double.random(in: -bound...bound, using: &generator)) }
    }
    weight = parameters.append(
      "weight", shape: [outputChannels, size, size, inputChannels], role: .matrix,
      uniform(outputChannels * length))
    bias = parameters.append("bias", shape: [outputChannels], role: .bias, uniform(outputChannels))
  }

  /// The convolution of each image.
  public func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(input.count, output.count, batch: batch)
    let values = parameters.values.span
    let set = workspace.instructionSet
    ImagePatches.fillRows(of: &output, with: values.extracting(bias), instructionSet: set)
    forEachGroup(of: batch, workspace) { samples, patches in
      ImagePatches.gather(
        input.extracting(range(samples, inputCount)), into: &patches, shape: shape,
        samples: samples.count, instructionSet: set)
      var part = output._mutatingExtracting(range(samples, outputCount))
      BLAS.gemm(
        transposeB: true, m: samples.count * shape.count, n: outputChannels, k: shape.patchLength,
        a: patches.span, b: values.extracting(weight), beta: 1, c: &part)
    }
  }

  /// The gradient with respect to the images, added to what is there.
  public func adjoint(
    _ outputGradient: Span<Scalar>, addingTo inputGradient: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(inputGradient.count, outputGradient.count, batch: batch)
    let weights = parameters.values.span.extracting(weight)
    forEachGroup(of: batch, workspace) { samples, patches in
      BLAS.gemm(
        m: samples.count * shape.count, n: shape.patchLength, k: outputChannels,
        a: outputGradient.extracting(range(samples, outputCount)), b: weights, c: &patches)
      var part = inputGradient._mutatingExtracting(range(samples, inputCount))
      ImagePatches.scatter(
        patches.span, addingTo: &part, shape: shape, samples: samples.count,
        instructionSet: workspace.instructionSet)
    }
  }

  /// The gradient with respect to the parameters, summed over the samples and added to what is there.
  public func parameterPullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    parameterGradient: inout MutableSpan<Scalar>, batch: Int, workspace: Workspace<Scalar>
  ) {
    requireCounts(input.count, outputGradient.count, batch: batch)
    guard parameterGradient.count == parameters.count else {
      fatalError("A gradient of \(parameterGradient.count) for \(parameters.count) parameters")
    }
    let set = workspace.instructionSet
    do {
      var sums = parameterGradient._mutatingExtracting(bias)
      ImagePatches.sumRows(of: outputGradient, addingTo: &sums, instructionSet: set)
    }
    var sums = parameterGradient._mutatingExtracting(weight)
    forEachGroup(of: batch, workspace) { samples, patches in
      ImagePatches.gather(
        input.extracting(range(samples, inputCount)), into: &patches, shape: shape,
        samples: samples.count, instructionSet: set)
      BLAS.gemm(
        transposeA: true, m: outputChannels, n: shape.patchLength, k: samples.count * shape.count,
        a: outputGradient.extracting(range(samples, outputCount)), b: patches.span, beta: 1,
        c: &sums)
    }
  }

  /// Calls `body` for some samples at a time with memory for their windows, in order.
  private func forEachGroup(
    of batch: Int, _ workspace: Workspace<Scalar>,
    _ body: (_ samples: Range<Int>, _ patches: inout MutableSpan<Scalar>) -> Void
  ) {
    let length = shape.count * shape.patchLength
    // Half a megabyte in Float: half of a small second-level cache.
    let most = max(1, (1 << 17) / length)
    var start = 0
    while start < batch {
      let samples = start..<min(batch, start + most)
      workspace.withScratch(samples.count * length) { body(samples, &$0) }
      start = samples.upperBound
    }
  }

  /// Where the scalars of some samples are.
  private func range(_ samples: Range<Int>, _ count: Int) -> Range<Int> {
    samples.lowerBound * count..<samples.upperBound * count
  }

  private func requireCounts(_ input: Int, _ output: Int, batch: Int) {
    guard batch >= 0, input == batch * inputCount, output == batch * outputCount else {
      fatalError(
        "\(input) inputs and \(output) outputs for a batch of \(batch) and a convolution of "
          + "\(inputCount) to \(outputCount)")
    }
  }
}
