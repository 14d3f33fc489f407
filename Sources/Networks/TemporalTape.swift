import Kernels
import LinearAlgebra
import StructuredLinear

/// What some sequences leave behind on their way through a temporal network, for back-propagation.
/// Memory is kept from one batch to the next.
struct TemporalTape<Scalar: LayerScalar> {
  /// `[steps, samples]`.
  private var symbols: [Int] = []
  /// Their vectors behind the mask, `[steps, samples, width]`.
  private var vectors: [Scalar] = []
  private var blocks: [ResidualTape<Scalar>] = []
  /// `[steps, samples, symbols]`; then their gradient.
  private(set) var outputs: [Scalar] = []
  /// Gradient with respect to the parameters of the network.
  private(set) var gradient: [Scalar] = []

  /// The masks of a block.
  private static func masks(
    _ network: TemporalConvolutionalNetwork<Scalar>, _ block: Int
  ) -> ResidualTape<Scalar>.Masks? {
    network.masks.isEmpty ? nil : (network.masks[1 + 2 * block], network.masks[2 + 2 * block])
  }

  /// Some sequences of a batch, forwards.
  mutating func run(
    _ network: TemporalConvolutionalNetwork<Scalar>, symbols all: Span<Int>, part: BatchPart,
    workspace: Workspace<Scalar>
  ) {
    symbols.removeAll(keepingCapacity: true)
    for step in 0..<part.steps {
      for sample in part.samples { symbols.append(all[step * part.batch + sample]) }
    }
    let width = network.embedding.width
    resize(&vectors, part.rows * width)
    resize(&outputs, part.rows * network.bias.count)
    if blocks.count != network.blocks.count { blocks = network.blocks.map { _ in ResidualTape() } }
    var vectors = take(&self.vectors)
    do {
      var span = vectors.mutableSpan
      network.embedding.apply(symbols.span, into: &span)
      network.masks.first?.apply(to: &span, part: part, width: width)
    }
    for index in blocks.indices {
      let inputs = index == 0 ? vectors : blocks[index - 1].outputs
      blocks[index].run(
        network.blocks[index], inputs: inputs.span, part: part,
        masks: Self.masks(network, index), workspace: workspace)
    }
    self.vectors = vectors
    let last = blocks[blocks.count - 1].outputs
    var outputs = take(&self.outputs)
    do {
      var span = outputs.mutableSpan
      ImagePatches.fillRows(
        of: &span, with: network.bias.span, instructionSet: workspace.instructionSet)
      BLAS.gemm(
        transposeB: true, m: part.rows, n: network.bias.count, k: width,
        a: last.span, b: network.embedding.parameters.values.span, beta: 1, c: &span)
    }
    self.outputs = outputs
  }

  /// The same sequences, backwards, once for each run.
  ///
  /// - Parameter outputGradient: `[steps, batch, symbols]`, of the whole batch.
  mutating func pullback(
    _ network: TemporalConvolutionalNetwork<Scalar>, outputGradient: Span<Scalar>,
    part: BatchPart, workspace: Workspace<Scalar>
  ) {
    let count = network.bias.count
    var outputs = take(&self.outputs)
    do {
      var own = outputs.mutableSpan
      copyBlocks(
        outputGradient, to: &own, blocks: part.steps, length: part.samples.count * count,
        fromStride: part.batch * count, fromStart: part.samples.lowerBound * count,
        toStride: part.samples.count * count, toStart: 0)
    }
    self.outputs = outputs
    resize(&gradient, network.weightCount)
    var gradient = take(&self.gradient)
    do {
      var gradients = gradient.mutableSpan
      fill(&gradients, 0..<gradients.count)
      pullBack(network, &gradients, part, workspace)
    }
    self.gradient = gradient
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func pullBack(
    _ network: TemporalConvolutionalNetwork<Scalar>, _ gradients: inout MutableSpan<Scalar>,
    _ part: BatchPart, _ workspace: Workspace<Scalar>
  ) {
    let (width, count) = (network.embedding.width, network.bias.count)
    do {
      var sums = gradients._mutatingExtracting(network.ranges.bias)
      ImagePatches.sumRows(
        of: outputs.span, addingTo: &sums, instructionSet: workspace.instructionSet)
    }
    let last = blocks[blocks.count - 1].outputs
    var toEmbedding = gradients._mutatingExtracting(network.ranges.embedding)
    BLAS.gemm(
      transposeA: true, m: count, n: width, k: part.rows, a: outputs.span,
      b: last.span, beta: 1, c: &toEmbedding)
    var toBlock = [Scalar](repeating: 0, count: part.rows * width)
    do {
      var span = toBlock.mutableSpan
      BLAS.gemm(
        m: part.rows, n: width, k: count, a: outputs.span,
        b: network.embedding.parameters.values.span, c: &span)
    }
    for index in blocks.indices.reversed() {
      let block = network.blocks[index]
      let inputs = index == 0 ? vectors : blocks[index - 1].outputs
      var toInputs = [Scalar](repeating: 0, count: part.rows * block.inputCount)
      do {
        var output = toBlock.mutableSpan
        var input = toInputs.mutableSpan
        var own = gradients._mutatingExtracting(network.ranges.blocks[index])
        blocks[index].pullback(
          block, inputs: inputs.span, outputGradient: &output, inputGradient: &input,
          parameterGradient: &own, part: part,
          masks: Self.masks(network, index), workspace: workspace)
      }
      toBlock = toInputs
    }
    do {
      var span = toBlock.mutableSpan
      network.masks.first?.apply(to: &span, part: part, width: width)
    }
    var toVectors = gradients._mutatingExtracting(network.ranges.embedding)
    network.embedding.pullback(
      symbols.span, outputGradient: toBlock.span, parameterGradient: &toVectors)
  }
}
