public import Kernels
public import LinearAlgebra
public import Networks
import StructuredLinear

extension SequenceRun {
  /// Begins a log, or goes on with one after the steps taken.
  public func openLog(_ path: String) throws(FileError) {
    log = step == 0 ? try RunLog(creating: path) : try RunLog(resuming: path, after: step)
  }

  /// Writes where the run is, as a whole or not at all.
  public func writeCheckpoint() throws(FileError) {
    // What the last checkpoint says of the run's seconds is what the run says.
    if isFinished { clock.end() }
    guard let checkpointPath else { return }
    try log?.synchronize()
    try checkpoint.write(to: checkpointPath)
  }

  private var checkpoint: Checkpoint<Float> {
    var kept: [RunKey: String] = [
      .interval:
        "\(interval.steps) \(interval.loss) \(interval.rightAnswers) \(interval.convergedIntervals)",
      .seconds: "\(seconds)",
    ]
    kept[.data] = dataChecksum
    if task.sequencesPerEpoch != nil {
      kept[.results] = results.map { "\($0.loss) \($0.accuracy)" }.joined(separator: ", ")
    }
    return trainer.checkpoint(configuration.dictionary, kept, generators: ["data": data])
  }

  /// Goes on from a checkpoint of the same settings and data; only the loss to stop at, the
  /// number of test sequences and, at a constant rate, the number of steps may differ.
  ///
  /// - Throws: ``FileError`` where the checkpoint is of another run. The run is unchanged then.
  public func resume(from checkpoint: Checkpoint<Float>, at path: String) throws(FileError) {
    var settings = try SequenceConfiguration(of: checkpoint, from: path)
    let hasSameEnd = settings.stopLoss == configuration.stopLoss
    // Along a cosine the rate of each step depends on how many there are.
    if configuration.decay == .constant { settings.steps = configuration.steps }
    settings.stopLoss = configuration.stopLoss
    settings.testSequences = configuration.testSequences
    try configuration.requireEqual(settings, at: path)
    if let dataChecksum { try checkpoint.requireData(dataChecksum, at: path) }
    var interval = try interval(of: checkpoint, from: path)
    let results = try results(of: checkpoint, from: path)
    let seconds = try checkpoint.seconds(at: path)
    let data = try checkpoint.generator("data", at: path)
    try trainer.resume(from: checkpoint, at: path, steps: stepCount)
    if !hasSameEnd { interval.convergedIntervals = 0 }
    self.interval = interval
    self.results = results
    self.data = data
    clock = TrainingClock(seconds: seconds)
  }

  /// What testing gave before a checkpoint was written.
  private func results(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> [Evaluation] {
    guard task.sequencesPerEpoch != nil else { return [] }
    let text = checkpoint.kept(.results)
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
    let text = checkpoint.kept(.interval)
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
