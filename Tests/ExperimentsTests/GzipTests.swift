import Experiments
import NaiveReference
import Networks
import Testing

@Suite("Gzip and checksums")
struct GzipTests {
  /// Bytes that can hardly be packed, and bytes that can.
  private static func bytes(_ count: Int, mask: UInt64 = .max) -> [UInt8] {
    var random = SplitMix64(seed: UInt64(count))
    let words = (0...count / 8).map { _ in random.next() & mask }
    return words.withUnsafeBytes { Array($0.prefix(count)) }
  }

  private func message(_ bytes: [UInt8], limit: Int = 1 << 20) -> String? {
    do { _ = try Gzip.contents(of: bytes, path: "m", limit: limit) } catch {
      return error.description
    }
    return nil
  }

  /// Larger than the pieces that are unpacked at once; with a name in the header and without.
  @Test(arguments: [0, 1, 100, 65536, 65537, 1_200_000]) func roundTrip(count: Int) throws {
    for mask in [.max, 1] as [UInt64] {
      let bytes = Self.bytes(count, mask: mask)
      for name in [nil, "train-images-idx3-ubyte"] {
        let packed = gzipped(bytes, name: name)
        #expect(packed.starts(with: [0x1f, 0x8b, 8, name == nil ? 0 : 8]))
        #expect(try Gzip.contents(of: packed, path: "m") == bytes)
      }
    }
  }

  /// Members one after the other are one text; what is not gzip stays as it is.
  @Test func membersAndOthers() throws {
    let (one, other) = (Self.bytes(1000), Self.bytes(70000))
    #expect(
      try Gzip.contents(of: gzipped(one) + gzipped(other, name: "b"), path: "m") == one + other)
    for bytes in [[], [0x1f], [0, 0, 8, 1]] as [[UInt8]] {
      #expect(try Gzip.contents(of: bytes, path: "m") == bytes)
    }
  }

  @Test func damage() {
    let packed = gzipped(Self.bytes(2000), name: "name")
    for count in 2..<packed.count {
      #expect(
        message(Array(packed.prefix(count)))
          == "m: expected whole gzip data, found the end after \(count) bytes")
    }
    #expect(
      message(packed + [0, 0]) == "m: expected whole gzip data, found 2 other bytes after it")
    var checksum = packed
    checksum[packed.count - 8] ^= 1
    #expect(message(checksum) == "m: expected whole gzip data, found \"incorrect data check\"")
    var length = packed
    length[packed.count - 1] ^= 1
    #expect(message(length) == "m: expected whole gzip data, found \"incorrect length check\"")
    // A small file that would fill the memory.
    let bomb = gzipped([UInt8](repeating: 0, count: 2_000_000))
    #expect(bomb.count < 3000)
    #expect(message(bomb) == "m: expected at most 1048576 bytes unpacked, found more")
    #expect(message(bomb, limit: 2_000_000) == nil)
  }

  /// Against examples of the standard and of `sha256sum`, about the lengths where padding changes.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 55),
      "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"
    ),
    (
      String(repeating: "a", count: 64),
      "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"
    ),
    (
      String(repeating: "a", count: 1000),
      "41edece42d63e8d9bf515a9ba6932e1c20cbc9f5a5d134645adb5db1b9737ea3"
    ),
  ])
  func checksums(text: String, digest: String) {
    #expect(SHA256.hexDigest(of: Array(text.utf8)) == digest)
  }
}
