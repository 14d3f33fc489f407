public import Kernels
import LinearAlgebra
public import Networks
import StructuredLinear

/// One training of a synthetic task, from its start or from a checkpoint, to its end or to an
/// interruption.
///
/// The calling program sets ``OpenBLAS/threads`` to 1: the threads of a run are those of its workspace.
public final class TrainingRun {
  /// What the run computes.
  public let configuration: TrainingConfiguration
  /// Where checkpoints go; nil for none.
  public let checkpointPath: String?
  /// Steps between checkpoints.
  public let checkpointInterval: Int
  /// Exact number of weights.
  public var weightCount: Int { trainer.parameters.count }
  /// Steps taken.
  public var step: Int { trainer.step }
  /// Whether training has come to its end.
  public var isFinished: Bool {
    step >= configuration.steps || interval.convergedIntervals >= Self.intervalsToStop
  }

  private let task: any SequenceTask
  private var trainer: Trainer<RecurrentNetwork<Float>>
  private var data: SplitMix64
  private let pass: SequencePass<Float>
  private var outputs: [Float]
  private var outputGradient: [Float]
  private var interval = Interval()
  private var log: RunLog?
  /// Seconds of training before this start.
  private var secondsBefore = 0.0
  private var secondsNow = 0.0

  /// Steps between lines of the log.
  static let intervalLength = 100
  private static let intervalsToStop = 5

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
  /// - Throws: ``ConfigurationError`` where the configuration makes no sense.
  public init(
    _ configuration: TrainingConfiguration, workspace: Workspace<Float>,
    checkpointPath: String? = nil, checkpointInterval: Int = 500
  ) throws(ConfigurationError) {
    try configuration.validate()
    self.configuration = configuration
    self.checkpointPath = checkpointPath
    self.checkpointInterval = max(1, checkpointInterval)
    task = configuration.sequenceTask
    let network = configuration.network()
    let parameters = network.parameters
    let groups = parameters.entries
      .filter { $0.role == .diagonal || $0.role == .filters }
      .map { RateGroup($0.range, factor: configuration.structureRate) }
    let optimizer = RMSprop<Float>(
      count: parameters.count, rate: configuration.rate, groups: groups)
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

// MARK: - Training

extension TrainingRun {
  /// What is seen of a run while it goes on.
  public struct Status: Sendable {
    /// Steps taken.
    public let step: Int
    /// Mean task loss since the last line of the log.
    public let loss: Double
    /// The wavelet loss now.
    public let waveletLoss: Double
  }

  /// Trains to the end, or until `isInterrupted` says so, and writes a checkpoint in either case.
  ///
  /// - Parameters:
  ///   - isInterrupted: Asked before each step.
  ///   - observe: Told after each step.
  /// - Returns: Whether training has come to its end.
  /// - Throws: ``TrainingError`` where the loss is not finite (the last checkpoint stays) and
  ///   ``FileError``.
  public func train(
    isInterrupted: () -> Bool = { false }, observe: (Status) -> Void = { _ in }
  ) throws -> Bool {
    if step == 0 { try writeCheckpoint() }
    secondsBefore += secondsNow
    secondsNow = 0
    let clock = ContinuousClock()
    let start = clock.now
    while !isFinished {
      if isInterrupted() {
        try writeCheckpoint()
        return false
      }
      let report = try takeStep()
      secondsNow = (clock.now - start) / .seconds(1)
      observe(
        Status(
          step: step,
          loss: interval.steps > 0 ? interval.loss / Double(interval.steps) : report.loss,
          waveletLoss: report.auxiliaryLoss))
      try closeInterval(report)
      if step.isMultiple(of: checkpointInterval) && !isFinished { try writeCheckpoint() }
    }
    try writeCheckpoint()
    return true
  }

  private func takeStep() throws(TrainingError) -> Trainer<RecurrentNetwork<Float>>.Report {
    let batch = task.batch(configuration.batch, using: &data)
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
      "wavelet_loss": .init(report.auxiliaryLoss), "gradient_norm": .init(report.gradientNorm),
    ])
    let converged = loss < configuration.stopLoss ? interval.convergedIntervals + 1 : 0
    interval = Interval(convergedIntervals: converged)
  }
}

/// Takes an array out of its place, so that it can be changed while its owner is read.
private func take(_ array: inout [Float]) -> [Float] {
  var taken: [Float] = []
  swap(&taken, &array)
  return taken
}

// MARK: - Evaluation

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
      var unused = outputs
      var span = outputs.mutableSpan
      var gradient = unused.mutableSpan
      pass.run(
        network, inputs: batch.inputs.span, steps: task.steps, batch: count, outputs: &span)
      loss += task.loss(span.span, of: batch, gradient: &gradient) * Double(count)
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

