public import Kernels
import LinearAlgebra
import Networks
import StructuredLinear

/// One training of a recurrent network, from its start or from a checkpoint, to its end or to an
/// interruption. Where its sequences are of a set, the network is tested after each epoch.
///
/// The calling program sets ``OpenBLAS/threads`` to 1: the threads of a run are those of its workspace.
public final class SequenceRun: TrainingRun {
  /// What the run computes.
  public let configuration: SequenceConfiguration
  /// Where checkpoints go; nil for none.
  public let checkpointPath: String?
  /// Steps between checkpoints.
  public let checkpointInterval: Int
  /// Exact number of weights.
  public var weightCount: Int { trainer.parameters.count }
  /// Steps taken.
  public var step: Int { trainer.step }
  /// Steps of the whole run, where it does not converge before.
  public var stepCount: Int { configuration.steps }
  /// Whether training has come to its end.
  public var isFinished: Bool {
    step >= stepCount || interval.convergedIntervals >= Self.intervalsToStop
  }

  var task: any SequenceTask
  /// The checksum of the images, where the task has any.
  let dataChecksum: String?
  var trainer: Trainer<RecurrentNetwork<Float>>
  var data: SplitMix64
  let pass: SequencePass<Float>
  private var outputs: [Float]
  private var outputGradient: [Float]
  var interval = Interval()
  /// Of each epoch that is done.
  var results: [Evaluation] = []
  var log: RunLog?
  var clock = TrainingClock()

  /// Steps between lines of the log.
  static let intervalLength = 100
  static let intervalsToStop = 5

  /// Means over the steps since the last line of the log.
  struct Interval: Equatable {
    var steps = 0
    var loss = 0.0
    var rightAnswers = 0
    /// Intervals in a row whose mean loss was below the one to stop at.
    var convergedIntervals = 0
  }

  /// A run before its first step.
  ///
  /// - Throws: ``ConfigurationError`` where the configuration makes no sense or does not suit the
  ///   images, which a task of images needs.
  public init(
    _ configuration: SequenceConfiguration, images: MNIST? = nil, workspace: Workspace<Float>,
    checkpointPath: String? = nil, checkpointInterval: Int = 500
  ) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
    self.checkpointPath = checkpointPath
    self.checkpointInterval = max(1, checkpointInterval)
    task = try configuration.sequenceTask(images)
    // Images may be larger than MNIST's, by which settings are checked.
    try configuration.requireHiddenStates(steps: task.steps)
    dataChecksum = configuration.task.needsImages ? images?.checksum : nil
    let network = configuration.network(for: task)
    let parameters = network.parameters
    let optimizer = RMSprop<Float>(
      count: parameters.count, rate: configuration.rate,
      groups: parameters.structureGroups(factor: configuration.structureRate))
    trainer = Trainer(network, optimizer: optimizer, maskSeed: configuration.seed ^ 0x6d61_736b)
    if configuration.clip > 0 { trainer.largestGradientNorm = configuration.clip }
    if configuration.decay == .cosine {
      trainer.schedule = .cosine(steps: configuration.steps, final: 0.01)
    }
    trainer.auxiliaryWeight = configuration.waveletLossWeight
    data = SplitMix64(seed: configuration.seed ^ 0x7472_6169_6e00)
    pass = SequencePass(workspace: workspace)
    let count = network.readSteps(of: task.steps) * configuration.batch * task.outputCount
    outputs = [Float](repeating: 0, count: count)
    outputGradient = outputs
  }
}

extension SequenceRun {
  /// Trains, as ``TrainingRun`` has it.
  public func train(
    isInterrupted: () -> Bool, observe: (TrainingStatus) -> Void
  ) throws -> Bool {
    if !isFinished { clock.begin() }
    defer { clock.end() }
    if step == 0 { try writeCheckpoint() }
    while !isFinished {
      if isInterrupted() {
        try writeCheckpoint()
        return false
      }
      let report = try takeStep()
      observe(
        TrainingStatus(
          step: step,
          loss: interval.steps > 0 ? interval.loss / Double(interval.steps) : report.loss,
          waveletLoss: report.auxiliaryLoss))
      try closeInterval(report)
      if epochs(after: step) > epochs(after: step - 1) { try closeEpoch() }
      if step.isMultiple(of: checkpointInterval) && !isFinished { try writeCheckpoint() }
    }
    try writeCheckpoint()
    return true
  }

  private func takeStep() throws(TrainingError) -> Trainer<RecurrentNetwork<Float>>.Report {
    let batch = task.batch(configuration.batch, at: step, using: &data)
    var outputs = take(&self.outputs)
    var outputGradient = take(&self.outputGradient)
    var right = 0
    defer {
      self.outputs = outputs
      self.outputGradient = outputGradient
    }
    let report = try trainer.takeStep { network, gradient in
      var outputs = outputs.mutableSpan
      var outputGradient = outputGradient.mutableSpan
      pass.run(
        network, inputs: batch.inputs.span, steps: task.steps, batch: batch.count,
        outputs: &outputs)
      right = task.rightAnswers(outputs.span, of: batch)
      let loss = task.loss(outputs.span, of: batch, gradient: &outputGradient)
      pass.pullback(network, outputGradient: outputGradient.span, gradient: &gradient)
      return loss
    }
    interval.steps += 1
    interval.loss += report.loss
    interval.rightAnswers += right
    return report
  }

  /// Writes a line of the log at the end of an interval.
  private func closeInterval(_ report: Trainer<RecurrentNetwork<Float>>.Report) throws {
    guard step.isMultiple(of: Self.intervalLength) else { return }
    let loss = interval.loss / Double(interval.steps)
    let answers = interval.steps * configuration.batch * task.answersPerSequence
    try log?.append([
      "step": .init(step), "loss": .init(loss),
      "accuracy": .init(Double(interval.rightAnswers) / Double(answers)),
      "wavelet_loss": .init(waveletLoss), "gradient_norm": .init(report.gradientNorm),
    ])
    let converged = loss < configuration.stopLoss ? interval.convergedIntervals + 1 : 0
    interval = Interval(convergedIntervals: converged)
  }

  /// Epochs that are done after so many steps; none where sequences are drawn anew for ever.
  func epochs(after step: Int) -> Int {
    task.sequencesPerEpoch.map { step * configuration.batch / $0 } ?? 0
  }

  /// Tests and writes a line of the log.
  private func closeEpoch() throws {
    let result = evaluate()
    let held = configuration.validation > 0 ? "validation" : "test"
    try requireFinite(result.loss, "\(held) loss")
    results.append(result)
    try log?.append([
      "step": .init(step), "epoch": .init(results.count), "\(held)_loss": .init(result.loss),
      "\(held)_accuracy": .init(result.accuracy), "wavelet_loss": .init(waveletLoss),
    ])
  }
}
