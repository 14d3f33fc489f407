import Networks
import StructuredLinear

extension Trainer where Scalar == Float {
  /// Where training is, with a run's own settings.
  func checkpoint(_ settings: [String: String]) -> Checkpoint<Float> {
    let state = optimizer.state
    return Checkpoint(
      parameters: parameters, optimizerSteps: state.steps,
      optimizerVectors: Dictionary(
        uniqueKeysWithValues: state.vectors.map { ($0.name, $0.values) }),
      step: step, generators: ["masks": maskGenerator.state], configuration: settings)
  }

  /// Goes on from a checkpoint of a run of at most `steps` steps.
  ///
  /// - Throws: `FileError` where the checkpoint is not of such a trainer. Nothing has changed then.
  mutating func resume(
    from checkpoint: Checkpoint<Float>, at path: String, steps: Int
  ) throws(FileError) {
    var parameters = parameters
    try checkpoint.restore(into: &parameters)
    guard let masks = checkpoint.generators["masks"] else {
      throw FileError(path, expected: "the state of generator masks", found: "none")
    }
    guard checkpoint.optimizerSteps == checkpoint.step, checkpoint.step <= steps else {
      throw FileError(
        path, expected: "as many steps of the optimizer as of training, at most \(steps)",
        found: "\(checkpoint.optimizerSteps) and \(checkpoint.step)")
    }
    var state = optimizer.state
    state.steps = checkpoint.optimizerSteps
    for index in state.vectors.indices {
      let name = state.vectors[index].name
      guard let values = checkpoint.optimizerVectors[name] else {
        throw FileError(path, expected: "optimizer vector \(name)", found: "none")
      }
      state.vectors[index].values = values
    }
    optimizer.state = state
    resume(
      parameters: parameters, step: checkpoint.step, maskGenerator: SplitMix64(seed: masks))
  }
}
