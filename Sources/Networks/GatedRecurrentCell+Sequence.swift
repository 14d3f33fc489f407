import Kernels
import LinearAlgebra
import StructuredLinear

extension GatedRecurrentCell {
  /// Runs a tape's inputs through the cell, from the tape's first hidden state, and leaves on the tape
  /// what the way back needs.
  func run(
    _ tape: inout SequenceTape<Scalar>, _ matrices: PackedCell<Scalar>,
    workspace: Workspace<Scalar>
  ) {
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
    let dense = matrices.forward
    // Existentials in an array are copied with each call.
    let (resetMap, updateMap, stateMap) = (maps[0], maps[1], maps[2])

    func apply(
      _ index: Int, _ map: any LinearMap<Scalar>, _ input: Span<Scalar>,
      into output: inout MutableSpan<Scalar>
    ) {
      if let matrix = dense[index] {
        matrix.multiply(input, into: &output, samples: samples)
      } else {
        map.apply(input, into: &output, batch: samples, workspace: workspace)
      }
    }

    let inputLength = samples * (inputCount + 1)
    for step in 0..<tape.steps {
      let now = step * width..<(step + 1) * width
      var r = resets._mutatingExtracting(now)
      var z = updates._mutatingExtracting(now)
      var c = states._mutatingExtracting(now)
      var rh = products._mutatingExtracting(now)
      matrices.inputs.multiply(
        tape.inputs.span.extracting(step * inputLength..<(step + 1) * inputLength),
        into: &inputSums, samples: samples)
      apply(0, resetMap, hiddens.span.extracting(now), into: &r)
      apply(1, updateMap, hiddens.span.extracting(now), into: &z)
      GatedUnit.gates(
        reset: &r, update: &z, inputs: inputSums.span,
        hidden: hiddens.span.extracting(now), product: &rh, width: hiddenCount,
        instructionSet: set)
      if let zoneoutMask {
        zoneoutMask.apply(to: &z, step: step, part: tape.part, width: hiddenCount)
      } else if zoneout > 0 {
        BLAS.scal(alpha: Scalar(1 - zoneout), x: &z)
      }
      apply(2, stateMap, rh.span, into: &c)
      var both = hiddens._mutatingExtracting(now.lowerBound..<now.upperBound + width)
      GatedUnit.state(
        &c, inputs: inputSums.span, update: z.span, hidden: &both,
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
  /// Where zoneout has set an entry of z to 0, its gradient before σ is 0, as z·(1 − z) is; the others are
  /// as they were. Neither holds for the z of evaluation, with which this traps.
  ///
  /// - Parameters:
  ///   - tape: What ``run(_:_:workspace:)`` has left; the gates' values become gradients.
  ///   - matrices: The cell's matrices, packed for both ways.
  ///   - gradient: Receives the gradient with respect to the parameters, added to what is there.
  ///   - workspace: Buffers and kernels.
  ///   - addOutputGradient: Called for each step, the last one first, to add to the gradient with
  ///     respect to the hidden state after that step what the read-out sends back.
  func pullback(
    _ tape: inout SequenceTape<Scalar>, _ matrices: PackedCell<Scalar>,
    gradient: inout MutableSpan<Scalar>,
    workspace: Workspace<Scalar>,
    addOutputGradient: (_ step: Int, _ hiddenGradient: inout MutableSpan<Scalar>) -> Void
  ) {
    guard zoneout == 0 || zoneoutMask != nil else {
      fatalError("A cell with a zoneout rate of \(zoneout) was run for evaluation: no pullback")
    }
    let samples = tape.samples
    let width = samples * hiddenCount
    let set = workspace.instructionSet
    let layout = layout
    let split = maps.map { $0 as? any SplitPullback<Scalar> }
    let dense = matrices.backward
    let (resetMap, updateMap, stateMap) = (maps[0], maps[1], maps[2])
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
    var inputWeightGradient = take(&tape.inputWeightGradient)
    var inputWeightGradients = inputWeightGradient.mutableSpan
    fill(&inputWeightGradients, 0..<inputWeightGradients.count)
    var resets = reset.mutableSpan
    var updates = update.mutableSpan
    var states = state.mutableSpan

    /// The pullback of one map in one step; where it can be split, its second part comes later.
    func pullBack(
      _ index: Int, _ whole: any LinearMap<Scalar>, _ input: Span<Scalar>,
      _ outputGradient: Span<Scalar>, _ inputGradient: inout MutableSpan<Scalar>,
      _ gradient: inout MutableSpan<Scalar>
    ) {
      if let matrix = dense[index] {
        matrix.multiply(outputGradient, into: &inputGradient, samples: samples, adding: true)
        return
      }
      if let map = split[index] {
        map.adjoint(
          outputGradient, addingTo: &inputGradient, batch: samples, workspace: workspace)
        return
      }
      var part = gradient._mutatingExtracting(layout.maps[index])
      whole.pullback(
        input, outputGradient: outputGradient, inputGradient: &inputGradient,
        parameterGradient: &part, batch: samples, workspace: workspace)
    }

    let inputLength = samples * (inputCount + 1)
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
      pullBack(2, stateMap, product.span.extracting(now), c.span, &dp, &gradient)
      GatedUnit.gatesPullback(
        productGradient: dp.span, reset: &r, hidden: h, gradient: &dh, instructionSet: set)
      pullBack(0, resetMap, h, r.span, &dh, &gradient)
      pullBack(1, updateMap, h, z.span, &dh, &gradient)
      let x = tape.inputs.span.extracting(step * inputLength..<(step + 1) * inputLength)
      sumInputWeightGradient(0, x, r.span, in: &inputWeightGradients, samples, set)
      sumInputWeightGradient(1, x, z.span, in: &inputWeightGradients, samples, set)
      sumInputWeightGradient(2, x, c.span, in: &inputWeightGradients, samples, set)
    }
    addInputWeightGradient(inputWeightGradients.span, to: &gradient)

    // Now the gates' values are gradients, of all steps one after the other.
    let before = hidden.span.extracting(0..<tape.steps * width)
    accumulate(0, before, resets.span, tape, &gradient, workspace)
    accumulate(1, before, updates.span, tape, &gradient, workspace)
    accumulate(2, product.span, states.span, tape, &gradient, workspace)
    tape.hidden = hidden
    tape.product = product
    tape.hiddenGradient = hiddenGradient
    tape.inputWeightGradient = inputWeightGradient
    tape.productGradient = productGradient
    tape.reset = reset
    tape.update = update
    tape.state = state
  }

  /// What one gate's map gets from all steps together: the second part of a split pullback.
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
  }

  /// What the input weights and the offsets of one gate get in one step.
  private func sumInputWeightGradient(
    _ index: Int, _ input: Span<Scalar>, _ gateGradient: Span<Scalar>,
    in sums: inout MutableSpan<Scalar>, _ samples: Int, _ set: InstructionSet
  ) {
    let count = (inputCount + 1) * hiddenCount
    var part = sums._mutatingExtracting(index * count..<(index + 1) * count)
    NarrowProduct.addTransposed(
      input, gateGradient, to: &part, samples: samples, instructionSet: set)
  }

  /// Adds the gradient with respect to input weights and offsets, `[3, inputs + 1, hidden]`, to that of
  /// the parameters.
  private func addInputWeightGradient(_ sums: Span<Scalar>, to gradient: inout MutableSpan<Scalar>)
  {
    let layout = layout
    let length = (inputCount + 1) * hiddenCount
    for gate in 0..<3 {
      let own = sums.extracting(gate * length..<(gate + 1) * length)
      let matrix = hiddenCount * inputCount
      let start = layout.inputWeights.lowerBound + gate * matrix
      var weights = gradient._mutatingExtracting(start..<start + matrix)
      addMatrixTransposed(own, rows: inputCount, columns: hiddenCount, to: &weights)
      let biasStart = layout.biases.lowerBound + gate * hiddenCount
      var biases = gradient._mutatingExtracting(biasStart..<biasStart + hiddenCount)
      BLAS.axpy(alpha: 1, x: own.extracting(matrix..<length), y: &biases)
    }
  }
}

/// `sums[column, row] += matrix[row, column]`; elements of the matrix beyond are left out.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
private func addMatrixTransposed<Scalar: LayerScalar>(
  _ matrix: Span<Scalar>, rows: Int, columns: Int, to sums: inout MutableSpan<Scalar>
) {
  for row in 0..<rows {
    for column in 0..<columns { sums[column * rows + row] += matrix[row * columns + column] }
  }
}
