public import StructuredLinear

extension Checkpoint {
  /// Puts the checkpoint's values into the parameters of a model, which must have the same tensors
  /// in the same order. Where they differ nothing is changed.
  ///
  /// Roles are not compared: they say how a tensor is trained, not what it is.
  public func restore(into target: inout Parameters<Scalar>) throws(FileError) {
    for entry in target.entries {
      let label = "parameter \(entry.name.quotedForMessage)"
      guard let stored = parameters[entry.name] else {
        throw FileError(path, expected: label, found: "none")
      }
      guard stored.shape == entry.shape else {
        throw FileError(
          path, expected: "\(label) of shape \(entry.shape)", found: "\(stored.shape)")
      }
    }
    for (i, stored) in parameters.entries.enumerated() {
      guard target[stored.name] != nil else {
        throw FileError(
          path, expected: "only the model's parameters",
          found: "parameter \(stored.name.quotedForMessage)")
      }
      // The optimizer's vectors have the order of the parameters.
      guard target.entries[i].name == stored.name else {
        throw FileError(
          path, expected: "parameter \(target.entries[i].name.quotedForMessage) in place \(i)",
          found: stored.name.quotedForMessage)
      }
    }
    target.values = parameters.values
  }
}
