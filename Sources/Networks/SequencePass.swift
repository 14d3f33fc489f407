public import Kernels
import LinearAlgebra
public import StructuredLinear

/// Runs batches of sequences through a recurrent network, forwards and backwards.
///
/// The samples of a batch are divided into parts that go through the whole sequence on their own, each
/// on one thread; their gradients are added in order. The division depends on the batch alone, so
/// results are the same, bit for bit, for any number of threads. Memory is kept from one batch to the
/// next: about five hidden states for each step and sample.
///
/// In a sequence, maps that prefer their matrix (``StructuredLinear/MatrixPullback``) are dense ones: the
/// matrix is written at the start, and its gradient, summed over steps and samples, is pulled back once.
///
/// Parts call OpenBLAS at the same time: set ``LinearAlgebra/OpenBLAS/threads`` to 1, or dense maps
/// wait for each other.
public final class SequencePass<Scalar: LayerScalar> {
  private let workspace: Workspace<Scalar>
  private var parts: [Part] = []
  private var matrices: PackedCell<Scalar>
  /// The network of the last run with dense maps in the place of those that prefer their matrix, or
  /// nil where there are none.
  private var written: RecurrentNetwork<Scalar>?
  /// Gradient with respect to that network's parameters.
  private var writtenGradient: [Scalar] = []
  private var steps = 0
  private var division = BatchDivision(batch: 0)
  private var batch: Int { division.batch }

  private final class Part {
    var tape = SequenceTape<Scalar>()
  }

  /// A pass that uses a workspace's threads and instruction set.
  public init(workspace: Workspace<Scalar>) {
    self.workspace = workspace
    matrices = PackedCell(instructionSet: workspace.instructionSet)
  }

  private func divide(steps: Int, batch: Int) {
    self.steps = steps
    division = BatchDivision(batch: batch)
    if parts.count != division.count { parts = (0..<division.count).map { _ in Part() } }
  }

  /// Runs a batch through the network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - inputs: `[steps, batch, inputs]`.
  ///   - steps: Length of the sequences, at least 1.
  ///   - batch: How many sequences, at least 1.
  ///   - initialState: The hidden state to start from, `[batch, hidden]`, a constant on the way back;
  ///     zeros where it is nil.
  ///   - outputs: Receives `[read steps, batch, outputs]`.
  public func run(
    _ network: RecurrentNetwork<Scalar>, inputs: Span<Scalar>, steps: Int, batch: Int,
    initialState: Span<Scalar>? = nil, outputs: inout MutableSpan<Scalar>
  ) {
    let inputCount = network.cell.inputCount
    let outputCount = network.readout.outputCount
    let readSteps = network.readSteps(of: steps)
    guard steps >= 1, batch >= 1, inputs.count == steps * batch * inputCount,
      outputs.count == readSteps * batch * outputCount
    else {
      fatalError(
        "\(inputs.count) inputs and \(outputs.count) outputs for \(steps) steps of \(batch) × "
          + "\(inputCount), of which \(readSteps) × \(outputCount) outputs are read")
    }
    let hiddenCount = network.cell.hiddenCount
    if let initialState, initialState.count != batch * hiddenCount {
      fatalError("A state of \(initialState.count) for \(batch) sequences × \(hiddenCount)")
    }
    divide(steps: steps, batch: batch)
    let network = writeMatrices(network)
    matrices.packForward(network.cell)
    let matrices = matrices
    nonisolated(unsafe) let parts = parts
    nonisolated(unsafe) let pass = self
    workspace.forEachPart(parts.count) { workspace, index in
      let samples = pass.division[index]
      parts[index].tape.run(
        network, matrices, inputs: inputs, steps: steps, batch: batch, samples: samples,
        initialState: initialState, workspace: workspace)
    }
    for index in parts.indices {
      let samples = division[index]
      let read = parts[index].tape.outputs
      copyBlocks(
        read.span, to: &outputs, blocks: readSteps,
        length: samples.count * outputCount, fromStride: samples.count * outputCount, fromStart: 0,
        toStride: batch * outputCount, toStart: samples.lowerBound * outputCount)
    }
  }

  /// The hidden state after the last step of the last run, for a run that goes on from there.
  ///
  /// - Parameter state: Receives `[batch, hidden]`.
  public func copyLastState(to state: inout MutableSpan<Scalar>) {
    let count = parts.reduce(0) { $0 + $1.tape.lastState.count }
    guard state.count == count else {
      fatalError("A state of \(state.count) where the last run left one of \(count)")
    }
    var start = 0
    for part in parts {
      let range = part.tape.lastState
      let hidden = part.tape.hidden
      copyBlocks(
        hidden.span, to: &state, blocks: 1, length: range.count, fromStride: range.count,
        fromStart: range.lowerBound, toStride: range.count, toStart: start)
      start += range.count
    }
  }

