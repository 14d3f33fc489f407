import Experiments
import Foundation
import NaiveReference
import Networks
import TemporaryFolder
import Testing

@Suite("Files of signals")
struct SampleFileTests {
  private static let float = SampleArray(
    shape: [5], .float([1.5, -2.25, 0.1, .leastNonzeroMagnitude, -0.0]))
  private static let double = SampleArray(
    shape: [2, 3], .double([0.1, -1e300, .leastNonzeroMagnitude, 1, 2, 3]))

  /// A file of a header, padded by nothing, and so many bytes.
  private static func file(_ header: String, _ count: Int, version: UInt8 = 1) -> [UInt8] {
    let length = header.utf8.count
    return [0x93] + Array("NUMPY".utf8) + [version, 0, UInt8(length & 255), UInt8(length >> 8)]
      + (version == 1 ? [] : [0, 0]) + Array(header.utf8) + [UInt8](repeating: 0, count: count)
  }

  private func npyMessage(_ bytes: [UInt8]) -> String? {
    do { _ = try NumPyFile.parse(bytes, path: "m") } catch { return error.description }
    return nil
  }

  private func textMessage(_ text: String) -> String? {
    do { _ = try TextSignals.parse(Array(text.utf8), path: "m") } catch { return error.description }
    return nil
  }

