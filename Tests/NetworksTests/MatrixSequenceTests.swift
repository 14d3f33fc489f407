import Kernels
import Networks
import StructuredLinear
import Testing
import Wavelets

@Suite("Sequences by way of a map's matrix agree with those by way of the map")
struct MatrixSequenceTests {
  struct Results {
    let outputs, parameters, inputs: [Double]
  }

  /// Outputs and gradients of a batch in two parts, added to what was there.
  func results(_ maps: [any LinearMap<Double>]) -> Results {
    var generator = SplitMix64(seed: 2)
    let cell = GatedRecurrentCell<Double>(
      inputs: 2, reset: maps[0], update: maps[1], state: maps[2], using: &generator)
    let network = RecurrentNetwork(cell: cell, outputs: 3, reading: .every, using: &generator)
    let pass = SequencePass<Double>(workspace: Workspace(threads: 2))
    let inputs = randomNumbers(20 * 9 * 2, seed: 3, as: Double.self)
    // Twice, as memory is kept.
    _ = network.outputs(inputs, steps: 20, batch: 9, pass)
    let outputs = network.outputs(inputs, steps: 20, batch: 9, pass)
    // Maps, input weights with offsets, read-out; biases of maps have no names in a network.
    let count =
      maps.reduce(0) { $0 + $1.weightCount } + 3 * 24 * (2 + 1) + network.readout.weightCount
    var gradient = randomNumbers(count, seed: 4, as: Double.self)
    var inputGradient = randomNumbers(inputs.count, seed: 5, as: Double.self)
    let outputGradient = randomNumbers(outputs.count, seed: 6, as: Double.self)
    var span = gradient.mutableSpan
    var inputSpan = inputGradient.mutableSpan
    pass.pullback(
      network, outputGradient: outputGradient.span, gradient: &span, inputGradient: &inputSpan)
    return Results(outputs: outputs, parameters: gradient, inputs: inputGradient)
  }

  /// With a bias the map goes its own way in both.
  @Test(arguments: [false, true], [1, 3]) func tensorTrain(bias: Bool, rank: Int) {
    var generator = SplitMix64(seed: 1)
    let maps = (0..<3).map { _ in
      TensorTrainMap<Double>(
        inputFactors: [2, 3, 4], outputFactors: [4, 2, 3], rank: rank, bias: bias,
        using: &generator)
    }
    #expect(maps.allSatisfy { $0.prefersMatrix })
    expectAgreement(maps)
  }

  @Test(arguments: [false, true], [ExtensionMode.zero, .periodization])
  func wavelet(bias: Bool, mode: ExtensionMode) {
    let maps = (0..<3).map { (seed: UInt64) in
      var map = WaveletMap<Double>(
        inputs: 24, outputs: 24, bank: .daubechies(3), levels: 3, mode: mode, bias: bias,
        seed: seed)
      let numbers = randomNumbers(map.weightCount, seed: seed, as: Double.self)
      map.parameters.values = zip(map.parameters.values, numbers).map { $0 + 0.1 * $1 }
      return map
    }
    #expect(maps.allSatisfy { $0.prefersMatrix })
    expectAgreement(maps)
  }

  func expectAgreement<Map: LinearMap<Double>>(_ maps: [Map]) {
    // Without a mask this is the map itself, but it does not offer its matrix.
    let stepwise = results(maps.map { DropoutMap($0, rate: 0) })
    let sequence = results(maps)
    func close(_ a: [Double], _ b: [Double]) -> Bool {
      a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-11 * max(1, abs($1)) }
    }
    #expect(close(sequence.outputs, stepwise.outputs))
    #expect(close(sequence.parameters, stepwise.parameters))
    #expect(close(sequence.inputs, stepwise.inputs))
  }
}
