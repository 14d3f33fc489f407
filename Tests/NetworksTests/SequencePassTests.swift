import Kernels
import Networks
import RealModule
import StructuredLinear
import Testing

@Suite("Sequences through recurrent networks")
struct SequencePassTests {
  /// The equations, sample by sample.
  private func naive(
    _ network: RecurrentNetwork<Double>, _ inputs: [Double], steps: Int, batch: Int
  ) -> [Double] {
    let cell = network.cell
    let (n, m) = (cell.hiddenCount, cell.inputCount)
    let parameters = network.parameters
    func values(_ name: String) -> [Double] {
      Array(parameters.values[parameters[name]!.range])
    }
    let maps = cell.maps.map { $0.materialized(workspace: Workspace(threads: 1)) }
    func product(_ matrix: [Double], _ x: [Double]) -> [Double] {
      (0..<matrix.count / x.count).map { i in
        x.indices.reduce(0) { $0 + matrix[i * x.count + $1] * x[$1] }
      }
    }
    func sigmoid(_ x: Double) -> Double { 1 / (1 + .exp(-x)) }
    var outputs = [Double](repeating: 0, count: steps * batch * network.readout.outputCount)
    for sample in 0..<batch {
      var h = [Double](repeating: 0, count: n)
      for step in 0..<steps {
        let start = (step * batch + sample) * m
        let x = Array(inputs[start..<start + m])
        func sums(_ gate: Int, _ h: [Double]) -> [Double] {
          let name = Gate.allCases[gate].rawValue
          let w = product(maps[gate].elements, h)
          let v = product(values("cell.\(name).input"), x)
          return zip(zip(w, v), values("cell.\(name).bias")).map { $0.0 + $0.1 + $1 }
        }
        let r = sums(0, h).map(sigmoid)
        let z = sums(1, h).map(sigmoid)
        let c = sums(2, zip(r, h).map(*)).map(Double.tanh)
        h = (0..<n).map { z[$0] * c[$0] + (1 - z[$0]) * h[$0] }
        let y = zip(product(values("readout.weight"), h), values("readout.bias")).map(+)
        for (i, value) in y.enumerated() {
          outputs[(step * batch + sample) * y.count + i] = value
        }
      }
    }
    return outputs
  }

  @Test(arguments: NetworkKind.allCases, [1, 7, 8, 40])
  func outputsAreThoseOfTheEquations(_ kind: NetworkKind, _ batch: Int) {
    let network = kind.make(Double.self, hidden: 16)
    let inputs = randomNumbers(6 * batch * 3, seed: 2, as: Double.self)
    let pass = SequencePass<Double>(workspace: Workspace(threads: 2))
    let outputs = network.outputs(inputs, steps: 6, batch: batch, pass)
    let expected = naive(network, inputs, steps: 6, batch: batch)
    #expect(zip(outputs, expected).allSatisfy { abs($0 - $1) < 1e-12 })
  }

  /// Only the last step is read, and it is the last of all of them.
  @Test(arguments: NetworkKind.allCases)
  func lastReading(_ kind: NetworkKind) {
    let every = kind.make(Float.self, hidden: 16, reading: .every)
    let last = kind.make(Float.self, hidden: 16, reading: .last)
    let inputs = randomNumbers(5 * 9 * 3, seed: 2, as: Float.self)
    let pass = SequencePass<Float>(workspace: Workspace(threads: 1))
    let all = every.outputs(inputs, steps: 5, batch: 9, pass)
    #expect(last.outputs(inputs, steps: 5, batch: 9, pass) == Array(all.suffix(9 * 2)))
  }

  @Test(arguments: NetworkKind.allCases)
  func sameBitsForAnyNumberOfThreads(_ kind: NetworkKind) {
    let network = kind.make(Float.self, hidden: 32)
    let inputs = randomNumbers(7 * 70 * 3, seed: 2, as: Float.self)
    func results(_ threads: Int) -> (outputs: [Float], gradient: [Float], inputs: [Float]) {
      let pass = SequencePass<Float>(workspace: Workspace(threads: threads))
      // A longer and larger batch first, so that memory is used again.
      _ = network.outputs(randomNumbers(9 * 90 * 3, seed: 3), steps: 9, batch: 90, pass)
      let outputs = network.outputs(inputs, steps: 7, batch: 70, pass)
      var gradient = [Float](repeating: 0, count: network.parameters.count)
      var inputGradient = [Float](repeating: 0, count: inputs.count)
      var span = gradient.mutableSpan
      var inputSpan = inputGradient.mutableSpan
      pass.pullback(
        network, outputGradient: outputs.span, gradient: &span, inputGradient: &inputSpan)
      return (outputs, gradient, inputGradient)
    }
    let one = results(1)
    for threads in [2, 3, 5] {
      let several = results(threads)
      #expect(several.outputs == one.outputs)
      #expect(several.gradient == one.gradient)
      #expect(several.inputs == one.inputs)
    }
  }

  @Test func otherCountsTrap() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = NetworkKind.dense.make(Float.self, hidden: 8)
      let pass = SequencePass<Float>(workspace: Workspace(threads: 1))
      let outputs = network.outputs(randomNumbers(12, seed: 1), steps: 2, batch: 2, pass)
      var gradient = [Float](repeating: 0, count: network.parameters.count)
      var inputGradient = [Float](repeating: 0, count: 11)
      var span = gradient.mutableSpan
      var inputSpan = inputGradient.mutableSpan
      pass.pullback(
        network, outputGradient: outputs.span, gradient: &span, inputGradient: &inputSpan)
    }
    expectStandardError(result, holds: "A gradient of 11 inputs for 2 steps of 2 × 3")
  }

  @Test func assignedParametersAreThoseRead() {
    for kind in NetworkKind.allCases {
      var network = kind.make(Float.self, hidden: 16)
      let values = randomNumbers(network.parameters.count, seed: 8, as: Float.self)
      network.assign(values)
      #expect(network.parameters.values == values)
    }
  }
}
