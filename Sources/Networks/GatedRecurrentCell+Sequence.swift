import Kernels
import LinearAlgebra
import StructuredLinear

extension GatedRecurrentCell {
  /// Runs a tape's inputs through the cell, from a hidden state of zeros, and leaves on the tape what
  /// the way back needs.
  func run(_ tape: inout SequenceTape<Scalar>, workspace: Workspace<Scalar>) {
    let samples = tape.samples
    let width = samples * hiddenCount
    let set = workspace.instructionSet
    var hidden = take(&tape.hidden)
    var reset = take(&tape.reset)
    var update = take(&tape.update)
    var state = take(&tape.state)
    var product = take(&tape.product)
    var gateInputs = take(&tape.gateInputs)
    var hiddens = hidden.mutableSpan
    var resets = reset.mutableSpan
    var updates = update.mutableSpan
    var states = state.mutableSpan
    var products = product.mutableSpan
    var inputSums = gateInputs.mutableSpan
    for step in 0..<tape.steps {
      let now = step * width..<(step + 1) * width
      var r = resets._mutatingExtracting(now)
      var z = updates._mutatingExtracting(now)
      var c = states._mutatingExtracting(now)
      var rh = products._mutatingExtracting(now)
      BLAS.gemm(
        transposeB: true, m: samples, n: 3 * hiddenCount, k: inputCount,
        a: tape.inputs.span.extracting(
          step * samples * inputCount..<(step + 1) * samples * inputCount),
        b: inputWeights.span, c: &inputSums)
      maps[0].apply(
        hiddens.span.extracting(now), into: &r, batch: samples, workspace: workspace)
      maps[1].apply(
        hiddens.span.extracting(now), into: &z, batch: samples, workspace: workspace)
      GatedUnit.gates(
        reset: &r, update: &z, inputs: inputSums.span, bias: biases.span,
        hidden: hiddens.span.extracting(now), product: &rh, width: hiddenCount,
        instructionSet: set)
      maps[2].apply(rh.span, into: &c, batch: samples, workspace: workspace)
      var both = hiddens._mutatingExtracting(now.lowerBound..<now.upperBound + width)
      GatedUnit.state(
        &c, inputs: inputSums.span, bias: biases.span, update: z.span, hidden: &both,
        width: hiddenCount, instructionSet: set)
    }
    tape.hidden = hidden
    tape.reset = reset
    tape.update = update
    tape.state = state
    tape.product = product
    tape.gateInputs = gateInputs
  }

  /// Back-propagation through time.
  ///
  /// - Parameters:
  ///   - tape: What ``run(_:workspace:)`` has left; the gates' values become gradients.
  ///   - gradient: Receives the gradient with respect to the parameters, added to what is there.
  ///   - workspace: Buffers and kernels.
  ///   - addOutputGradient: Called for each step, the last one first, to add to the gradient with
  ///     respect to the hidden state after that step what the read-out sends back.
  func pullback(
    _ tape: inout SequenceTape<Scalar>, gradient: inout MutableSpan<Scalar>,
    workspace: Workspace<Scalar>,
    addOutputGradient: (_ step: Int, _ hiddenGradient: inout MutableSpan<Scalar>) -> Void
  ) {
    let samples = tape.samples
    let width = samples * hiddenCount
    let set = workspace.instructionSet
    let layout = layout
    let split = maps.map { $0 as? any SplitPullback<Scalar> }
    let hidden = take(&tape.hidden)
    let product = take(&tape.product)
    var hiddenGradient = take(&tape.hiddenGradient)
    var productGradient = take(&tape.productGradient)
    var reset = take(&tape.reset)
    var update = take(&tape.update)
    var state = take(&tape.state)
    var dh = hiddenGradient.mutableSpan
    var dp = productGradient.mutableSpan
    fill(&dh, 0..<width)
    var resets = reset.mutableSpan
    var updates = update.mutableSpan
    var states = state.mutableSpan

    /// The pullback of one map in one step; where it can be split, its second part comes later.
    func pullBack(
      _ index: Int, _ input: Span<Scalar>, _ outputGradient: Span<Scalar>,
      _ inputGradient: inout MutableSpan<Scalar>, _ gradient: inout MutableSpan<Scalar>
    ) {
      if let map = split[index] {
        map.adjoint(
          outputGradient, addingTo: &inputGradient, batch: samples, workspace: workspace)
        return
      }
      var part = gradient._mutatingExtracting(layout.maps[index])
      maps[index].pullback(
        input, outputGradient: outputGradient, inputGradient: &inputGradient,
        parameterGradient: &part, batch: samples, workspace: workspace)
    }

    for step in (0..<tape.steps).reversed() {
      let now = step * width..<(step + 1) * width
      let h = hidden.span.extracting(now)
      var r = resets._mutatingExtracting(now)
      var z = updates._mutatingExtracting(now)
      var c = states._mutatingExtracting(now)
      addOutputGradient(step, &dh)
      GatedUnit.statePullback(
        gradient: &dh, state: &c, update: &z, hidden: h, instructionSet: set)
      fill(&dp, 0..<width)
      pullBack(2, product.span.extracting(now), c.span, &dp, &gradient)
      GatedUnit.gatesPullback(
        productGradient: dp.span, reset: &r, hidden: h, gradient: &dh, instructionSet: set)
      pullBack(0, h, r.span, &dh, &gradient)
      pullBack(1, h, z.span, &dh, &gradient)
    }

    // Now the gates' values are gradients, of all steps one after the other.
    let before = hidden.span.extracting(0..<tape.steps * width)
    accumulate(0, before, resets.span, tape, &gradient, workspace)
    accumulate(1, before, updates.span, tape, &gradient, workspace)
    accumulate(2, product.span, states.span, tape, &gradient, workspace)
    tape.hidden = hidden
    tape.product = product
    tape.hiddenGradient = hiddenGradient
    tape.productGradient = productGradient
    tape.reset = reset
    tape.update = update
    tape.state = state
  }

  /// What one gate's parameters get from all steps together: the second part of a split pullback, the
  /// input weights and the offsets.
  private func accumulate(
    _ index: Int, _ input: Span<Scalar>, _ gateGradient: Span<Scalar>,
    _ tape: borrowing SequenceTape<Scalar>, _ gradient: inout MutableSpan<Scalar>,
    _ workspace: Workspace<Scalar>
  ) {
    let rows = tape.steps * tape.samples
    let layout = layout
    if let map = maps[index] as? any SplitPullback<Scalar> {
      var part = gradient._mutatingExtracting(layout.maps[index])
      map.parameterPullback(
        input, outputGradient: gateGradient, parameterGradient: &part, batch: rows,
        workspace: workspace)
    }
    let matrix = hiddenCount * inputCount
    let weightStart = layout.inputWeights.lowerBound + index * matrix
    do {
      var part = gradient._mutatingExtracting(weightStart..<weightStart + matrix)
      BLAS.gemm(
        transposeA: true, m: hiddenCount, n: inputCount, k: rows, a: gateGradient,
        b: tape.inputs.span, beta: 1, c: &part)
    }
    let biasStart = layout.biases.lowerBound + index * hiddenCount
    var part = gradient._mutatingExtracting(biasStart..<biasStart + hiddenCount)
    BLAS.gemv(
      transpose: true, m: rows, n: hiddenCount, a: gateGradient, x: tape.ones.span, beta: 1,
      y: &part)
  }
}
