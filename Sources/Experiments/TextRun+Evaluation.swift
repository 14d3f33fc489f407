public import Networks
import RealModule
import StructuredLinear

extension TextRun {
  /// Bits a character of the test text.
  public func evaluate() -> Double { bitsPerCharacter(test) }

  /// Mean of −log₂ of the probability of each character that is scored, without dropout.
  func bitsPerCharacter(_ batches: TextBatches) -> Double {
    var network = trainer.network
    network.removeMasks()
    var (sum, count) = (0.0, 0)
    var state = firstState
    for segment in batches.segments {
      batches.write(segment, to: &symbols, labels: &labels)
      resize(&outputs, symbols.count * symbolCount)
      var outputs = take(&self.outputs)
      do {
        var all = outputs.mutableSpan
        pass.run(
          network, symbols: symbols.span, steps: segment.length, batch: batches.streams,
          state: &state, outputs: &all)
        let first = all.count - labels.count * symbolCount
        let loss = Loss.crossEntropy(
          all.span.extracting(first..<all.count), labels: labels.span, classes: symbolCount)
        sum += loss * Double(labels.count)
      }
      self.outputs = outputs
      count += labels.count
    }
    return sum / Double(count) / Double.log(2)
  }

  /// The mean cross entropy that bits a character are.
  static func nats(_ bits: Double) -> Double { bits * Double.log(2) }

  /// The fewest bits a character of the validation text so far, and the epoch that they are of; 0 is the
  /// start.
  private var best: (epoch: Int, bits: Double) {
    results.enumerated().map { (epoch: $0.offset, bits: $0.element) }.min { $0.bits < $1.bits }
      ?? (0, .nan)
  }

  /// The epoch that was best on the validation text.
  public var bestEpoch: Int { best.epoch }

  /// Bits a character of the validation text after ``bestEpoch``.
  public var bestValidationBits: Double { best.bits }

  /// Bits a character of the validation text after the last epoch.
  public var validationBits: Double { results.last ?? .nan }

  /// The wavelet loss now.
  public var waveletLoss: Double { Double(trainer.network.auxiliaryLoss) }

  /// Seconds of training, validation and testing so far, over all starts.
  public var seconds: Double { clock.seconds }

  /// The run and what testing gave, in bits a character, as one JSON object.
  public func summary(_ bits: Double) -> JSON.Object {
    [
      "task": .string(TextConfiguration.task),
      "model": .string(configuration.model.rawValue), "map": .string(configuration.map.rawValue),
      "compress": .string(configuration.compressName), "weights": .init(weightCount),
      "bpc": .init(bits), "bpc_best_epoch": .init(bestBits),
      "validation_bpc": .init(validationBits),
      "wavelet_loss": .init(waveletLoss), "epochs": .init(epochsDone), "steps": .init(step),
      "seconds": .init(seconds),
    ]
  }
}
