extension NumPyFile {
  /// The bytes of a file. Its samples begin at a multiple of 64, as NumPy has it.
  public static func bytes(of array: SampleArray) -> [UInt8] {
    let type =
      switch array.samples {
      case .float: "<f4"
      case .double: "<f8"
      }
    let shape =
      array.shape.count == 1 ? "(\(array.shape[0]),)" : "(\(array.shape[0]), \(array.shape[1]))"
    var header = Array("{'descr': '\(type)', 'fortran_order': False, 'shape': \(shape), }".utf8)
    let unpadded = magic.count + 4 + header.count + 1
    header += [UInt8](repeating: UInt8(ascii: " "), count: (64 - unpadded % 64) % 64)
    header.append(UInt8(ascii: "\n"))
    var bytes = magic + [1, 0, UInt8(header.count & 0xff), UInt8(header.count >> 8)] + header
    switch array.samples {
    case .float(let values): values.withUnsafeBytes { bytes += $0 }
    case .double(let values): values.withUnsafeBytes { bytes += $0 }
    }
    return bytes
  }
}
