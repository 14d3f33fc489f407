public import Networks

extension NumPyFile {
  /// The signals in a file's bytes. Messages name `path`.
  ///
  /// Strict: the samples must fill the rest of the file, and there must be some.
  public static func parse(_ bytes: [UInt8], path: String) throws(FileError) -> SampleArray {
    func failure(_ expected: String, _ found: String) -> FileError {
      FileError(path, expected: expected, found: found)
    }
    guard bytes.starts(with: magic) else {
      throw failure("the magic bytes of a .npy file", "others")
    }
    guard bytes.count >= magic.count + 2 else {
      throw failure("a version after the magic bytes", "the end")
    }
    let version = (bytes[6], bytes[7])
    guard (1...3).contains(version.0), version.1 == 0 else {
      throw failure(".npy version 1.0, 2.0 or 3.0", "\(version.0).\(version.1)")
    }
    let start = version.0 == 1 ? 10 : 12
    guard bytes.count >= start else { throw failure("the header's length", "the end") }
    let length = bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= bytes.count - start else {
      throw failure("a header of \(length) bytes", "\(bytes.count - start)")
    }
    var parser = NumPyHeaderParser(Array(bytes[start..<start + length]))
    guard let header = parser.header() else {
      throw failure(
        "'descr', 'fortran_order' and 'shape' as a Python dictionary in the header",
        String(decoding: bytes[start..<start + length], as: UTF8.self).quotedForMessage)
    }
    let sizes = ["'<f4'": 4, "'<f8'": 8]
    guard let size = sizes[header.type] else {
      throw failure("little-endian floats, '<f4' or '<f8'", header.type.quotedForMessage)
    }
    guard !header.isFortranOrder else { throw failure("samples in C order", "Fortran order") }
    guard (1...2).contains(header.shape.count) else {
      throw failure("1 or 2 dimensions", "\(header.shape.count)")
    }
    guard header.shape.allSatisfy({ $0 > 0 }) else {
      throw failure("signals of at least one sample", "the shape \(header.shape)")
    }
    var expected = size
    for count in header.shape {
      let (product, overflow) = expected.multipliedReportingOverflow(by: count)
      guard !overflow else {
        throw failure("a shape that fits into memory", "the shape \(header.shape)")
      }
      expected = product
    }
    let data = bytes[(start + length)...]
    guard data.count == expected else {
      throw failure("\(expected) bytes of samples for the shape \(header.shape)", "\(data.count)")
    }
    return SampleArray(
      shape: header.shape, size == 4 ? .float([Float](bytes: data)) : .double([Double](bytes: data))
    )
  }
}
