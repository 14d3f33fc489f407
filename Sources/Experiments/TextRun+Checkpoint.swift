public import Kernels
public import LinearAlgebra
public import Networks

extension TextRun {
  private static let stateKey = "hidden"

  /// Begins a log, or goes on with one after the steps taken.
  public func openLog(_ path: String) throws(FileError) {
    log = results.isEmpty ? try RunLog(creating: path) : try RunLog(resuming: path, after: step)
  }

  /// Writes where the run is, as a whole or not at all.
  public func writeCheckpoint() throws(FileError) {
    // What the last checkpoint says of the run's seconds is what the run says.
    if isFinished { clock.end() }
    guard let checkpointPath else { return }
    try log?.synchronize()
    let kept: [RunKey: String] = [
      .epoch: "\(epochLoss)", .results: results.map { "\($0)" }.joined(separator: " "),
      .best: "\(bestBits)", .seconds: "\(seconds)", .data: dataChecksum,
    ]
    let states = state.map { [Self.stateKey: $0] } ?? [:]
    try trainer.checkpoint(configuration.dictionary, kept, states: states).write(to: checkpointPath)
  }

  /// Goes on from a checkpoint of the same settings and data.
  ///
  /// - Throws: ``FileError`` where the checkpoint is of another run. The run is unchanged then.
  public func resume(from checkpoint: Checkpoint<Float>, at path: String) throws(FileError) {
    try configuration.requireEqual(TextConfiguration(of: checkpoint, from: path), at: path)
    try checkpoint.requireData(dataChecksum, at: path)
    func numbers(_ key: RunKey, _ expected: String, _ count: Int) throws(FileError) -> [Double] {
      let text = checkpoint.kept(key)
      let words = (text ?? "").split(separator: " ")
      let numbers = words.compactMap { Double($0) }.filter { $0.isFinite && $0 >= 0 }
      guard numbers.count == words.count, numbers.count == count else {
        throw FileError(path, expected: expected, found: text?.quotedForMessage ?? "none")
      }
      return numbers
    }
    let seconds = try checkpoint.seconds(at: path)
    let epoch = try numbers(.epoch, "the sum of an epoch's losses", 1)
    let epochs = checkpoint.step / stepsPerEpoch
    let results = try numbers(
      .results, "validation results of \(epochs) epochs", epochs + 1)
    let best = try numbers(.best, "the test result of the best epoch", 1)
    let state = try hiddenState(in: checkpoint, at: path)
    try trainer.resume(from: checkpoint, at: path, steps: stepCount)
    self.state = state
    epochLoss = epoch[0]
    self.results = results
    bestBits = best[0]
    clock = TrainingClock(seconds: seconds)
    updateSchedule()
  }

  /// What the next segment starts from, as it was.
  private func hiddenState(
    in checkpoint: Checkpoint<Float>, at path: String
  ) throws(FileError) -> [Float]? {
    guard firstState != nil else { return nil }
    let isFirst = checkpoint.step.isMultiple(of: stepsPerEpoch)
    let count = isFirst ? 0 : configuration.batch * configuration.hidden
    let state = checkpoint.states[Self.stateKey]
    guard let state, state.count == count else {
      throw FileError(
        path, expected: "a hidden state of \(count)", found: state.map { "\($0.count)" } ?? "none")
    }
    return state
  }
}
