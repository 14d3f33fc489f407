extension Checkpoint {
  /// The checkpoint's tensors and strings.
  public var safetensors: SafetensorsFile {
    requireConsistency()
    typealias Format = CheckpointFormat
    var file = SafetensorsFile(metadata: [
      Format.formatKey: Format.name, Format.versionKey: Format.version,
      Format.layoutKey: JSON.object(layout).description,
    ])
    for (key, value) in configuration { file.metadata[Format.configuration + key] = value }
    for entry in parameters.entries {
      file.append(
        Format.model + entry.name, shape: entry.shape, Array(parameters.values[entry.range]))
    }
    for (name, vector) in optimizerVectors {
      file.append(Format.optimizer + name, shape: [vector.count], vector)
    }
    for (name, state) in generators { file.append(Format.generator + name, shape: [], [state]) }
    for (name, values) in states {
      file.append(Format.state + name, shape: [values.count], values)
    }
    file.append(Format.step, shape: [], [step])
    file.append(Format.optimizerSteps, shape: [], [optimizerSteps])
    return file
  }

  /// Writes the checkpoint as a whole or not at all.
  public func write(to path: String) throws(FileError) {
    try safetensors.write(to: path)
  }

  private var layout: JSON.Object {
    JSON.Object(parameters.entries.map { .init($0.name, .string($0.role.fileName)) })
  }
}
