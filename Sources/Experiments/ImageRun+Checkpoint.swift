public import Kernels
public import LinearAlgebra
public import Networks
import StructuredLinear

extension ImageRun {
  private static let secondsKey = "seconds"
  private static let epochKey = "epoch"
  private static let resultsKey = "results"
  private static let averageName = "average"

  /// Begins a log, or goes on with one after the steps taken.
  public func openLog(_ path: String) throws(FileError) {
    log = results.isEmpty ? try RunLog(creating: path) : try RunLog(resuming: path, after: step)
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
    settings[Self.epochKey] = "\(epoch.images) \(epoch.loss) \(epoch.rightAnswers)"
    settings[Self.resultsKey] =
      results.map { "\($0.loss) \($0.rightAnswers)" }.joined(separator: ", ")
    let state = trainer.optimizer.state
    var vectors = Dictionary(uniqueKeysWithValues: state.vectors.map { ($0.name, $0.values) })
    if !average.isEmpty { vectors[Self.averageName] = average }
    return Checkpoint(
      parameters: trainer.parameters, optimizerSteps: state.steps, optimizerVectors: vectors,
      step: trainer.step,
      generators: ["data": data.state, "masks": trainer.maskGenerator.state],
      configuration: settings)
  }

  /// Whether a checkpoint is of a run on images.
  public static func isOwn(_ checkpoint: Checkpoint<Float>) -> Bool {
    checkpoint.configuration["task"] == ImageConfiguration.task
  }

  /// The settings of the run that a checkpoint is from.
  public static func configuration(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> ImageConfiguration {
    try ImageConfiguration(checkpoint.configuration, from: path)
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
    var parameters = trainer.parameters
    try checkpoint.restore(into: &parameters)
    func generator(_ name: String) throws(FileError) -> SplitMix64 {
      guard let state = checkpoint.generators[name] else {
        throw FileError(path, expected: "the state of generator \(name)", found: "none")
      }
      return SplitMix64(seed: state)
    }
    func vector(_ name: String) throws(FileError) -> [Float] {
      guard let values = checkpoint.optimizerVectors[name] else {
        throw FileError(path, expected: "optimizer vector \(name)", found: "none")
      }
      return values
    }
    guard checkpoint.optimizerSteps == checkpoint.step, checkpoint.step <= stepCount else {
      throw FileError(
        path, expected: "as many steps of the optimizer as of training, at most \(stepCount)",
        found: "\(checkpoint.optimizerSteps) and \(checkpoint.step)")
    }
    let (epoch, results) = (
      try epoch(of: checkpoint, from: path), try results(of: checkpoint, from: path)
    )
    let time = checkpoint.configuration[Self.secondsKey]
    guard let seconds = time.flatMap(Double.init), seconds >= 0, seconds.isFinite else {
      throw FileError(
        path, expected: "the seconds of a training run", found: time?.quotedForMessage ?? "none")
    }
    let (data, masks) = (try generator("data"), try generator("masks"))
    let average = self.average.isEmpty ? [] : try vector(Self.averageName)
    var state = trainer.optimizer.state
    state.steps = checkpoint.optimizerSteps
    for index in state.vectors.indices {
      state.vectors[index].values = try vector(state.vectors[index].name)
    }
    trainer.optimizer.state = state
    trainer.resume(parameters: parameters, step: checkpoint.step, maskGenerator: masks)
    self.data = data
    self.average = average
    self.epoch = epoch
    self.results = results
    secondsBefore = seconds
  }

  /// The sums of the epoch that a checkpoint was written in.
  private func epoch(
    of checkpoint: Checkpoint<Float>, from path: String
  ) throws(FileError) -> Epoch {
    let text = checkpoint.configuration[Self.epochKey]
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
    let text = checkpoint.configuration[Self.resultsKey]
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
