extension SafetensorsFile {
  /// Reads a file.
  ///
  /// Strict: the tensors must fill the rest of the file without overlaps and holes, and each must
  /// have the size that its type and shape give.
  public init(contentsOf path: String) throws(FileError) {
    try self.init(parsing: try FileBytes.read(path), path: path)
  }

  /// Reads the bytes of a file. Messages name `path`.
  public init(parsing bytes: [UInt8], path: String) throws(FileError) {
    let reader = Reader(path: path)
    let (header, start) = try reader.header(of: bytes)
    var metadata: [String: String] = [:]
    var descriptions: [Description] = []
    for field in header.fields {
      if field.key == Self.metadataKey {
        metadata = try reader.metadata(field.value)
      } else {
        descriptions.append(try reader.description(field.key, field.value))
      }
    }
    try reader.check(descriptions, fill: bytes.count - start)
    let tensors = descriptions.map {
      Tensor(
        name: $0.name, dataType: $0.dataType, shape: $0.shape,
        bytes: Array(bytes[start + $0.offsets.lowerBound..<start + $0.offsets.upperBound]))
    }
    self.init(tensors: tensors, metadata: metadata, path: path)
  }
}

/// What the header says of a tensor.
private struct Description {
  let name: String
  let dataType: SafetensorsFile.DataType
  let shape: [Int]
  let offsets: Range<Int>
}

/// The parts of reading, which all name the file where they fail.
private struct Reader {
  let path: String

  func failure(_ expected: String, _ found: String) -> FileError {
    FileError(path, expected: expected, found: found)
  }

  /// The header and where it ends.
  func header(of bytes: [UInt8]) throws(FileError) -> (JSON.Object, end: Int) {
    guard bytes.count >= 8 else {
      throw failure("at least 8 bytes of a safetensors file", "\(bytes.count)")
    }
    let length = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    guard length <= SafetensorsFile.maximumHeader else {
      throw failure(
        "a safetensors header of at most \(SafetensorsFile.maximumHeader) bytes", "\(length)")
    }
    let end = 8 + Int(length)
    guard end <= bytes.count else {
      throw failure("a header of \(length) bytes", "\(bytes.count - 8)")
    }
    let json: JSON
    do { json = try JSON(parsing: Array(bytes[8..<end])) } catch {
      throw failure("\(error.expected) at byte \(error.offset) of the header", error.found)
    }
    guard case .object(let header) = json else {
      throw failure("an object as header", json.kind)
    }
    return (header, end)
  }

  func metadata(_ json: JSON) throws(FileError) -> [String: String] {
    guard case .object(let object) = json else {
      throw failure("an object for \"\(SafetensorsFile.metadataKey)\"", json.kind)
    }
    var metadata: [String: String] = [:]
    for field in object.fields {
      guard let text = field.value.text else {
        throw failure("a string for metadata \(field.key.quotedForMessage)", field.value.kind)
      }
      metadata[field.key] = text
    }
    return metadata
  }

  func description(_ name: String, _ json: JSON) throws(FileError) -> Description {
    let label = "tensor \(name.quotedForMessage)"
    guard case .object(let object) = json else {
      throw failure("an object for \(label)", json.kind)
    }
    guard let type = object["dtype"], let sizes = object["shape"],
      let range = object["data_offsets"], object.fields.count == 3
    else {
      let keys = object.fields.map(\.key.quotedForMessage).joined(separator: ", ")
      throw failure(
        "\"dtype\", \"shape\" and \"data_offsets\" for \(label)", keys.isEmpty ? "no keys" : keys)
    }
    guard let dataType = type.text.flatMap(SafetensorsFile.DataType.init) else {
      throw failure("F32, F64, I64 or U64 for \(label)", type.kind)
    }
    guard let shape = counts(sizes) else {
      throw failure("a shape of \(label)", sizes.briefly)
    }
    guard let offsets = counts(range), offsets.count == 2, offsets[0] <= offsets[1] else {
      throw failure("where \(label) begins and ends", range.briefly)
    }
    guard let size = size(shape, dataType), size == offsets[1] - offsets[0] else {
      let size = size(shape, dataType).map { "\($0)" } ?? "too many"
      throw failure(
        "\(size) bytes for \(label) of \(dataType.rawValue) \(shape)",
        "\(offsets[1] - offsets[0])")
    }
    return Description(
      name: name, dataType: dataType, shape: shape, offsets: offsets[0]..<offsets[1])
  }

  /// Numbers that are not negative.
  func counts(_ json: JSON) -> [Int]? {
    guard case .array(let values) = json else { return nil }
    let counts = values.compactMap { $0.integer() }
    return counts.count == values.count && counts.allSatisfy { $0 >= 0 } ? counts : nil
  }

  /// The bytes of a tensor, or nil where they are beyond any file.
  func size(_ shape: [Int], _ dataType: SafetensorsFile.DataType) -> Int? {
    // Without empty dimensions, so that no product of some of them is beyond any file either.
    var size = dataType.size
    for count in shape where count > 0 {
      let (product, overflow) = size.multipliedReportingOverflow(by: count)
      if overflow { return nil }
      size = product
    }
    return shape.contains(0) ? 0 : size
  }

  /// Whether the tensors are next to each other and fill the file.
  func check(_ descriptions: [Description], fill available: Int) throws(FileError) {
    var end = 0
    // An empty tensor comes before the one that begins at the same place.
    let inOrder = descriptions.sorted {
      ($0.offsets.lowerBound, $0.offsets.upperBound) < (
        $1.offsets.lowerBound, $1.offsets.upperBound
      )
    }
    for tensor in inOrder {
      let start = tensor.offsets.lowerBound
      guard start == end else {
        throw failure(
          "tensor \(tensor.name.quotedForMessage) at offset \(end)",
          "\(start < end ? "an overlap" : "a hole") at \(start)")
      }
      end = tensor.offsets.upperBound
    }
    guard end == available else {
      throw failure("\(end) bytes of tensors", "\(available)")
    }
  }
}

extension JSON {
  /// The value itself for a message, cut where it is long.
  fileprivate var briefly: String {
    let text = description
    return text.count <= 80 ? text : text.prefix(80) + "…"
  }
}
