internal import Glibc

/// Reading whole files.
package enum FileBytes {
  /// The most bytes that a file may have: what never ends must not take all memory.
  private static let limit = 1 << 33

  /// All bytes of a file.
  package static func read(_ path: String) throws(FileError) -> [UInt8] {
    guard let bytes = try readIfPresent(path) else {
      throw FileError(path, expected: "a file to read", errno: ENOENT)
    }
    return bytes
  }

  /// All bytes of a file, or nil where there is none.
  package static func readIfPresent(_ path: String) throws(FileError) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw FileError(path, expected: "a file to read", errno: errno)
    }
    defer { close(descriptor) }
    var status = stat()
    fstat(descriptor, &status)
    try requireSize(Int(status.st_size), of: path)
    // One byte more than the file holds, so that its end is seen without growing the buffer.
    var bytes = [UInt8](repeating: 0, count: max(4096, Int(status.st_size) + 1))
    var filled = 0
    while true {
      if filled == bytes.count { bytes += [UInt8](repeating: 0, count: filled) }
      let count = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress! + filled, $0.count - filled)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw FileError(path, expected: "a file to read", errno: errno)
      }
      if count == 0 { break }
      filled += count
      try requireSize(filled, of: path)
    }
    bytes.removeLast(bytes.count - filled)
    return bytes
  }

  private static func requireSize(_ count: Int, of path: String) throws(FileError) {
    if count > limit {
      throw FileError(path, expected: "at most \(limit) bytes", found: "\(count)")
    }
  }
}
