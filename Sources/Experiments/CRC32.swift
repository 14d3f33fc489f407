internal import CZlib

/// The checksum of gzip (RFC 1952), to tell data sets apart.
package enum CRC32 {
  /// The checksum of some bytes, those of one array after those of the other, as 8 hexadecimal digits.
  package static func hexDigest(of arrays: [[UInt8]]) -> String {
    let checksum = arrays.reduce(crc32_z(0, nil, 0)) { checksum, bytes in
      bytes.withUnsafeBufferPointer { crc32_z(checksum, $0.baseAddress, $0.count) }
    }
    return UInt32(checksum).hexadecimal
  }
}
