import Experiments
import Testing

@Suite("CRC-32")
struct CRC32Tests {
  /// What Python's zlib.crc32 gives for b"9\n123456789" and b"4\n5\n123456789".
  @Test func values() {
    let digits = Array("123456789".utf8)
    #expect(CRC32.hexDigest(of: [digits]) == "027f7934")
    #expect(
      CRC32.hexDigest(of: [Array(digits.prefix(4)), Array(digits.dropFirst(4))])
        == "41617345")
    #expect(CRC32.hexDigest(of: []) == "00000000")
  }

  @Test func endsMatter() {
    let texts: [[[UInt8]]] = [[[1, 2], [3]], [[1], [2, 3]], [[1, 2, 3]], [[], [1, 2, 3]]]
    #expect(Set(texts.map { CRC32.hexDigest(of: $0) }).count == texts.count)
  }
}
