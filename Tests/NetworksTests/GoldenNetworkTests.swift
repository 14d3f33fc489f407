import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("A dense gated recurrent unit is PyTorch's")
struct GoldenNetworkTests {
  private static let golden = Golden.values.gru

  /// The network of the file; `readsState` puts the identity in the place of the read-out.
  private func network<T: LayerScalar>(
    _: T.Type, readsState: Bool = false
  ) -> RecurrentNetwork<T> {
    let golden = Self.golden
    var generator = SplitMix64(seed: 1)
    let maps = (0..<3).map { _ in
      DenseMap<T>(inputs: golden.hidden, outputs: golden.hidden, using: &generator)
    }
    let cell = GatedRecurrentCell<T>(
      inputs: golden.input, reset: maps[0], update: maps[1], state: maps[2], using: &generator)
    var network = RecurrentNetwork(
      cell: cell, outputs: readsState ? golden.hidden : golden.output, reading: .every,
      using: &generator)
    var values = network.parameters.values
    for entry in network.parameters.entries {
      if readsState, entry.name.hasPrefix("readout.") {
        for i in 0..<entry.range.count {
          values[entry.range.lowerBound + i] =
            entry.role == .matrix && i.isMultiple(of: golden.hidden + 1) ? 1 : 0
        }
      } else {
        values.replaceSubrange(
          entry.range, with: golden.weights[Self.name(of: entry)]!.converted(to: T.self))
      }
    }
    network.assign(values)
    return network
  }

  /// PyTorch's name of a parameter: `cell.` has no counterpart there.
  private static func name<T: LayerScalar>(of entry: Parameters<T>.Entry) -> String {
    entry.name.hasPrefix("cell.") ? String(entry.name.dropFirst(5)) : entry.name
  }

  /// The loss; the gradient is added.
  private func loss<T: LayerScalar>(
    _ network: RecurrentNetwork<T>, _ pass: SequencePass<T>, gradient: inout MutableSpan<T>,
    inputGradient: inout MutableSpan<T>
  ) -> Double {
    let golden = Self.golden
    let outputs = network.outputs(
      golden.inputs.converted(to: T.self), steps: golden.steps, batch: golden.batch, pass)
    var outputGradient = outputs
    var span = outputGradient.mutableSpan
    let loss = Loss.meanSquaredError(
      outputs.span, target: golden.targets.converted(to: T.self).span, gradient: &span)
    pass.pullback(
      network, outputGradient: span.span, gradient: &gradient, inputGradient: &inputGradient)
    return loss
  }

  private func checkRun<T: LayerScalar>(_ type: T.Type, tolerance: Double) {
    let golden = Self.golden
    let pass = SequencePass<T>(workspace: Workspace(threads: 1))
    let inputs = golden.inputs.converted(to: T.self)
    func outputs(_ network: RecurrentNetwork<T>) -> [T] {
      network.outputs(inputs, steps: golden.steps, batch: golden.batch, pass)
    }
    let network = network(type)
    #expect(difference(outputs(network), golden.outputs) <= tolerance)
    #expect(difference(outputs(self.network(type, readsState: true)), golden.states) <= tolerance)

    var gradient = [T](repeating: 0, count: network.parameters.count)
    var inputGradient = [T](repeating: 0, count: inputs.count)
    var span = gradient.mutableSpan
    var inputSpan = inputGradient.mutableSpan
    let loss = loss(network, pass, gradient: &span, inputGradient: &inputSpan)
    #expect(abs(loss - golden.loss) <= tolerance * golden.loss)
    #expect(network.parameters.entries.count == golden.weights.count)
    for entry in network.parameters.entries {
      let expected = golden.gradients[Self.name(of: entry)]!
      #expect(difference(Array(gradient[entry.range]), expected) <= tolerance, "\(entry.name)")
    }
    #expect(difference(inputGradient, golden.gradients["inputs"]!) <= tolerance)
  }

  @Test func outputsAndGradients() {
    checkRun(Double.self, tolerance: 1e-14)
    checkRun(Float.self, tolerance: 1e-5)
  }

  private func checkTraining<T: LayerScalar>(
    _ type: T.Type, losses tolerance: Double, weights weightTolerance: Double
  ) throws {
    let golden = Self.golden
    let network = network(type)
    let pass = SequencePass<T>(workspace: Workspace(threads: 1))
    var trainer = Trainer(
      network, optimizer: RMSprop<T>(count: network.parameters.count, rate: golden.training.rate))
    var unused = [T](repeating: 0, count: golden.inputs.count)
    for (step, expected) in golden.training.losses.enumerated() {
      let report = try trainer.takeStep { network, gradient in
        var inputGradient = unused.mutableSpan
        return loss(network, pass, gradient: &gradient, inputGradient: &inputGradient)
      }
      #expect(abs(report.loss - expected) <= tolerance * expected, "step \(step)")
      #expect(report.auxiliaryLoss == 0)
    }
    #expect(trainer.step == golden.training.losses.count)
    for entry in trainer.parameters.entries {
      let trained = Array(trainer.parameters.values[entry.range])
      let expected = golden.trained[Self.name(of: entry)]!
      #expect(difference(trained, expected) <= weightTolerance, "\(entry.name)")
    }
    #expect(trainer.network.parameters == trainer.parameters)
  }

  @Test func tenStepsOfTraining() throws {
    try checkTraining(Double.self, losses: 1e-13, weights: 1e-12)
    try checkTraining(Float.self, losses: 1e-5, weights: 1e-4)
  }
}
