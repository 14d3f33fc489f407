import CZlib

/// Bytes as a gzip member, with a file name in its header where one is given.
func gzipped(_ bytes: [UInt8], name: String? = nil) -> [UInt8] {
  let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  defer { stream.deallocate() }
  stream.initialize(to: z_stream())
  precondition(
    deflateInit2_(
      stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size)) == Z_OK)
  defer { deflateEnd(stream) }
  var input = bytes
  var output = [UInt8](repeating: 0, count: bytes.count + 1000)
  var header = gz_header()
  var letters = Array((name ?? "").utf8) + [0]
  let count = letters.withUnsafeMutableBufferPointer { letters in
    withUnsafeMutablePointer(to: &header) { header in
      header.pointee.name = letters.baseAddress
      if name != nil { deflateSetHeader(stream, header) }
      return input.withUnsafeMutableBufferPointer { input in
        output.withUnsafeMutableBufferPointer { output in
          stream.pointee.next_in = input.baseAddress
          stream.pointee.avail_in = UInt32(input.count)
          stream.pointee.next_out = output.baseAddress
          stream.pointee.avail_out = UInt32(output.count)
          precondition(deflate(stream, Z_FINISH) == Z_STREAM_END)
          return output.count - Int(stream.pointee.avail_out)
        }
      }
    }
  }
  return Array(output[..<count])
}
