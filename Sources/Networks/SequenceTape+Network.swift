import Kernels
import LinearAlgebra
import StructuredLinear

extension SequenceTape {
  /// Some samples of a batch, forwards.
  mutating func run(
    _ network: RecurrentNetwork<Scalar>, _ matrices: PackedCell<Scalar>, inputs: Span<Scalar>,
    steps: Int, batch: Int, samples: Range<Int>, initialState: Span<Scalar>?,
    workspace: Workspace<Scalar>
  ) {
    let inputCount = network.cell.inputCount
    let hiddenCount = network.cell.hiddenCount
    prepare(steps: steps, samples: samples.count, inputs: inputCount, hidden: hiddenCount)
    if let initialState {
      let length = samples.count * hiddenCount
      var first = hidden.mutableSpan
      copyBlocks(
        initialState, to: &first, blocks: 1, length: length, fromStride: length,
        fromStart: samples.lowerBound * hiddenCount, toStride: length, toStart: 0)
    }
    do {
      var own = self.inputs.mutableSpan
      copyInputs(inputs, to: &own, steps: steps, batch: batch, samples: samples, inputCount)
    }
    network.cell.run(&self, matrices, workspace: workspace)
    let rows = network.readSteps(of: steps) * samples.count
    resize(&outputs, rows * network.readout.outputCount)
    var outputs = take(&self.outputs)
    var span = outputs.mutableSpan
    network.readout.apply(
      hidden.span.extracting(readStates(rows, hiddenCount)), into: &span, batch: rows,
      workspace: workspace)
    self.outputs = outputs
  }

  /// Where the hidden states are that are read out: the last `rows`.
  private func readStates(_ rows: Int, _ hiddenCount: Int) -> Range<Int> {
    hidden.count - rows * hiddenCount..<hidden.count
  }

  /// Some samples of a batch, backwards.
  mutating func pullback(
    _ network: RecurrentNetwork<Scalar>, _ matrices: PackedCell<Scalar>,
    outputGradient: Span<Scalar>, batch: Int, samples: Range<Int>, count: Int, toInputs: Bool,
    workspace: Workspace<Scalar>
  ) {
    let outputCount = network.readout.outputCount
    let readSteps = network.readSteps(of: steps)
    let rows = readSteps * samples.count
    var outputs = take(&self.outputs)
    do {
      var own = outputs.mutableSpan
      copyBlocks(
        outputGradient, to: &own, blocks: readSteps, length: samples.count * outputCount,
        fromStride: batch * outputCount, fromStart: samples.lowerBound * outputCount,
        toStride: samples.count * outputCount, toStart: 0)
    }
    resize(&gradient, count)
    var gradient = take(&self.gradient)
    var whole = gradient.mutableSpan
    fill(&whole, 0..<count)
    let cellCount = network.cell.layout.count
    do {
      var part = whole._mutatingExtracting(cellCount..<count)
      network.readout.parameterPullback(
        hidden.span.extracting(readStates(rows, network.cell.hiddenCount)),
        outputGradient: outputs.span, parameterGradient: &part, batch: rows, workspace: workspace)
    }
    let firstRead = steps - readSteps
    let length = samples.count * outputCount
    var part = whole._mutatingExtracting(0..<cellCount)
    network.cell.pullback(&self, matrices, gradient: &part, workspace: workspace) {
      step, hiddenGradient in
      guard step >= firstRead else { return }
      let start = (step - firstRead) * length
      network.readout.adjoint(
        outputs.span.extracting(start..<start + length), addingTo: &hiddenGradient,
        batch: samples.count, workspace: workspace)
    }
    self.outputs = outputs
    self.gradient = gradient
    if toInputs { network.cell.pullBackToInputs(&self) }
  }
}
