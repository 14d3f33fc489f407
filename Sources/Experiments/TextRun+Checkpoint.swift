public import Kernels
public import LinearAlgebra
public import Networks

extension TextRun {
  private static let epochKey = "epoch"
  private static let resultsKey = "results"
  private static let bestKey = "best"

  /// Begins a log, or goes on with one after the steps taken.
  public func openLog(_ path: String) throws(FileError) {
    log = results.isEmpty ? try RunLog(creating: path) : try RunLog(resuming: path, after: step)
  }

  /// Writes where the run is, as a whole or not at all.
  public func writeCheckpoint() throws(FileError) {
    guard let checkpointPath else { return }
    try log?.synchronize()
    var settings = configuration.dictionary
    settings[Self.epochKey] = "\(epochLoss)"
    settings[Self.resultsKey] = results.map { "\($0)" }.joined(separator: " ")
    settings[Self.bestKey] = "\(bestBits)"
    try trainer.checkpoint(settings, seconds: seconds).write(to: checkpointPath)
  }

  /// Goes on from a checkpoint of the same settings.
  ///
  /// - Throws: ``FileError`` where the checkpoint is of another run. The run is unchanged then.
  public func resume(from checkpoint: Checkpoint<Float>, at path: String) throws(FileError) {
    try configuration.requireEqual(TextConfiguration(of: checkpoint, from: path), at: path)
    func numbers(_ key: String, _ expected: String, _ count: Int) throws(FileError) -> [Double] {
      let text = checkpoint.configuration[key]
      let words = (text ?? "").split(separator: " ")
      let numbers = words.compactMap { Double($0) }.filter { $0.isFinite && $0 >= 0 }
      guard numbers.count == words.count, numbers.count == count else {
        throw FileError(path, expected: expected, found: text?.quotedForMessage ?? "none")
      }
      return numbers
    }
    let seconds = try checkpoint.seconds(at: path)
    let epoch = try numbers(Self.epochKey, "the sum of an epoch's losses", 1)
    let epochs = checkpoint.step / stepsPerEpoch
    let results = try numbers(
      Self.resultsKey, "validation results of \(epochs) epochs", epochs + 1)
    let best = try numbers(Self.bestKey, "the test result of the best epoch", 1)
    try trainer.resume(from: checkpoint, at: path, steps: stepCount)
    epochLoss = epoch[0]
    self.results = results
    bestBits = best[0]
    secondsBefore = seconds
    updateSchedule()
  }
}
