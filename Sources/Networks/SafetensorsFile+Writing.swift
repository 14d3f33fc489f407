extension SafetensorsFile {
  /// The file: the header's length in 8 bytes, the header in JSON, padded with spaces to a multiple
  /// of 8, and the tensors without gaps.
  public var bytes: [UInt8] {
    var header = Array(JSON.object(header).description.utf8)
    header += [UInt8](repeating: UInt8(ascii: " "), count: (8 - header.count % 8) % 8)
    guard header.count <= Self.maximumHeader else {
      fatalError("A header of \(header.count) bytes; \(Self.maximumHeader) are allowed")
    }
    var bytes = withUnsafeBytes(of: UInt64(header.count)) { Array($0) }
    bytes.reserveCapacity(8 + header.count + tensors.reduce(0) { $0 + $1.bytes.count })
    bytes += header
    for tensor in tensors { bytes += tensor.bytes }
    return bytes
  }

  /// Writes the file as a whole or not at all.
  public func write(to path: String) throws(FileError) {
    try AtomicFile.write(bytes, to: path)
  }

  /// Longer headers are not read, as the reference implementation has it.
  static let maximumHeader = 100_000_000

  private var header: JSON.Object {
    var header = JSON.Object()
    if !metadata.isEmpty {
      let sorted = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      let strings = sorted.map { JSON.Object.Field($0.key, .string($0.value)) }
      header.fields.append(.init(Self.metadataKey, .object(.init(strings))))
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + tensor.bytes.count
      let description: JSON.Object = [
        "dtype": .string(tensor.dataType.rawValue),
        "shape": .array(tensor.shape.map { JSON($0) }),
        "data_offsets": .array([JSON(offset), JSON(end)]),
      ]
      header.fields.append(.init(tensor.name, .object(description)))
      offset = end
    }
    return header
  }
}
