public import Kernels
public import LinearAlgebra
public import Networks

extension TextRun {
  private static let secondsKey = "seconds"
  private static let epochKey = "epoch"
  private static let resultsKey = "results"

  /// Begins a log, or goes on with one after the steps taken.
  public func openLog(_ path: String) throws(FileError) {
    log = results.isEmpty ? try RunLog(creating: path) : try RunLog(resuming: path, after: step)
  }

  /// Writes where the run is, as a whole or not at all.
  public func writeCheckpoint() throws(FileError) {
    guard let checkpointPath else { return }
    try log?.synchronize()
    var settings = configuration.dictionary
    settings[Self.secondsKey] = "\(seconds)"
    settings[Self.epochKey] = "\(epochLoss)"
    settings[Self.resultsKey] = results.map { "\($0)" }.joined(separator: " ")
    try trainer.checkpoint(settings).write(to: checkpointPath)
  }

  /// Whether a checkpoint is of a run on characters.
  public static func isOwn(_ checkpoint: Checkpoint<Float>) -> Bool {
    checkpoint.configuration["task"] == TextConfiguration.task
  }

  /// The settings of the run that a checkpoint is from.
  public static func configuration(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> TextConfiguration {
    try TextConfiguration(checkpoint.configuration, from: path)
  }

  /// Goes on from a checkpoint of the same settings.
  ///
  /// - Throws: ``FileError`` where the checkpoint is of another run. The run is unchanged then.
  public func resume(from checkpoint: Checkpoint<Float>, at path: String) throws(FileError) {
    let settings = try Self.configuration(of: checkpoint, from: path)
    if let difference = configuration.difference(from: settings) {
      throw FileError(
        path, expected: "a run with --\(difference.name) \(difference.own)",
        found: "--\(difference.name) \(difference.other)")
    }
    func numbers(_ key: String, _ expected: String, _ count: Int) throws(FileError) -> [Double] {
      let text = checkpoint.configuration[key]
      let words = (text ?? "").split(separator: " ")
      let numbers = words.compactMap { Double($0) }.filter { $0.isFinite && $0 >= 0 }
      guard numbers.count == words.count, numbers.count == count else {
        throw FileError(path, expected: expected, found: text?.quotedForMessage ?? "none")
      }
      return numbers
    }
    let seconds = try numbers(Self.secondsKey, "the seconds of a training run", 1)
    let epoch = try numbers(Self.epochKey, "the sum of an epoch's losses", 1)
    let epochs = checkpoint.step / stepsPerEpoch
    let results = try numbers(
      Self.resultsKey, "validation results of \(epochs) epochs", epochs + 1)
    try trainer.resume(from: checkpoint, at: path, steps: stepCount)
    epochLoss = epoch[0]
    self.results = results
    secondsBefore = seconds[0]
    updateSchedule()
  }

  /// Bits a character of the validation text after the last epoch.
  public var validationBits: Double { results.last ?? .nan }

  /// The wavelet loss now.
  public var waveletLoss: Double { Double(trainer.network.auxiliaryLoss) }

  /// Seconds of training and validation so far, over all starts.
  public var seconds: Double { secondsBefore + secondsNow }

  /// The run and what testing gave, in bits a character, as one JSON object.
  public func summary(_ bits: Double) -> JSON.Object {
    [
      "task": .string(TextConfiguration.task), "map": .string(configuration.map.rawValue),
      "compress": .string(configuration.compressName), "weights": .init(weightCount),
      "bpc": .init(bits), "validation_bpc": .init(validationBits),
      "wavelet_loss": .init(waveletLoss), "epochs": .init(epochsDone), "steps": .init(step),
      "seconds": .init(seconds),
    ]
  }
}
