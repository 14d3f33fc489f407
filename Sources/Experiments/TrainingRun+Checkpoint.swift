public import Kernels
public import LinearAlgebra
public import Networks
import StructuredLinear

extension TrainingRun {
  private static let secondsKey = "seconds"
  private static let intervalKey = "interval"
  private static let resultsKey = "results"

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
    if task.sequencesPerEpoch != nil {
      settings[Self.resultsKey] =
        results.map { "\($0.loss) \($0.accuracy)" }.joined(separator: ", ")
    }
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
    let results = try results(of: checkpoint, from: path)
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
    self.results = results
  }

  /// What testing gave before a checkpoint was written.
  private func results(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> [Evaluation] {
    guard task.sequencesPerEpoch != nil else { return [] }
    let text = checkpoint.configuration[Self.resultsKey]
    let results = (text ?? "").split(separator: ",").map { entry -> Evaluation? in
      let numbers = entry.split(separator: " ").map { Double($0) }
      guard numbers.count == 2, let loss = numbers[0], let accuracy = numbers[1],
        (0...1).contains(accuracy)
      else { return nil }
      return Evaluation(loss: loss, accuracy: accuracy)
    }
    let found = results.compactMap(\.self)
    let epochs = epochs(after: checkpoint.step)
    guard found.count == results.count, found.count == epochs else {
      throw FileError(
        path, expected: "test results of \(epochs) epochs",
        found: text?.quotedForMessage ?? "none")
    }
    return found
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
