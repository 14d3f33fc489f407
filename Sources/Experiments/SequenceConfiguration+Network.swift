import Networks
import StructuredLinear

extension SequenceConfiguration.Task {
  /// Whether the task is one of images.
  public var needsImages: Bool { self == .sequentialMNIST }
}

extension SequenceConfiguration {
  /// Pixels of MNIST's images.
  private static let pixelCount = 28 * 28

  /// The task.
  ///
  /// - Parameter images: The images of a task that needs them.
  /// - Throws: ``ConfigurationError`` where there are none, or too few.
  package func sequenceTask(
    _ images: MNIST? = nil
  ) throws(ConfigurationError) -> any SequenceTask {
    switch task {
    case .adding: return AddingTask(steps: timeSteps)
    case .copyMemory: return CopyMemoryTask(blanks: timeSteps)
    case .sequentialMNIST:
      guard let images else {
        throw ConfigurationError("images", expected: "those of \(task.rawValue)", found: "none")
      }
      let split = try ImageSplit(images, validation: validation, count: self.images)
      guard batch <= split.trainRange.count else {
        throw ConfigurationError(
          "--batch", expected: "at most the \(split.trainRange.count) images to train with",
          found: "\(batch)")
      }
      return PixelTask(split, shift: shift, seed: seed)
    }
  }

  /// Length of a sequence; that of MNIST where the images decide.
  var sequenceLength: Int {
    switch task {
    case .adding: AddingTask(steps: timeSteps).steps
    case .copyMemory: CopyMemoryTask(blanks: timeSteps).steps
    case .sequentialMNIST: Self.pixelCount
    }
  }

  /// The network at its start. Generators of weights, data and tests are apart, so that equal seeds
  /// give equal data whatever the network.
  package func network(for task: any SequenceTask) -> RecurrentNetwork<Float> {
    network(
      inputs: task.inputCount, outputs: task.outputCount, steps: task.steps, reading: task.reading)
  }

  private func network(
    inputs: Int, outputs: Int, steps: Int, reading: RecurrentNetwork<Float>.Reading
  ) -> RecurrentNetwork<Float> {
    var generator = SplitMix64(seed: seed)
    let maps = Gate.allCases.map { map(of: $0, using: &generator) }
    let start: GatedRecurrentCell<Float>.BiasStart =
      switch bias {
      case .uniform: .uniform
      case .chrono: .chrono(timeSpan: steps)
      case .logarithmicChrono: .logarithmicChrono(timeSpan: steps)
      }
    let cell = GatedRecurrentCell<Float>(
      inputs: inputs, reset: maps[0], update: maps[1], state: maps[2], biasStart: start,
      using: &generator)
    return RecurrentNetwork(cell: cell, outputs: outputs, reading: reading, using: &generator)
  }

  /// The exact number of weights.
  public var weightCount: Int {
    let network =
      switch task {
      case .adding: network(for: AddingTask(steps: timeSteps))
      case .copyMemory: network(for: CopyMemoryTask(blanks: timeSteps))
      case .sequentialMNIST:
        network(
          inputs: 1, outputs: LabelledImages.classCount, steps: Self.pixelCount, reading: .last)
      }
    return network.parameters.count
  }
}