  /// NumPy's files are read, and written bit for bit.
  @Test(arguments: [("float", Self.float), ("double", Self.double)])
  func golden(name: String, array: SampleArray) throws {
    let url = try #require(
      Bundle.module.url(forResource: name, withExtension: "npy"))
    let bytes = try Array(Data(contentsOf: url))
    #expect(try NumPyFile.parse(bytes, path: name) == array)
    #expect(NumPyFile.bytes(of: array) == bytes)
  }

  @Test(arguments: [1, 2, 3] as [UInt8]) func versions(version: UInt8) throws {
    let header = #"{"shape": (1, 2), "fortran_order":False,"descr" : '<f4'}"#
    #expect(
      try NumPyFile.parse(Self.file(header, 8, version: version), path: "m")
        == SampleArray(shape: [1, 2], .float([0, 0])))
  }

  @Test(arguments: [
    ("<f8", "False", "(3,)", "24 bytes of samples for the shape [3], found 16"),
    ("<f8", "False", "(1,)", "8 bytes of samples for the shape [1], found 16"),
    (
      "<f8", "False", "(4294967296, 4294967296)",
      "a shape that fits into memory, found the shape [4294967296, 4294967296]"
    ),
    ("<f8", "True", "(2,)", "samples in C order, found Fortran order"),
    (">f8", "False", "(2,)", "little-endian floats, '<f4' or '<f8', found \"'>f8'\""),
    ("<i8", "False", "(2,)", "little-endian floats, '<f4' or '<f8', found \"'<i8'\""),
    ("<f8", "False", "(1, 1, 2)", "1 or 2 dimensions, found 3"),
    ("<f8", "False", "()", "1 or 2 dimensions, found 0"),
    ("<f8", "False", "(0,)", "signals of at least one sample, found the shape [0]"),
    ("<f8", "False", "(2, 0)", "signals of at least one sample, found the shape [2, 0]"),
  ])
  func headers(type: String, order: String, shape: String, message: String) {
    let header = "{'descr': '\(type)', 'fortran_order': \(order), 'shape': \(shape), }\n"
    #expect(npyMessage(Self.file(header, 16)) == "m: expected " + message)
  }

  @Test(arguments: [
    "", "{}", "{'descr': '<f8'}", "{'descr': '<f8', 'fortran_order': 0, 'shape': (2,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (-2,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,)}",
    "{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (2,)}",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} x",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)",
  ])
  func grammar(header: String) {
    #expect(
      npyMessage(Self.file(header, 16))?.hasPrefix(
        "m: expected 'descr', 'fortran_order' and 'shape' as a Python dictionary in the header, "
          + "found ") == true)
  }

  @Test func versionsAndMagic() {
    #expect(npyMessage([]) == "m: expected the magic bytes of a .npy file, found others")
    #expect(
      npyMessage(Self.file("", 0, version: 4))
        == "m: expected .npy version 1.0, 2.0 or 3.0, found 4.0")
    let bytes = NumPyFile.bytes(of: Self.double)
    for count in 0..<bytes.count { #expect(npyMessage(Array(bytes.prefix(count))) != nil) }
    #expect(
      npyMessage(bytes + [0])
        == "m: expected 48 bytes of samples for the shape [2, 3], found 49")
  }

  @Test func text() throws {
    func parse(_ text: String) throws -> SampleArray {
      try TextSignals.parse(Array(text.utf8), path: "m")
    }
    #expect(
      try parse("1 2,\t3\r\n4, 5 6\n\n") == .init(shape: [2, 3], .double([1, 2, 3, 4, 5, 6])))
    #expect(try parse("-1e-3") == .init(shape: [1], .double([-1e-3])))
    #expect(try parse("inf -inf") == .init(shape: [2], .double([.infinity, -.infinity])))
    let bytes = TextSignals.bytes(of: Self.double)
    #expect(String(decoding: bytes, as: UTF8.self) == "0.1 -1e+300 5e-324\n1.0 2.0 3.0\n")
    #expect(try TextSignals.parse(bytes, path: "m") == Self.double)
  }

  @Test(arguments: [
    ("", "at least one number, found none"), (" \n\n", "at least one number, found none"),
    ("1\n\n2\n", "a number in line 2, found none"), ("1,,2\n", "a number in line 1, found none"),
    ("1 2\n3 x\n", "a number in line 2, found \"x\""),
    ("1e999\n", "a number in line 1, found \"1e999\""),
    ("1 2\n3\n", "2 numbers in line 2 as in line 1, found 1"),
  ])
  func badText(text: String, message: String) {
    #expect(textMessage(text) == "m: expected " + message)
  }

  @Test func sameFile() throws {
    let folder = TemporaryFolder()
    let path = folder.write("1\n", to: "a")
    try FileManager.default.createSymbolicLink(
      atPath: folder.file("b"), withDestinationPath: path)
    for other in [path, folder.path + "/./a", folder.file("b")] {
      #expect(throws: FileError(other, expected: "another file than the input", found: "the same"))
      {
        try SampleArray.requireDistinct(input: path, output: other)
      }
    }
    try SampleArray.requireDistinct(input: path, output: folder.file("c"))
  }

  /// Mutations of good files, and bytes at random: each is read or refused with one line.
  @Test func fuzz() {
    var random = SplitMix64(seed: 4)
    let seeds =
      [Self.float, Self.double].flatMap { [NumPyFile.bytes(of: $0), TextSignals.bytes(of: $0)] }
      + [Self.file("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", 16, version: 2)]
    let special = Array("(){}[]',:<>=|0123456789LTF \n-+.exn".utf8)
    var read = 0
    var refused = 0
    for round in 0..<6000 {
      var bytes: [UInt8]
      if round.isMultiple(of: 6) {
        bytes = (0..<Int.random(in: 0...200, using: &random)).map { _ in
          UInt8.random(in: 0...255, using: &random)
        }
        if round.isMultiple(of: 4) { bytes = [0x93] + Array("NUMPY".utf8) + [1, 0, 40, 0] + bytes }
      } else {
        bytes = seeds.randomElement(using: &random)!
        for _ in 0..<Int.random(in: 1...3, using: &random) where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0...4, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes[place] = special.randomElement(using: &random)!
          case 2: bytes.insert(special.randomElement(using: &random)!, at: place)
          case 3: bytes.remove(at: place)
          default: bytes.removeLast(bytes.count - place)
          }
        }
      }
      for isNumPy in [true, false] {
        do {
          let array =
            try isNumPy
            ? NumPyFile.parse(bytes, path: "m") : TextSignals.parse(bytes, path: "m")
          #expect(array.length >= 1 && array.batch >= 1)
          read += 1
        } catch {
          let text = "\(error)"
          #expect(text.hasPrefix("m: expected ") && !text.contains(where: \.isNewline))
          refused += 1
        }
      }
    }
    #expect(read > 500 && refused > 5000)
  }
}
