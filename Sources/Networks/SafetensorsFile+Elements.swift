extension SafetensorsFile {
  /// The elements of a tensor.
  ///
  /// - Parameters:
  ///   - name: The tensor.
  ///   - type: `Float`, `Double`, `Int`, `Int64` or `UInt64`; nothing is converted.
  ///   - shape: The shape it must have, or nil where any will do.
  public func elements<Element: BitwiseCopyable>(
    _ name: String, as type: Element.Type, shape: [Int]? = nil
  ) throws(FileError) -> [Element] {
    let label = "tensor \(name.quotedForMessage)"
    guard let tensor = self[name] else { throw FileError(path, expected: label, found: "none") }
    let dataType = DataType(of: type)
    guard tensor.dataType == dataType else {
      throw FileError(
        path, expected: "\(label) of \(dataType.rawValue)", found: tensor.dataType.rawValue)
    }
    if let shape, shape != tensor.shape {
      throw FileError(path, expected: "\(label) of shape \(shape)", found: "\(tensor.shape)")
    }
    return [Element](bytes: tensor.bytes)
  }

  /// The one element of a tensor without sizes.
  public func scalar<Element: BitwiseCopyable>(
    _ name: String, as type: Element.Type
  ) throws(FileError) -> Element {
    try elements(name, as: type, shape: [])[0]
  }
}
