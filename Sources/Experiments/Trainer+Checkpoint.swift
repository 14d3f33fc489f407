import LinearAlgebra
import Networks
import StructuredLinear

// What checkpoints of all runs have: a trainer, the seconds of training and, where a run draws its
// data, the generator of these.

/// What a checkpoint's configuration keeps of a run beside its settings.
enum RunKey: String, CaseIterable {
  /// The sums of the epoch that has begun.
  case epoch
  /// The means of the interval of the log that has begun.
  case interval
  /// What testing or validating gave after each epoch.
  case results
  /// The test result at the best of these.
  case best
  /// How long training has taken.
  case seconds
  /// The checksum of what is trained, validated and tested with, where that is read from files.
  case data
}

extension Trainer where Scalar == Float {
  /// Where training is.
  ///
  /// - Parameters:
  ///   - settings: The run's configuration.
  ///   - kept: What else it keeps as text.
  ///   - generators: Those of the run, by name.
  ///   - vectors: Vectors of the run beside the optimizer's, by name.
  ///   - states: What else the run goes on from, by name.
  func checkpoint(
    _ settings: [String: String], _ kept: [RunKey: String],
    generators: [String: SplitMix64] = [:], vectors: [String: [Float]] = [:],
    states: [String: [Float]] = [:]
  ) -> Checkpoint<Float> {
    var settings = settings
    for (key, text) in kept { settings[key.rawValue] = text }
    var generatorStates = generators.mapValues(\.state)
    generatorStates["masks"] = maskGenerator.state
    let optimizerState = optimizer.state
    var vectors = vectors
    for vector in optimizerState.vectors { vectors[vector.name] = vector.values }
    return Checkpoint(
      parameters: parameters, optimizerSteps: optimizerState.steps, optimizerVectors: vectors,
      step: step,
      generators: generatorStates, states: states, configuration: settings)
  }

  /// Goes on from a checkpoint.
  ///
  /// - Parameter steps: Steps of the whole run.
  /// - Throws: `FileError` where the checkpoint is not of such a trainer. Nothing has changed then.
  mutating func resume(
    from checkpoint: Checkpoint<Float>, at path: String, steps: Int
  ) throws(FileError) {
    var parameters = parameters
    try checkpoint.restore(into: &parameters)
    let masks = try checkpoint.generator("masks", at: path)
    guard checkpoint.optimizerSteps == checkpoint.step, checkpoint.step <= steps else {
      throw FileError(
        path, expected: "as many steps of the optimizer as of training, at most \(steps)",
        found: "\(checkpoint.optimizerSteps) and \(checkpoint.step)")
    }
    var state = optimizer.state
    state.steps = checkpoint.optimizerSteps
    for index in state.vectors.indices {
      state.vectors[index].values = try checkpoint.vector(state.vectors[index].name, at: path)
    }
    optimizer.state = state
    resume(parameters: parameters, step: checkpoint.step, maskGenerator: masks)
  }
}

extension Checkpoint<Float> {
  /// What is kept of a run beside its settings.
  func kept(_ key: RunKey) -> String? { configuration[key.rawValue] }

  /// A generator by its name.
  func generator(_ name: String, at path: String) throws(FileError) -> SplitMix64 {
    guard let state = generators[name] else {
      throw FileError(path, expected: "the state of generator \(name)", found: "none")
    }
    return SplitMix64(seed: state)
  }

  /// A vector by its name.
  func vector(_ name: String, at path: String) throws(FileError) -> [Float] {
    guard let values = optimizerVectors[name] else {
      throw FileError(path, expected: "optimizer vector \(name)", found: "none")
    }
    return values
  }

  /// Throws where the run had other data: also where only those to test with are others, as the best
  /// epoch's figure would be of these.
  func requireData(_ checksum: String, at path: String) throws(FileError) {
    let stored = kept(.data)
    guard stored != checksum else { return }
    throw FileError(
      path, expected: "a run on data with CRC-32 \(checksum)",
      found: stored?.quotedForMessage ?? "none")
  }

  /// How long training had taken.
  func seconds(at path: String) throws(FileError) -> Double {
    let text = kept(.seconds)
    guard let seconds = text.flatMap(Double.init), seconds >= 0, seconds.isFinite else {
      throw FileError(
        path, expected: "the seconds of a training run", found: text?.quotedForMessage ?? "none")
    }
    return seconds
  }
}
