import Experiments
import Kernels
import LinearAlgebra
import Networks
import StructuredLinear
import Testing

@Suite("A few sequences are learned by heart")
struct OverfittingTests {
  /// Trains on one batch and returns the first and the last loss.
  private func losses(
    _ settings: SequenceConfiguration, batch count: Int, steps: Int
  ) throws -> (first: Double, last: Double, rightAnswers: Int) {
    var task = try settings.sequenceTask()
    var generator = SplitMix64(seed: 7)
    let batch = task.batch(count, at: 0, using: &generator)
    let network = settings.network(for: task)
    var trainer = Trainer(
      network, optimizer: Adam<Float>(count: network.parameters.count, rate: settings.rate))
    trainer.largestGradientNorm = 1
    trainer.schedule = .cosine(steps: steps, final: 0.01)
    let pass = SequencePass<Float>(workspace: Workspace(threads: 1))
    var outputs = [Float](
      repeating: 0, count: network.readSteps(of: task.steps) * count * task.outputCount)
    var outputGradient = outputs
    var losses: [Double] = []
    for _ in 0..<steps {
      let report = try trainer.takeStep { network, gradient in
        var span = outputs.mutableSpan
        pass.run(
          network, inputs: batch.inputs.span, steps: task.steps, batch: count, outputs: &span)
        var gradientSpan = outputGradient.mutableSpan
        let loss = task.loss(span.span, of: batch, gradient: &gradientSpan)
        pass.pullback(network, outputGradient: gradientSpan.span, gradient: &gradient)
        return loss
      }
      losses.append(report.loss)
    }
    return (losses[0], losses[steps - 1], task.rightAnswers(outputs.span, of: batch))
  }

  private func settings(
    _ task: SequenceConfiguration.Task, _ map: MapKind, mode: ExtensionMode = .zero
  ) -> SequenceConfiguration {
    var settings = SequenceConfiguration()
    settings.task = task
    settings.map = map
    settings.hidden = task == .adding ? 16 : 32
    settings.levels = 2
    settings.rank = 3
    settings.mode = mode
    settings.timeSteps = task == .adding ? 4 : 2
    settings.rate = 0.02
    return settings
  }

  @Test(arguments: MapKind.allCases) func adding(_ map: MapKind) throws {
    let losses = try losses(settings(.adding, map), batch: 4, steps: 200)
    #expect(losses.first > 0.05)
    #expect(losses.last < 1e-3)
    #expect(losses.rightAnswers == 4)
  }

  @Test func addingWithPeriodicWavelets() throws {
    let settings = settings(.adding, .wavelet, mode: .periodization)
    let losses = try losses(settings, batch: 4, steps: 200)
    #expect(losses.last < 1e-3)
    #expect(losses.rightAnswers == 4)
  }

  @Test(arguments: MapKind.allCases) func copyMemory(_ map: MapKind) throws {
    let losses = try losses(settings(.copyMemory, map), batch: 1, steps: 250)
    #expect(losses.first > 1)
    #expect(losses.last < 0.02)
    #expect(losses.rightAnswers == 10)
  }
}
