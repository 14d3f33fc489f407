internal import CZlib

/// The checksum of gzip (RFC 1952), to tell data sets apart.
package enum CRC32 {
  /// The checksum of the arrays' counts, in text and one to a line, and then of their bytes, one array
  /// after the other, as 8 hexadecimal digits. With the counts, where one ends matters.
  package static func hexDigest(of arrays: [[UInt8]]) -> String {
    let counts = arrays.map { "\($0.count)\n" }.joined()
    let checksum = ([Array(counts.utf8)] + arrays).reduce(crc32_z(0, nil, 0)) { checksum, bytes in
      bytes.withUnsafeBufferPointer { crc32_z(checksum, $0.baseAddress, $0.count) }
    }
    return UInt32(checksum).hexadecimal
  }
}
