internal import CZlib
public import Networks

/// The gzip format (RFC 1952), through zlib.
public enum Gzip {
  /// What every member begins with.
  static let magic: [UInt8] = [0x1f, 0x8b]

  /// The contents of a file's bytes: unpacked where they are gzip, and as they are otherwise.
  ///
  /// Members may follow each other, and their headers may have names, comments and checksums.
  ///
  /// - Parameters:
  ///   - bytes: All bytes of the file.
  ///   - path: The file, for messages.
  ///   - limit: The most bytes that the contents may have: a small file may unpack to a huge one.
  /// - Throws: `FileError` where the data is damaged, cut off, followed by something else, or larger
  ///   than the limit.
  public static func contents(
    of bytes: [UInt8], path: String, limit: Int = 1 << 30
  ) throws(FileError) -> [UInt8] {
    guard bytes.starts(with: magic) else { return bytes }
    func failure(_ found: String) -> FileError {
      FileError(path, expected: "whole gzip data", found: found)
    }
    guard let inflater = Inflater() else { throw failure("no memory for zlib") }
    var contents: [UInt8] = []
    var place = 0
    while true {
      let step = inflater.step(bytes[place..<min(bytes.count, place + 1 << 20)], into: &contents)
      place += step.consumed
      guard contents.count <= limit else {
        throw FileError(path, expected: "at most \(limit) bytes unpacked", found: "more")
      }
      switch step.status {
      case Z_OK: continue
      case Z_STREAM_END:
        if place == bytes.count { return contents }
        guard bytes[place...].starts(with: magic) else {
          throw failure("\(bytes.count - place) other bytes after it")
        }
        inflater.reset()
      case Z_BUF_ERROR: throw failure("the end after \(bytes.count) bytes")
      default: throw failure(inflater.message.quotedForMessage)
      }
    }
  }
}

/// zlib's state, which must stay where it is in memory.
private final class Inflater {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private var chunk = [UInt8](repeating: 0, count: 1 << 16)

  init?() {
    stream.initialize(to: z_stream())
    // The largest window, and 16 for gzip's headers.
    let status = inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { return nil }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// What zlib says of the last step.
  var message: String { stream.pointee.msg.map { String(cString: $0) } ?? "no valid data" }

  /// Begins another member.
  func reset() { inflateReset(stream) }

  /// Unpacks some of the input, and appends it.
  func step(_ input: ArraySlice<UInt8>, into contents: inout [UInt8])
    -> (status: Int32, consumed: Int)
  {
    let (status, consumed, produced) = input.withUnsafeBufferPointer { input in
      chunk.withUnsafeMutableBufferPointer { chunk in
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = chunk.baseAddress
        stream.pointee.avail_out = UInt32(chunk.count)
        let status = inflate(stream, Z_NO_FLUSH)
        return (
          status, input.count - Int(stream.pointee.avail_in),
          chunk.count - Int(stream.pointee.avail_out)
        )
      }
    }
    contents += chunk[..<produced]
    return (status, consumed)
  }
}
