import Experiments
import Testing

@Suite("CRC-32")
struct CRC32Tests {
  /// The check value of the algorithm's catalogue entry, CRC-32/ISO-HDLC.
  @Test func checkValue() {
    let digits = Array("123456789".utf8)
    #expect(CRC32.hexDigest(of: [digits]) == "cbf43926")
    #expect(
      CRC32.hexDigest(of: [Array(digits.prefix(4)), [], Array(digits.dropFirst(4))]) == "cbf43926")
    #expect(CRC32.hexDigest(of: []) == "00000000")
  }
}
