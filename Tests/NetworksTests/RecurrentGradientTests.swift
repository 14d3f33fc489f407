import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("Back-propagation through time agrees with finite differences")
struct RecurrentGradientTests {
  /// ⟨weights, outputs⟩ + ‖outputs‖²/2, whose gradient is weights + outputs.
  private struct Problem {
    let steps: Int
    let batch: Int
    let inputs: [Double]
    let weights: [Double]

    init(_ network: RecurrentNetwork<Double>, steps: Int, batch: Int) {
      self.steps = steps
      self.batch = batch
      inputs = randomNumbers(steps * batch * network.cell.inputCount, seed: 3)
      weights = randomNumbers(
        network.readSteps(of: steps) * batch * network.readout.outputCount, seed: 4)
    }

    func loss(_ outputs: [Double]) -> Double {
      zip(weights, outputs).reduce(0) { $0 + $1.0 * $1.1 + $1.1 * $1.1 / 2 }
    }
  }

  @Test(arguments: NetworkKind.allCases, [1, 6])
  func everyParameter(_ kind: NetworkKind, _ steps: Int) {
    // The last step of one is every step.
    let readings: [RecurrentNetwork<Double>.Reading] = steps == 1 ? [.last] : [.last, .every]
    for reading in readings {
      let network = kind.make(Double.self, hidden: 8, reading: reading)
      // Nine samples are two parts, of which one has a panel.
      let problem = Problem(network, steps: steps, batch: 9)
      let pass = SequencePass<Double>(workspace: Workspace(threads: 1))
      let outputs = network.outputs(problem.inputs, steps: steps, batch: 9, pass)
      let outputGradient = zip(problem.weights, outputs).map(+)
      let before = randomNumbers(network.parameters.count, seed: 5, as: Double.self)
      var gradient = before
      var span = gradient.mutableSpan
      pass.pullback(network, outputGradient: outputGradient.span, gradient: &span)

      let values = network.parameters.values
      var changed = network
      let h = 1e-5
      for entry in network.parameters.entries {
        for i in entry.range {
          func loss(_ shift: Double) -> Double {
            var shifted = values
            shifted[i] += shift
            changed.assign(shifted)
            return problem.loss(changed.outputs(problem.inputs, steps: steps, batch: 9, pass))
          }
          let difference = (loss(h) - loss(-h)) / (2 * h)
          let error = abs(gradient[i] - before[i] - difference)
          #expect(
            error <= 1e-7 * max(1, abs(difference)),
            "\(entry.name)[\(i - entry.range.lowerBound)]: \(gradient[i] - before[i]), \(difference)"
          )
        }
      }
    }
  }

  /// The inputs, for one sample and for two parts, and the parameters' gradient beside it.
  @Test(arguments: NetworkKind.allCases, [1, 9])
  func everyInput(_ kind: NetworkKind, _ batch: Int) {
    for (reading, inputs) in [(RecurrentNetwork<Double>.Reading.last, 3), (.every, 1)] {
      let network = kind.make(Double.self, inputs: inputs, hidden: 8, reading: reading)
      let problem = Problem(network, steps: 4, batch: batch)
      let pass = SequencePass<Double>(workspace: Workspace(threads: 1))
      let outputs = network.outputs(problem.inputs, steps: 4, batch: batch, pass)
      let outputGradient = zip(problem.weights, outputs).map(+)
      let before = randomNumbers(problem.inputs.count, seed: 6, as: Double.self)
      var inputGradient = before
      var gradient = [Double](repeating: 0, count: network.parameters.count)
      var inputSpan = inputGradient.mutableSpan
      var span = gradient.mutableSpan
      pass.pullback(
        network, outputGradient: outputGradient.span, gradient: &span, inputGradient: &inputSpan)

      for i in problem.inputs.indices {
        func loss(_ shift: Double) -> Double {
          var shifted = problem.inputs
          shifted[i] += shift
          return problem.loss(network.outputs(shifted, steps: 4, batch: batch, pass))
        }
        let difference = (loss(1e-5) - loss(-1e-5)) / 2e-5
        #expect(
          abs(inputGradient[i] - before[i] - difference) <= 1e-7 * max(1, abs(difference)),
          "\(i): \(inputGradient[i] - before[i]), \(difference)")
      }

      _ = network.outputs(problem.inputs, steps: 4, batch: batch, pass)
      var alone = [Double](repeating: 0, count: gradient.count)
      var aloneSpan = alone.mutableSpan
      pass.pullback(network, outputGradient: outputGradient.span, gradient: &aloneSpan)
      #expect(alone == gradient)
    }
  }

  /// The sum over the maps, and its gradient.
  @Test(arguments: NetworkKind.allCases)
  func auxiliaryLoss(_ kind: NetworkKind) {
    let network = kind.make(Double.self, hidden: 8)
    #expect(network.auxiliaryLoss == network.cell.maps.reduce(0) { $0 + $1.auxiliaryLoss })
    var gradient = [Double](repeating: 0, count: network.parameters.count)
    var span = gradient.mutableSpan
    network.accumulateAuxiliaryGradient(weight: 2, into: &span)
    let values = network.parameters.values
    for i in values.indices {
      func loss(_ shift: Double) -> Double {
        var (shifted, changed) = (values, network)
        shifted[i] += shift
        changed.assign(shifted)
        return 2 * changed.auxiliaryLoss
      }
      #expect(abs(gradient[i] - (loss(1e-5) - loss(-1e-5)) / 2e-5) <= 1e-6)
    }
  }
}
