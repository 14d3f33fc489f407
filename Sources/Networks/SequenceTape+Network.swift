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
    prepare(
      BatchPart(steps: steps, batch: batch, samples: samples), inputs: inputCount,
      hidden: hiddenCount)
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
    let read = readStates(rows, hiddenCount)
    if let mask = network.mask {
      let part = readPart(network)
      var masked = take(&self.masked)
      resize(&masked, read.count)
      var states = masked.mutableSpan
      copyBlocks(
        hidden.span, to: &states, blocks: 1, length: read.count, fromStride: read.count,
        fromStart: read.lowerBound, toStride: read.count, toStart: 0)
      mask.apply(to: &states, part: part, width: hiddenCount)
      network.readout.apply(masked.span, into: &span, batch: rows, workspace: workspace)
      self.masked = masked
    } else {
      network.readout.apply(
        hidden.span.extracting(read), into: &span, batch: rows, workspace: workspace)
    }
    self.outputs = outputs
  }

  /// The samples over the steps that are read out.
  private func readPart(_ network: RecurrentNetwork<Scalar>) -> BatchPart {
    BatchPart(
      steps: network.readSteps(of: steps), batch: part.batch, samples: part.samples)
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
    let hiddenCount = network.cell.hiddenCount
    var masked = take(&self.masked)
    do {
      var part = whole._mutatingExtracting(cellCount..<count)
      // Only counted, not copied.
      let states = network.mask == nil ? hidden : masked
      let read = network.mask == nil ? readStates(rows, hiddenCount) : 0..<masked.count
      network.readout.parameterPullback(
        states.span.extracting(read), outputGradient: outputs.span, parameterGradient: &part,
        batch: rows, workspace: workspace)
    }
    if let mask = network.mask {
      var toStates = masked.mutableSpan
      fill(&toStates, 0..<toStates.count)
      network.readout.adjoint(
        outputs.span, addingTo: &toStates, batch: rows, workspace: workspace)
      mask.apply(to: &toStates, part: readPart(network), width: hiddenCount)
    }
    let firstRead = steps - readSteps
    let length = samples.count * outputCount
    let width = samples.count * hiddenCount
    var part = whole._mutatingExtracting(0..<cellCount)
    network.cell.pullback(&self, matrices, gradient: &part, workspace: workspace) {
      step, hiddenGradient in
      guard step >= firstRead else { return }
      if network.mask != nil {
        let start = (step - firstRead) * width
        BLAS.axpy(
          alpha: 1, x: masked.span.extracting(start..<start + width), y: &hiddenGradient)
        return
      }
      let start = (step - firstRead) * length
      network.readout.adjoint(
        outputs.span.extracting(start..<start + length), addingTo: &hiddenGradient,
        batch: samples.count, workspace: workspace)
    }
    self.outputs = outputs
    self.masked = masked
    self.gradient = gradient
    if toInputs { network.cell.pullBackToInputs(&self) }
  }
}
