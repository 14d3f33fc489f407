public import Kernels
import LinearAlgebra
import Networks
import StructuredLinear

/// One training of LeNet on images, from its start or from a checkpoint, to its end or to an
/// interruption. The network is tested at the start and after each epoch.
///
/// The calling program sets ``OpenBLAS/threads`` to 1: the threads of a run are those of its workspace.
public final class ImageRun: TrainingRun {
  /// What the run computes.
  public let configuration: ImageConfiguration
  /// Where checkpoints go, at the end of each epoch and at an interruption; nil for none.
  public let checkpointPath: String?
  /// Exact number of weights.
  public var weightCount: Int { trainer.parameters.count }
  /// Steps taken.
  public var step: Int { trainer.step }
  /// Steps of the whole run.
  public var stepCount: Int { configuration.epochs * stepsPerEpoch }
  /// Whether training has come to its end.
  public var isFinished: Bool { step >= stepCount && results.count > configuration.epochs }

  let pass: ImagePass<Float>
  var trainer: Trainer<LeNet<Float>>
  /// The mean of weights; empty where there is none.
  var average: [Float] = []
  /// Where shifts are drawn from.
  var data: SplitMix64
  var epoch = Epoch()
  /// Of the start and of each epoch that is done.
  var results: [Result] = []
  var log: RunLog?
  var clock = TrainingClock()

  let split: ImageSplit
  /// The checksum of what is trained and tested with.
  let dataChecksum: String
  var stepsPerEpoch: Int {
    (split.trainRange.count + configuration.batch - 1) / configuration.batch
  }

  private var order: EpochOrder
  private var pixels: [Float] = []
  private var labels: [Int] = []

  /// Sums over the steps of an epoch.
  struct Epoch: Equatable {
    var images = 0
    var loss = 0.0
    var rightAnswers = 0
  }

  /// What testing gave.
  public struct Result: Sendable, Equatable {
    /// Mean cross entropy.
    public let loss: Double
    /// How many images were given their class.
    public let rightAnswers: Int
  }

  /// A run before its first step.
  ///
  /// - Throws: ``ConfigurationError`` where the configuration makes no sense or does not suit the
  ///   images.
  public init(
    _ configuration: ImageConfiguration, images: MNIST, workspace: Workspace<Float>,
    checkpointPath: String? = nil
  ) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
    self.checkpointPath = checkpointPath
    split = try ImageSplit(
      images, validation: configuration.validation, count: configuration.images)
    dataChecksum = images.checksum
    order = EpochOrder(split.trainRange, seed: configuration.seed)
    let network = try configuration.network(rows: images.train.rows, columns: images.train.columns)
    let parameters = network.parameters
    trainer = Trainer(
      network, optimizer: Adadelta<Float>(count: parameters.count, rate: configuration.rate),
      maskSeed: configuration.seed ^ 0x6d61_736b)
    trainer.auxiliaryWeight = configuration.waveletLossWeight
    if configuration.averaging > 0 { average = parameters.values }
    data = SplitMix64(seed: configuration.seed ^ 0x7368_6966_7473)
    pass = ImagePass(workspace: workspace)
    trainer.schedule =
      switch configuration.decay {
      case .steps: .steps(period: stepsPerEpoch, factor: configuration.decayFactor)
      case .cosine: .cosine(steps: configuration.epochs * stepsPerEpoch, final: 0)
      }
  }
}

extension ImageRun {
  /// Trains, as ``TrainingRun`` has it.
  public func train(
    isInterrupted: () -> Bool, observe: (TrainingStatus) -> Void
  ) throws -> Bool {
    if !isFinished { clock.begin() }
    defer { clock.end() }
    if results.isEmpty { try closeEpoch() }
    while !isFinished {
      if isInterrupted() {
        try writeCheckpoint()
        return false
      }
      let report = try takeStep()
      observe(
        TrainingStatus(
          step: step, loss: epoch.loss / Double(epoch.images), waveletLoss: report.auxiliaryLoss))
      if step.isMultiple(of: stepsPerEpoch) { try closeEpoch() }
    }
    return true
  }

  private func takeStep() throws(TrainingError) -> Trainer<LeNet<Float>>.Report {
    let position = step % stepsPerEpoch
    let order = order(step / stepsPerEpoch)
    let start = position * configuration.batch
    let indices = order[start..<min(order.count, start + configuration.batch)]
    split.train.write(
      indices, shiftedBy: configuration.shift, to: &pixels, labels: &labels, using: &data)
    let (pixels, labels) = (pixels, labels)
    let classes = LabelledImages.classCount
    var right = 0
    let report = try trainer.takeStep { network, gradient in
      var outputs = [Float](repeating: 0, count: labels.count * classes)
      var outputGradient = outputs
      var span = outputs.mutableSpan
      var toOutputs = outputGradient.mutableSpan
      pass.run(network, images: pixels.span, batch: labels.count, outputs: &span)
      right = Loss.correctCount(span.span, labels: labels.span, classes: classes)
      let loss = Loss.crossEntropy(
        span.span, labels: labels.span, classes: classes, gradient: &toOutputs)
      pass.pullback(
        network, images: pixels.span, outputGradient: toOutputs.span, gradient: &gradient)
      return loss
    }
    addToAverage()
    epoch.images += labels.count
    epoch.loss += report.loss * Double(labels.count)
    epoch.rightAnswers += right
    return report
  }

  /// The mean begins with few weights, so that the start is soon forgotten.
  private func addToAverage() {
    guard configuration.averaging > 0 else { return }
    let kept = min(configuration.averaging, Double(step) / Double(step + 10))
    var average = take(&self.average)
    let values = trainer.parameters.values
    var mean = average.mutableSpan
    BLAS.scal(alpha: Float(kept), x: &mean)
    BLAS.axpy(alpha: Float(1 - kept), x: values.span, y: &mean)
    self.average = average
  }

  /// Tests, writes a line of the log and a checkpoint.
  private func closeEpoch() throws {
    let result = evaluate()
    let held = configuration.validation > 0 ? "validation" : "test"
    try requireFinite(result.loss, "\(held) loss")
    results.append(result)
    func mean(_ sum: Double) -> JSON {
      epoch.images > 0 ? .init(sum / Double(epoch.images)) : .null
    }
    try log?.append([
      "step": .init(step), "epoch": .init(results.count - 1), "loss": mean(epoch.loss),
      "accuracy": mean(Double(epoch.rightAnswers)), "\(held)_loss": .init(result.loss),
      "\(held)_accuracy": .init(accuracy(result)), "wavelet_loss": .init(waveletLoss),
    ])
    epoch = Epoch()
    try writeCheckpoint()
  }
}