// MARK: - Checkpoints and logs

extension TrainingRun {
  private static let secondsKey = "seconds"
  private static let intervalKey = "interval"

  /// Begins a log, or goes on with one after the steps taken.
  public func openLog(_ path: String) throws(FileError) {
    log = step == 0 ? try RunLog(creating: path) : try RunLog(resuming: path, after: step)
  }

  /// Writes where the run is, as a whole or not at all.
  public func writeCheckpoint() throws(FileError) {
    guard let checkpointPath else { return }
    try log?.synchronize()
    try checkpoint.write(to: checkpointPath)
  }

  private var checkpoint: Checkpoint<Float> {
    var settings = configuration.dictionary
    settings[Self.secondsKey] = "\(seconds)"
    settings[Self.intervalKey] =
      "\(interval.steps) \(interval.loss) \(interval.rightAnswers) \(interval.convergedIntervals)"
    let state = trainer.optimizer.state
    return Checkpoint(
      parameters: trainer.parameters, optimizerSteps: state.steps,
      optimizerVectors: Dictionary(
        uniqueKeysWithValues: state.vectors.map { ($0.name, $0.values) }),
      step: trainer.step,
      generators: ["data": data.state, "masks": trainer.maskGenerator.state],
      configuration: settings)
  }

  /// The settings of the run that a checkpoint is from.
  public static func configuration(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> TrainingConfiguration {
    try TrainingConfiguration(checkpoint.configuration, from: path)
  }

  /// Goes on from a checkpoint of the same settings; only the number of steps, the loss to
  /// stop at and the number of test sequences may differ.
  ///
  /// - Throws: ``FileError`` where the checkpoint is of another run. The run is unchanged then.
  public func resume(from checkpoint: Checkpoint<Float>, at path: String) throws(FileError) {
    var settings = try Self.configuration(of: checkpoint, from: path)
    let hasSameEnd = settings.stopLoss == configuration.stopLoss
    settings.steps = configuration.steps
    settings.stopLoss = configuration.stopLoss
    settings.testSequences = configuration.testSequences
    if let difference = configuration.difference(from: settings) {
      throw FileError(
        path, expected: "a run with --\(difference.name) \(difference.own)",
        found: "--\(difference.name) \(difference.other)")
    }
    var parameters = trainer.parameters
    try checkpoint.restore(into: &parameters)
    func generator(_ name: String) throws(FileError) -> SplitMix64 {
      guard let state = checkpoint.generators[name] else {
        throw FileError(path, expected: "the state of generator \(name)", found: "none")
      }
      return SplitMix64(seed: state)
    }
    guard checkpoint.optimizerSteps == checkpoint.step else {
      throw FileError(
        path, expected: "as many steps of the optimizer as of training, \(checkpoint.step)",
        found: "\(checkpoint.optimizerSteps)")
    }
    var interval = try interval(of: checkpoint, from: path)
    let time = checkpoint.configuration[Self.secondsKey]
    guard let seconds = time.flatMap(Double.init), seconds >= 0, seconds.isFinite else {
      throw FileError(
        path, expected: "the seconds of a training run", found: time?.quotedForMessage ?? "none")
    }
    let (data, masks) = (try generator("data"), try generator("masks"))
    var state = trainer.optimizer.state
    state.steps = checkpoint.optimizerSteps
    for index in state.vectors.indices {
      let name = state.vectors[index].name
      guard let values = checkpoint.optimizerVectors[name] else {
        throw FileError(path, expected: "optimizer vector \(name)", found: "none")
      }
      state.vectors[index].values = values
    }
    trainer.optimizer.state = state
    trainer.resume(parameters: parameters, step: checkpoint.step, maskGenerator: masks)
    self.data = data
    secondsBefore = seconds
    if !hasSameEnd { interval.convergedIntervals = 0 }
    self.interval = interval
  }

  /// The means so far that a checkpoint keeps.
  private func interval(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> Interval {
    let text = checkpoint.configuration[Self.intervalKey]
    let numbers = (text ?? "").split(separator: " ")
    guard numbers.count == 4, let steps = Int(numbers[0]), let loss = Double(numbers[1]),
      let right = Int(numbers[2]), let converged = Int(numbers[3]),
      steps == checkpoint.step % Self.intervalLength, loss.isFinite,
      (0...steps * configuration.batch * task.answersPerSequence).contains(right),
      (0...Self.intervalsToStop).contains(converged)
    else {
      throw FileError(
        path, expected: "the interval of a training run", found: text?.quotedForMessage ?? "none")
    }
    return Interval(
      steps: steps, loss: loss, rightAnswers: right, convergedIntervals: converged)
  }
}
