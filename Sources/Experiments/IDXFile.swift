public import Networks

/// Arrays of bytes in the IDX format: two zeros, the type 8, the number of dimensions, each dimension
/// as four bytes, the highest first, then the elements, row-major.
public struct IDXFile: Sendable, Equatable {
  /// The dimensions, none of them 0.
  public let shape: [Int]
  /// The elements, row-major.
  public let elements: [UInt8]

  /// The array of a file's bytes.
  ///
  /// - Parameters:
  ///   - bytes: All bytes of the file, unpacked.
  ///   - dimensions: How many dimensions it should have.
  ///   - path: The file, for messages.
  /// - Throws: `FileError` for another type or number of dimensions, or where the elements do not
  ///   fill the rest of the file exactly.
  public init(_ bytes: [UInt8], dimensions: Int, path: String) throws(FileError) {
    func failure(_ expected: String, _ found: String) -> FileError {
      FileError(path, expected: expected, found: found)
    }
    let magic = [0, 0, 8, UInt8(dimensions)]
    guard bytes.starts(with: magic) else {
      let found = bytes.prefix(4).map { "\($0)" }.joined(separator: " ")
      throw failure(
        "an IDX file of bytes with \(dimensions) dimensions, which begins 0 0 8 \(dimensions)",
        found.isEmpty ? "no bytes" : found)
    }
    let start = 4 + 4 * dimensions
    guard bytes.count >= start else {
      throw failure("a header of \(start) bytes", "\(bytes.count)")
    }
    let shape = (0..<dimensions).map { dimension in
      bytes[4 + 4 * dimension..<8 + 4 * dimension].reduce(0) { $0 << 8 | Int($1) }
    }
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard size > 0, !overflow else {
        throw failure("sizes of at least 1 that fit into memory", "\(shape)")
      }
      count = product
    }
    guard bytes.count - start == count else {
      throw failure("\(count) elements for the shape \(shape)", "\(bytes.count - start)")
    }
    self.shape = shape
    elements = Array(bytes[start...])
  }
}
