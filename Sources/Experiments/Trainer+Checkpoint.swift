import LinearAlgebra
import Networks
import StructuredLinear

// What checkpoints of all runs have: a trainer, the seconds of training and, where a run draws its
// data, the generator of these.

private let secondsKey = "seconds"

extension Trainer where Scalar == Float {
  /// Where training is.
  ///
  /// - Parameters:
  ///   - settings: The run's configuration, and what else it keeps as text.
  ///   - seconds: How long training has taken.
  ///   - generators: Those of the run, by name.
  ///   - vectors: Vectors of the run beside the optimizer's, by name.
  ///   - states: What else the run goes on from, by name.
  func checkpoint(
    _ settings: [String: String], seconds: Double, generators: [String: SplitMix64] = [:],
    vectors: [String: [Float]] = [:], states: [String: [Float]] = [:]
  ) -> Checkpoint<Float> {
    var settings = settings
    settings[secondsKey] = "\(seconds)"
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
  /// - Parameter steps: Steps of the whole run, or nil where it may go on for longer than was planned.
  /// - Throws: `FileError` where the checkpoint is not of such a trainer. Nothing has changed then.
  mutating func resume(
    from checkpoint: Checkpoint<Float>, at path: String, steps: Int? = nil
  ) throws(FileError) {
    var parameters = parameters
    try checkpoint.restore(into: &parameters)
    let masks = try checkpoint.generator("masks", at: path)
    guard checkpoint.optimizerSteps == checkpoint.step, checkpoint.step <= steps ?? .max else {
      let expected = "as many steps of the optimizer as of training, "
      throw FileError(
        path, expected: expected + (steps.map { "at most \($0)" } ?? "\(checkpoint.step)"),
        found: "\(checkpoint.optimizerSteps)"
          + (steps == nil ? "" : " and \(checkpoint.step)"))
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

  /// How long training had taken.
  func seconds(at path: String) throws(FileError) -> Double {
    let text = configuration[secondsKey]
    guard let seconds = text.flatMap(Double.init), seconds >= 0, seconds.isFinite else {
      throw FileError(
        path, expected: "the seconds of a training run", found: text?.quotedForMessage ?? "none")
    }
    return seconds
  }
}
