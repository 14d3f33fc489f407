import StructuredLinear

extension Checkpoint {
  /// Reads a checkpoint. Its scalars must be of this type: nothing is converted.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(SafetensorsFile(contentsOf: path))
  }

  /// Takes a checkpoint out of a file's tensors and strings.
  public init(_ file: SafetensorsFile) throws(FileError) {
    typealias Format = CheckpointFormat
    for (key, value) in [(Format.formatKey, Format.name), (Format.versionKey, Format.version)] {
      guard file.metadata[key] == value else {
        throw FileError(
          file.path, expected: "a checkpoint with \(key) \"\(value)\"",
          found: file.metadata[key]?.quotedForMessage ?? "none")
      }
    }
    let parameters = try Self.parameters(in: file)
    var vectors: [String: [Scalar]] = [:]
    var generators: [String: UInt64] = [:]
    var states: [String: [Scalar]] = [:]
    for tensor in file.tensors {
      let name = tensor.name
      if let vector = name.dropping(Format.optimizer) {
        vectors[vector] = try file.elements(
          name, as: Scalar.self, shape: [parameters.count])
      } else if let generator = name.dropping(Format.generator) {
        generators[generator] = try file.scalar(name, as: UInt64.self)
      } else if let state = name.dropping(Format.state) {
        states[state] = try file.elements(name, as: Scalar.self)
      } else if name != Format.step, name != Format.optimizerSteps {
        let parameter = name.dropping(Format.model)
        guard let parameter, parameters[parameter] != nil else {
          throw FileError(
            file.path, expected: "only a checkpoint's tensors",
            found: "tensor \(name.quotedForMessage)")
        }
      }
    }
    var configuration: [String: String] = [:]
    for (key, value) in file.metadata {
      if let key = key.dropping(Format.configuration) { configuration[key] = value }
    }
    self.init(
      parameters: parameters, optimizerSteps: try file.count(Format.optimizerSteps),
      optimizerVectors: vectors, step: try file.count(Format.step), generators: generators,
      states: states, configuration: configuration, path: file.path)
  }

  /// The parameters, in the order of their vector.
  private static func parameters(
    in file: SafetensorsFile
  ) throws(FileError) -> Parameters<Scalar> {
    let key = CheckpointFormat.layoutKey
    let text = file.metadata[key]
    guard let json = text.flatMap({ try? JSON(parsing: Array($0.utf8)) }),
      case .object(let layout) = json
    else {
      throw FileError(
        file.path, expected: "roles by name in metadata \"\(key)\"",
        found: text?.quotedForMessage ?? "none")
    }
    var parameters = Parameters<Scalar>()
    for field in layout.fields {
      guard let role = field.value.text.flatMap(Parameters<Scalar>.Role.init(fileName:)) else {
        throw FileError(
          file.path, expected: "the role of parameter \(field.key.quotedForMessage)",
          found: field.value.kind)
      }
      let name = CheckpointFormat.model + field.key
      let elements = try file.elements(name, as: Scalar.self)
      parameters.append(field.key, shape: file[name]?.shape ?? [], role: role, elements)
    }
    return parameters
  }
}

extension SafetensorsFile {
  /// A number of steps.
  fileprivate func count(_ name: String) throws(FileError) -> Int {
    let count = try scalar(name, as: Int.self)
    // More than any training takes, few enough to count what all of them have seen.
    let most = 1 << 40
    guard (0...most).contains(count) else {
      throw FileError(
        path, expected: "0...\(most) in tensor \(name.quotedForMessage)", found: "\(count)")
    }
    return count
  }
}

extension String {
  /// What follows a prefix, or nil where another text begins.
  fileprivate func dropping(_ prefix: String) -> String? {
    hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
  }
}
