import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("Residual blocks of causal convolutions are PyTorch's")
struct GoldenTemporalTests {
  private func check<T: LayerScalar>(
    _: T.Type, _ golden: GoldenTemporal.Block, tolerance: Double
  ) {
    var generator = SplitMix64(seed: 1)
    var block = ResidualBlock<T>(
      inputs: golden.inputs, outputs: golden.outputs, taps: golden.taps,
      dilation: golden.dilation, using: &generator)
    #expect(Set(block.parameters.entries.map(\.name)) == Set(golden.weights.keys))
    block.assign(flattened(golden.weights, as: block.parameters).converted(to: T.self))
    func sequences(_ x: [Double]) -> [Double] { swapped(x, golden.batch, golden.steps) }
    let input = sequences(golden.input).converted(to: T.self)
    let workspace = Workspace<T>(threads: 1)
    let part = BatchPart(
      steps: golden.steps, batch: golden.batch, samples: 0..<golden.batch)
    var tape = ResidualTape<T>()
    tape.run(block, inputs: input.span, part: part, masks: nil, workspace: workspace)
    #expect(difference(tape.outputs, sequences(golden.output)) <= tolerance)

    var outputGradient = sequences(golden.weighting).converted(to: T.self)
    var inputGradient = input.map { _ in T(0) }
    var gradient = block.parameters.values.map { _ in T(0) }
    do {
      var output = outputGradient.mutableSpan
      var input = inputGradient.mutableSpan
      var span = gradient.mutableSpan
      tape.pullback(
        block, inputs: sequences(golden.input).converted(to: T.self).span,
        outputGradient: &output, inputGradient: &input, parameterGradient: &span, part: part,
        masks: nil, workspace: workspace)
    }
    #expect(difference(inputGradient, sequences(golden.gradients["input"]!)) <= tolerance)
    #expect(
      difference(gradient, flattened(golden.gradients, as: block.parameters)) <= tolerance)
  }

  @Test(arguments: GoldenTemporal.values.blocks)
  func blocks(_ golden: GoldenTemporal.Block) {
    check(Double.self, golden, tolerance: 1e-13)
    check(Float.self, golden, tolerance: 1e-4)
  }

  private func checkNetwork<T: LayerScalar>(_: T.Type, tolerance: Double) {
    let golden = GoldenTemporal.values.network
    var generator = SplitMix64(seed: 1)
    var network = TemporalConvolutionalNetwork<T>(
      symbols: golden.symbols, width: golden.width, hidden: golden.hidden, blocks: 2,
      taps: golden.taps, using: &generator)
    #expect(Set(network.parameters.entries.map(\.name)) == Set(golden.weights.keys))
    network.assign(flattened(golden.weights, as: network.parameters).converted(to: T.self))
    let symbols = (0..<golden.steps).flatMap { step in golden.text.map { $0[step] } }
    let labels = (golden.unscored..<golden.steps).flatMap { step in
      golden.text.map { $0[step + 1] }
    }
    let pass = TemporalPass<T>(workspace: Workspace(threads: 1))
    var outputs = [T](repeating: .nan, count: symbols.count * golden.symbols)
    var outputGradient = [T](repeating: 0, count: outputs.count)
    var gradient = network.parameters.values.map { _ in T(0) }
    let loss: Double
    do {
      var all = outputs.mutableSpan
      var toAll = outputGradient.mutableSpan
      pass.run(
        network, symbols: symbols.span, steps: golden.steps, batch: golden.batch, outputs: &all)
      let scored = all.count - labels.count * golden.symbols..<all.count
      var toScored = toAll._mutatingExtracting(scored)
      loss = Loss.crossEntropy(
        all.span.extracting(scored), labels: labels.span, classes: golden.symbols,
        gradient: &toScored)
      var span = gradient.mutableSpan
      pass.pullback(network, outputGradient: toAll.span, gradient: &span)
    }
    #expect(
      difference(outputs, swapped(golden.outputs, golden.batch, golden.steps)) <= tolerance)
    #expect(abs(loss - golden.loss) <= tolerance)
    #expect(
      difference(gradient, flattened(golden.gradients, as: network.parameters)) <= tolerance)
  }

  @Test func network() {
    checkNetwork(Double.self, tolerance: 1e-13)
    checkNetwork(Float.self, tolerance: 1e-5)
  }
}
