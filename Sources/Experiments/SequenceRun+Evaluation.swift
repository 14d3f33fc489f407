public import Networks
import StructuredLinear

extension SequenceRun {
  /// Loss and accuracy on sequences that are not trained with, the same for every network.
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
    let testCount = task.testCount(of: configuration.testSequences)
    while done < testCount {
      let count = min(configuration.batch, testCount - done)
      let batch = task.testBatch(done..<done + count, using: &generator)
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
    var fields: [JSON.Object.Field] = [
      .init("task", .string(configuration.task.rawValue)),
      .init("map", .string(configuration.map.rawValue)),
      .init("compress", .string(configuration.compressName)), .init("weights", .init(weightCount)),
    ]
    // Of images that were held back.
    if configuration.validation > 0 {
      fields.append(.init("validation", .init(configuration.validation)))
    }
    fields += [
      .init("loss", .init(evaluation.loss)), .init("accuracy", .init(evaluation.accuracy)),
    ]
    if let epochs {
      fields += [
        .init("accuracy_best_epoch", .init(bestAccuracy(evaluation))),
        .init("epochs", .init(epochs)),
      ]
    }
    fields += [
      .init("wavelet_loss", .init(waveletLoss)), .init("steps", .init(step)),
      .init("seconds", .init(seconds)),
    ]
    return JSON.Object(fields)
  }

  /// Epochs that are done; nil where sequences are drawn anew for ever.
  public var epochs: Int? { task.sequencesPerEpoch == nil ? nil : results.count }

  /// The share of right answers after the best epoch, or in an evaluation where that is better.
  public func bestAccuracy(_ evaluation: Evaluation) -> Double {
    (results + [evaluation]).map(\.accuracy).max()!
  }

  /// The wavelet loss now.
  public var waveletLoss: Double { Double(trainer.network.auxiliaryLoss) }

  /// Seconds of training and testing so far, over all starts.
  public var seconds: Double { clock.seconds }
}
