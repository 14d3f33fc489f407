public import Networks
import StructuredLinear

extension TrainingRun {
  /// Loss and accuracy on test sequences of their own, the same for every network.
  public struct Evaluation: Sendable, Equatable {
    /// Mean loss of the task.
    public let loss: Double
    /// Fraction of right answers.
    public let accuracy: Double
  }

  /// Runs the network on the test sequences, without dropout.
  public func evaluate() -> Evaluation {
    var network = trainer.network
    network.removeMasks()
    var generator = SplitMix64(seed: 0x7465_7374)
    var (loss, right, done) = (0.0, 0, 0)
    while done < configuration.testSequences {
      let count = min(configuration.batch, configuration.testSequences - done)
      let batch = task.batch(count, using: &generator)
      let readSteps = network.readSteps(of: task.steps)
      var outputs = [Float](repeating: 0, count: readSteps * count * task.outputCount)
      var span = outputs.mutableSpan
      pass.run(
        network, inputs: batch.inputs.span, steps: task.steps, batch: count, outputs: &span)
      loss += task.loss(span.span, of: batch) * Double(count)
      right += task.rightAnswers(span.span, of: batch)
      done += count
    }
    return Evaluation(
      loss: loss / Double(done), accuracy: Double(right) / Double(done * task.answersPerSequence))
  }

  /// The run and its evaluation as one JSON object.
  public func summary(_ evaluation: Evaluation) -> JSON.Object {
    [
      "task": .string(configuration.task.rawValue), "map": .string(configuration.map.rawValue),
      "compress": .string(configuration.compressName), "weights": .init(weightCount),
      "loss": .init(evaluation.loss), "accuracy": .init(evaluation.accuracy),
      "wavelet_loss": .init(waveletLoss), "steps": .init(step),
      "seconds": .init(seconds),
    ]
  }

  /// The wavelet loss now.
  public var waveletLoss: Double { Double(trainer.network.auxiliaryLoss) }

  /// Seconds of training so far, over all starts.
  public var seconds: Double { secondsBefore + secondsNow }
}