  /// The network as the sequence sees it.
  private func writeMatrices(_ network: RecurrentNetwork<Scalar>) -> RecurrentNetwork<Scalar> {
    var dense = network
    let isChanged = dense.cell.writeMatrices(workspace: workspace)
    written = isChanged ? dense : nil
    return dense
  }

  /// The pullback of the last ``run(_:inputs:steps:batch:initialState:outputs:)``, once for each run.
  ///
  /// - Parameters:
  ///   - network: The network, unchanged since.
  ///   - outputGradient: `[read steps, batch, outputs]`.
  ///   - gradient: Receives the gradient with respect to the parameters, summed over steps and batch
  ///     and added to what is there.
  public func pullback(
    _ network: RecurrentNetwork<Scalar>, outputGradient: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    pullBack(network, outputGradient, &gradient, toInputs: false)
  }

  /// The pullback of the last ``run(_:inputs:steps:batch:initialState:outputs:)`` with respect to the
  /// inputs as well, for what they were computed with.
  ///
  /// - Parameters:
  ///   - network: The network, unchanged since.
  ///   - outputGradient: `[read steps, batch, outputs]`.
  ///   - gradient: Receives the gradient with respect to the parameters, added to what is there.
  ///   - inputGradient: `[steps, batch, inputs]`; receives the gradient with respect to the inputs,
  ///     added to what is there.
  public func pullback(
    _ network: RecurrentNetwork<Scalar>, outputGradient: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, inputGradient: inout MutableSpan<Scalar>
  ) {
    let inputCount = network.cell.inputCount
    guard inputGradient.count == steps * batch * inputCount else {
      fatalError(
        "A gradient of \(inputGradient.count) inputs for \(steps) steps of \(batch) × \(inputCount)"
      )
    }
    pullBack(network, outputGradient, &gradient, toInputs: true)
    for index in parts.indices {
      let samples = division[index]
      let own = parts[index].tape.inputGradient
      addBlocks(
        own.span, to: &inputGradient, blocks: steps, length: samples.count * inputCount,
        fromStride: samples.count * inputCount, fromStart: 0, toStride: batch * inputCount,
        toStart: samples.lowerBound * inputCount)
    }
  }

  /// Each part's way back, then the sum of their gradients. What the inputs get stays on the tapes.
  private func pullBack(
    _ network: RecurrentNetwork<Scalar>, _ outputGradient: Span<Scalar>,
    _ gradient: inout MutableSpan<Scalar>, toInputs: Bool
  ) {
    let outputCount = network.readout.outputCount
    let readSteps = network.readSteps(of: steps)
    let count = network.cell.layout.count + network.readout.parameters.count
    guard outputGradient.count == readSteps * batch * outputCount, gradient.count == count else {
      fatalError(
        "Gradients of \(outputGradient.count) outputs and \(gradient.count) parameters where "
          + "\(readSteps * batch * outputCount) and \(count) are due")
    }
    guard let written else {
      pullBackParts(network, outputGradient, &gradient, toInputs: toInputs)
      return
    }
    let cellLayout = written.cell.layout
    resize(&writtenGradient, cellLayout.count + network.readout.parameters.count)
    var sum = take(&writtenGradient)
    do {
      var span = sum.mutableSpan
      fill(&span, 0..<span.count)
      pullBackParts(written, outputGradient, &span, toInputs: toInputs)
    }
    let cellCount = network.cell.layout.count
    do {
      var part = gradient._mutatingExtracting(0..<cellCount)
      network.cell.pullBackMatrices(
        sum.span.extracting(0..<cellLayout.count), cellLayout, gradient: &part,
        workspace: workspace)
    }
    var part = gradient._mutatingExtracting(cellCount..<count)
    BLAS.axpy(alpha: 1, x: sum.span.extracting(cellLayout.count..<sum.count), y: &part)
    writtenGradient = sum
  }

  /// Each part's way back through the network as the sequence sees it.
  private func pullBackParts(
    _ network: RecurrentNetwork<Scalar>, _ outputGradient: Span<Scalar>,
    _ gradient: inout MutableSpan<Scalar>, toInputs: Bool
  ) {
    matrices.packBackward(network.cell)
    let matrices = matrices
    nonisolated(unsafe) let parts = parts
    nonisolated(unsafe) let pass = self
    let (batch, count) = (batch, gradient.count)
    workspace.forEachPart(parts.count) { workspace, index in
      let samples = pass.division[index]
      parts[index].tape.pullback(
        network, matrices, outputGradient: outputGradient, batch: batch, samples: samples,
        count: count, toInputs: toInputs, workspace: workspace)
    }
    for part in parts {
      let partGradient = part.tape.gradient
      BLAS.axpy(alpha: 1, x: partGradient.span, y: &gradient)
    }
  }
}
