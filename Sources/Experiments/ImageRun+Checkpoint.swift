public import Kernels
public import LinearAlgebra
public import Networks
import StructuredLinear

extension ImageRun {
  private static let averageName = "average"

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
    try checkpoint.write(to: checkpointPath)
  }

  private var checkpoint: Checkpoint<Float> {
    let kept: [RunKey: String] = [
      .epoch: "\(epoch.images) \(epoch.loss) \(epoch.rightAnswers)",
      .results: results.map { "\($0.loss) \($0.rightAnswers)" }.joined(separator: ", "),
      .seconds: "\(seconds)", .data: dataChecksum,
    ]
    return trainer.checkpoint(
      configuration.dictionary, kept, generators: ["data": data],
      vectors: average.isEmpty ? [:] : [Self.averageName: average])
  }

  /// Goes on from a checkpoint of the same settings and data.
  ///
  /// - Throws: ``FileError`` where the checkpoint is of another run. The run is unchanged then.
  public func resume(from checkpoint: Checkpoint<Float>, at path: String) throws(FileError) {
    try configuration.requireEqual(
      ImageConfiguration(of: checkpoint, from: path), at: path)
    try checkpoint.requireData(dataChecksum, at: path)
    let epoch = try epoch(of: checkpoint, from: path)
    let results = try results(of: checkpoint, from: path)
    let seconds = try checkpoint.seconds(at: path)
    let data = try checkpoint.generator("data", at: path)
    let average = self.average.isEmpty ? [] : try checkpoint.vector(Self.averageName, at: path)
    try trainer.resume(from: checkpoint, at: path, steps: stepCount)
    self.epoch = epoch
    self.results = results
    self.data = data
    self.average = average
    clock = TrainingClock(seconds: seconds)
  }

  /// The sums of the epoch that a checkpoint was written in.
  private func epoch(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> Epoch {
    let text = checkpoint.kept(.epoch)
    let numbers = (text ?? "").split(separator: " ")
    guard numbers.count == 3, let images = Int(numbers[0]), let loss = Double(numbers[1]),
      let right = Int(numbers[2]), loss.isFinite, images >= 0, (0...images).contains(right),
      images == checkpoint.step % stepsPerEpoch * configuration.batch
    else {
      throw FileError(
        path, expected: "the sums of an epoch", found: text?.quotedForMessage ?? "none")
    }
    return Epoch(images: images, loss: loss, rightAnswers: right)
  }

  /// What testing gave before a checkpoint was written.
  private func results(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> [Result] {
    let text = checkpoint.kept(.results)
    let results = (text ?? "").split(separator: ",").map { entry -> Result? in
      let numbers = entry.split(separator: " ")
      guard numbers.count == 2, let loss = Double(numbers[0]), let right = Int(numbers[1]),
        (0...split.testRange.count).contains(right)
      else { return nil }
      return Result(loss: loss, rightAnswers: right)
    }
    let found = results.compactMap(\.self)
    guard found.count == results.count, found.count == checkpoint.step / stepsPerEpoch + 1 else {
      throw FileError(
        path, expected: "test results of \(checkpoint.step / stepsPerEpoch) epochs",
        found: text?.quotedForMessage ?? "none")
    }
    return found
  }
}
