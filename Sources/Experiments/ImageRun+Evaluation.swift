public import Networks
import StructuredLinear

extension ImageRun {
  /// The network that is tested: of the mean weights where there are such, without dropout.
  private var testedNetwork: LeNet<Float> {
    var network = trainer.network
    network.removeMasks()
    if !average.isEmpty { network.assign(average) }
    return network
  }

  /// Runs the network on the images to test with.
  public func evaluate() -> Result {
    let network = testedNetwork
    let classes = LabelledImages.classCount
    var (loss, right, start) = (0.0, 0, split.testRange.lowerBound)
    var pixels: [Float] = []
    var labels: [Int] = []
    while start < split.testRange.upperBound {
      let end = min(split.testRange.upperBound, start + 64)
      split.test.write(start..<end, to: &pixels, labels: &labels)
      var outputs = [Float](repeating: 0, count: labels.count * classes)
      var span = outputs.mutableSpan
      pass.run(network, images: pixels.span, batch: labels.count, outputs: &span)
      loss +=
        Loss.crossEntropy(span.span, labels: labels.span, classes: classes) * Double(labels.count)
      right += Loss.correctCount(span.span, labels: labels.span, classes: classes)
      start = end
    }
    return Result(loss: loss / Double(split.testRange.count), rightAnswers: right)
  }

  /// The share of right answers.
  public func accuracy(_ result: Result) -> Double {
    Double(result.rightAnswers) / Double(split.testRange.count)
  }

  /// The share of right answers after the best epoch so far; that of the start where none is done.
  public var bestAccuracy: Double {
    let right = results.dropFirst().map(\.rightAnswers).max() ?? results.first?.rightAnswers ?? 0
    return Double(right) / Double(split.testRange.count)
  }

  /// The wavelet loss of the network that is tested.
  public var waveletLoss: Double { Double(testedNetwork.auxiliaryLoss) }

  /// Seconds of training and testing so far, over all starts.
  public var seconds: Double { clock.seconds }

  /// Epochs that are done.
  public var epochsDone: Int { max(0, results.count - 1) }

  /// The run and what testing gave as one JSON object.
  public func summary(_ result: Result) -> JSON.Object {
    var fields: [JSON.Object.Field] = [
      .init("task", .string(ImageConfiguration.task)),
      .init("map", .string(configuration.map.rawValue)), .init("weights", .init(weightCount)),
    ]
    // Of images that were held back.
    if configuration.validation > 0 {
      fields.append(.init("validation", .init(configuration.validation)))
    }
    fields += [
      .init("loss", .init(result.loss)), .init("accuracy", .init(accuracy(result))),
      .init("accuracy_best_epoch", .init(bestAccuracy)), .init("wavelet_loss", .init(waveletLoss)),
      .init("epochs", .init(epochsDone)), .init("steps", .init(step)),
      .init("seconds", .init(seconds)),
    ]
    return JSON.Object(fields)
  }
}
