import Networks
import Testing

@Suite("Safetensors files that break the rules give one clear line")
struct SafetensorsCorruptionTests {
  /// A file of a header and so many bytes of tensors.
  private static func file(_ header: String, _ count: Int) -> [UInt8] {
    let header = Array(header.utf8)
    return withUnsafeBytes(of: UInt64(header.count)) { Array($0) } + header
      + [UInt8](repeating: 0, count: count)
  }

  private func message(_ bytes: [UInt8]) -> String? {
    do { _ = try SafetensorsFile(parsing: bytes, path: "m") } catch { return error.description }
    return nil
  }

  @Test func wellFormed() {
    let header = """
      {"b":{"data_offsets":[4,20],"shape":[2],"dtype":"F64"},
      "a":{"dtype":"F32","shape":[],"data_offsets":[0,4]},
      "0":{"dtype":"F32","shape":[3,0],"data_offsets":[4,4]}}
      """
    #expect(message(Self.file(header, 20)) == nil)
  }

  @Test(arguments: [
    ([1, 2, 3], "at least 8 bytes of a safetensors file, found 3"),
    ([], "at least 8 bytes of a safetensors file, found 0"),
    ([9, 0, 0, 0, 0, 0, 0, 0, 0x7b, 0x7d], "a header of 9 bytes, found 2"),
    (
      [1, 0xe1, 0xf5, 5, 0, 0, 0, 0],
      "a safetensors header of at most 100000000 bytes, found 100000001"
    ),
    (
      [UInt8](repeating: 0xff, count: 20),
      "a safetensors header of at most 100000000 bytes, found 18446744073709551615"
    ),
  ])
  func lengths(bytes: [UInt8], message expected: String) {
    #expect(message(bytes) == "m: expected " + expected)
  }

  @Test(arguments: [
    ("", "a value at byte 0 of the header, found the end"),
    ("{\"a\":", "a value at byte 5 of the header, found the end"),
    ("[]", "an object as header, found an array"),
    (#"{"a":1}"#, #"an object for tensor "a", found the number 1"#),
    (#"{"a":{}}"#, #""dtype", "shape" and "data_offsets" for tensor "a", found no keys"#),
    (
      #"{"a":{"dtype":"F32","shape":[]}}"#,
      #""dtype", "shape" and "data_offsets" for tensor "a", found "dtype", "shape""#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4],"x":1}}"#,
      #""dtype", "shape" and "data_offsets" for tensor "a", found "dtype", "shape", "data_offsets", "x""#
    ),
    (
      #"{"a":{"dtype":"BF16","shape":[],"data_offsets":[0,4]}}"#,
      #"F32, F64, I64 or U64 for tensor "a", found "BF16""#
    ),
    (
      #"{"a":{"dtype":3,"shape":[],"data_offsets":[0,4]}}"#,
      #"F32, F64, I64 or U64 for tensor "a", found the number 3"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#,
      #"a shape of tensor "a", found [-1]"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#,
      #"a shape of tensor "a", found [1.0]"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}"#,
      #"a shape of tensor "a", found 1"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}}"#,
      #"where tensor "a" begins and ends, found [4,0]"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[],"data_offsets":[0,4,4]}}"#,
      #"where tensor "a" begins and ends, found [0,4,4]"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[],"data_offsets":[-4,0]}}"#,
      #"where tensor "a" begins and ends, found [-4,0]"#
    ),
    (
      #"{"a":{"dtype":"F64","shape":[2,3],"data_offsets":[0,4]}}"#,
      #"48 bytes for tensor "a" of F64 [2, 3], found 4"#
    ),
    (
      #"{"a":{"dtype":"F64","shape":[4294967296,4294967296],"data_offsets":[0,4]}}"#,
      #"too many bytes for tensor "a" of F64 [4294967296, 4294967296], found 4"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[4611686018427387904,4,0],"data_offsets":[0,0]}}"#,
      #"too many bytes for tensor "a" of F32 [4611686018427387904, 4, 0], found 0"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}"#,
      #"tensor "b" at offset 4, found a hole at 8"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#,
      #"tensor "b" at offset 8, found an overlap at 4"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#,
      #"tensor "b" at offset 8, found an overlap at 0"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      #"tensor "a" at offset 0, found a hole at 4"#
    ),
    (
      #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      #"each key once at byte 54 of the header, found "a" again"#
    ),
    (#"{"__metadata__":[]}"#, #"an object for "__metadata__", found an array"#),
    (#"{"__metadata__":{"k":1}}"#, #"a string for metadata "k", found the number 1"#),
    ("{}", "0 bytes of tensors, found 16"),
    (
      #"{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}"#,
      "20 bytes of tensors, found 16"
    ),
  ])
  func headers(header: String, message expected: String) {
    #expect(message(Self.file(header, 16)) == "m: expected " + expected)
  }

  /// Whatever is cut off is missed.
  @Test func everyTruncation() {
    var file = SafetensorsFile(metadata: ["k": "v"])
    file.append("w", shape: [2], [Float(1), 2])
    file.append("s", shape: [], [UInt64(1)])
    let bytes = file.bytes
    for count in 0..<bytes.count {
      #expect(message(Array(bytes.prefix(count))) != nil, "\(count) of \(bytes.count) bytes")
    }
    #expect(message(bytes) == nil)
    #expect(message(bytes + [0]) == "m: expected 16 bytes of tensors, found 17")
  }

  @Test func longNamesAreCut() {
    let name = String(repeating: "x", count: 1000) + "\\n"
    let text = message(Self.file("{\"\(name)\":1}", 0))
    #expect(
      text == "m: expected an object for tensor \"\(String(repeating: "x", count: 80))…\", "
        + "found the number 1")
  }
}
