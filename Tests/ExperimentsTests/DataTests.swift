import Experiments
import Foundation
import NaiveReference
import Networks
import TemporaryFolder
import Testing

@Suite("Data sets in files")
struct DataTests {
  private let folder = TemporaryFolder()
  private var data: DataFolder { DataFolder(folder.path) }

  private static func pixels(_ count: Int) -> [UInt8] { (0..<count).map { UInt8($0 * 37 % 256) } }

  private func write(_ bytes: [UInt8], _ name: String) throws {
    let path = folder.file(name)
    try FileManager.default.createDirectory(
      atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  /// Three training and two test images of 2 × 3 pixels.
  private func writeImages(in set: String = "mnist/", packed: Bool = false) throws {
    let names = DataSet.mnist.files
    for (name, bytes) in [
      (names[0], idxFile([3, 2, 3], Self.pixels(18))), (names[1], idxFile([3], [9, 0, 4])),
      (names[2], idxFile([2, 2, 3], Self.pixels(12))), (names[3], idxFile([2], [1, 2])),
    ] {
      try write(
        packed ? gzipped(bytes, name: name) : bytes, set + name + (packed ? ".gz" : ""))
    }
  }

  private func failure<Value>(_ body: () throws(FileError) -> Value) -> String? {
    do { _ = try body() } catch {
      return error.description.replacingOccurrences(of: folder.path, with: "DIR")
    }
    return nil
  }

  @Test(arguments: ["mnist/", ""], [true, false]) func images(set: String, packed: Bool) throws {
    try writeImages(in: set, packed: packed)
    let images = try MNIST(in: data)
    #expect(images.train.count == 3 && images.test.count == 2)
    #expect(images.train.rows == 2 && images.train.columns == 3)
    #expect(images.train.pixels == Self.pixels(18) && images.test.pixels == Self.pixels(12))
    #expect(images.train.labels == [9, 0, 4] && images.test.labels == [1, 2])
    let values = Self.pixels(12).map { Double($0) / 255 }
    let mean = values.reduce(0, +) / 12
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 12
    let (found, deviation) = images.test.statistics
    #expect(abs(found - mean) <= 1e-15 && abs(deviation - variance.squareRoot()) <= 1e-15)
  }

  @Test func imagesThatDoNotFit() throws {
    let names = DataSet.mnist.files
    func expect(
      _ bytes: [UInt8]?, _ index: Int, _ message: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      try writeImages()
      let name = "mnist/" + names[index]
      if let bytes {
        try write(bytes, name)
      } else {
        try FileManager.default.removeItem(atPath: folder.file(name))
      }
      let found = failure { () throws(FileError) in try MNIST(in: data) }
      #expect(found == "DIR/\(name): expected \(message)", sourceLocation: sourceLocation)
    }
    try expect(
      nil, 2, "this file or t10k-images-idx3-ubyte.gz, there or in DIR, found none")
    try expect(
      idxFile([2], [1, 2]), 0,
      "an IDX file of bytes with 3 dimensions, which begins 0 0 8 3, found 0 0 8 1")
    try expect(
      [0, 0, 13, 1, 0, 0, 0, 0], 1,
      "an IDX file of bytes with 1 dimensions, which begins 0 0 8 1, found 0 0 13 1")
    try expect(
      [], 1, "an IDX file of bytes with 1 dimensions, which begins 0 0 8 1, found no bytes")
    try expect([0, 0, 8, 1, 0, 0], 3, "a header of 8 bytes, found 6")
    try expect(
      idxFile([3, 2, 3], Self.pixels(17)), 0, "18 elements for the shape [3, 2, 3], found 17")
    try expect(
      idxFile([3, 2, 3], Self.pixels(19)), 0, "18 elements for the shape [3, 2, 3], found 19")
    try expect(
      idxFile([0, 2, 3], []), 0, "sizes of at least 1 that fit into memory, found [0, 2, 3]")
    let huge = Int(UInt32.max)
    try expect(
      idxFile([huge, huge, huge], []), 0,
      "sizes of at least 1 that fit into memory, found [\(huge), \(huge), \(huge)]")
    try expect(idxFile([4], [1, 2, 3, 4]), 1, "3 labels as there are images, found 4")
    try expect(idxFile([3], [1, 10, 3]), 1, "labels of 0...9, found 10 at 1")
    try expect(
      idxFile([2, 3, 2], Self.pixels(12)), 2, "images of 2 × 3 as in training, found 3 × 2")
    try expect(
      Array(gzipped(idxFile([2], [1, 2])).dropLast()), 3,
      "whole gzip data, found the end after \(gzipped(idxFile([2], [1, 2])).count - 1) bytes")
  }

  @Test(arguments: ["ptb/", ""], [true, false]) func texts(set: String, packed: Bool) throws {
    for (name, text) in zip(
      DataSet.pennTreebank.files, [" no <unk>\n n N \n", " on\n", "kuno\n\nN"])
    {
      let bytes = Array(text.utf8)
      try write(packed ? gzipped(bytes) : bytes, set + name + (packed ? ".gz" : ""))
    }
    let texts = try PennTreebank(in: data)
    #expect(String(decoding: texts.alphabet, as: UTF8.self) == " <>Nknou")
    func decoded(_ codes: [UInt8]) -> String {
      String(decoding: codes.map { texts.alphabet[Int($0)] }, as: UTF8.self)
    }
    #expect(decoded(texts.train) == " no <unk> n N ")
    #expect(decoded(texts.valid) == " on" && decoded(texts.test) == "kunoN")
  }

  @Test func textsThatDoNotFit() throws {
    let names = DataSet.pennTreebank.files
    func expect(
      _ texts: [String], _ index: Int, _ message: String,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
      for (name, text) in zip(names, texts) { try write(Array(text.utf8), "ptb/" + name) }
      let found = failure { () throws(FileError) in try PennTreebank(in: data) }
      #expect(
        found == "DIR/ptb/\(names[index]): expected \(message)", sourceLocation: sourceLocation)
    }
    try expect(["ab\n", "a", "\n"], 2, "a text, found none")
    try expect(["ab\n", "", "a"], 1, "a text, found none")
    try expect(["ab\n", "a\nc", "a"], 1, "the 2 characters of the training text, found \"c\"")
    try expect(["a\nb\u{e9}\n", "a", "a"], 0, "printable ASCII in line 2, found the byte 195")
    try expect(["ab", "a", "a\r\nb"], 2, "printable ASCII in line 1, found the byte 13")
  }

  @Test func folders() throws {
    #expect(try DataFolder(option: "here").path == "here")
    #expect(throws: ConfigurationError.self) { try DataFolder(option: "") }
  }

  /// Mutations of good files, and bytes at random: each is read or refused with one line.
  @Test func fuzz() {
    var random = SplitMix64(seed: 5)
    let plain = [idxFile([2, 3, 4], Self.pixels(24)), idxFile([30], Self.pixels(30))]
    let seeds = plain + plain.map { gzipped($0, name: "name") } + [gzipped(plain[0] + plain[1])]
    var (read, refused) = (0, 0)
    for round in 0..<6000 {
      var bytes: [UInt8]
      if round.isMultiple(of: 6) {
        let start: [UInt8] = round.isMultiple(of: 12) ? [0x1f, 0x8b, 8, 0] : [0, 0, 8, 1]
        bytes =
          start
          + (0..<Int.random(in: 0...200, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
          }
      } else {
        bytes = seeds.randomElement(using: &random)!
        for _ in 0..<Int.random(in: 0...3, using: &random) where !bytes.isEmpty {
          let place = Int.random(in: 0..<bytes.count, using: &random)
          switch Int.random(in: 0...3, using: &random) {
          case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
          case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
          case 2: bytes.remove(at: place)
          default: bytes.removeLast(bytes.count - place)
          }
        }
      }
      for dimensions in [1, 3] {
        do {
          let file = try IDXFile(
            Gzip.contents(of: bytes, path: "m", limit: 1 << 16), dimensions: dimensions, path: "m")
          #expect(file.shape.reduce(1, *) == file.elements.count && !file.elements.isEmpty)
          read += 1
        } catch {
          let text = "\(error)"
          #expect(text.hasPrefix("m: expected ") && !text.contains(where: \.isNewline))
          refused += 1
        }
      }
    }
    #expect(read > 1000 && refused > 5000, "\(read) read, \(refused) refused")
  }
}

@Suite(
  "Data sets as published",
  .enabled(
    if: ProcessInfo.processInfo.environment[DataFolder.environmentVariable] != nil,
    "WAVEPRESS_DATA names no folder of data sets"))
struct PublishedDataTests {
  private let folder = DataFolder(
    ProcessInfo.processInfo.environment[DataFolder.environmentVariable] ?? "")

  @Test func digits() throws {
    let images = try MNIST(in: folder)
    #expect(images.train.count == 60000 && images.test.count == 10000)
    #expect(images.train.rows == 28 && images.train.columns == 28)
    #expect(images.train.labels.prefix(10) == [5, 0, 4, 1, 9, 2, 1, 3, 1, 4])
    #expect(images.test.labels.prefix(10) == [7, 2, 1, 0, 4, 1, 4, 9, 5, 9])
    func counts(_ labels: [UInt8]) -> [Int] {
      labels.reduce(into: [Int](repeating: 0, count: 10)) { $0[Int($1)] += 1 }
    }
    #expect(
      counts(images.train.labels)
        == [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949])
    #expect(
      counts(images.test.labels) == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009])
    let (mean, deviation) = images.train.statistics
    #expect(abs(mean - 0.1307) < 5e-5 && abs(deviation - 0.3081) < 5e-5)
  }

  @Test func characters() throws {
    let texts = try PennTreebank(in: folder)
    #expect(texts.alphabet.count == 49)
    #expect(
      [texts.train, texts.valid, texts.test].map(\.count) == [5_059_550, 396_412, 446_184])
    #expect(
      String(decoding: texts.valid.prefix(30).map { texts.alphabet[Int($0)] }, as: UTF8.self)
        == " consumers may want to move th")
  }

  /// Of the files that are small enough for an unoptimised build.
  @Test func checksums() throws {
    for set in DataSet.allCases {
      for (name, published) in zip(set.files, set.publishedChecksums) {
        let contents = try folder.read(name, of: set).contents
        guard contents.count < 1_000_000 else { continue }
        #expect(SHA256.hexDigest(of: contents) == published, "\(name)")
      }
    }
  }
}
