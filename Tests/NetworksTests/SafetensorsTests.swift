import Foundation
import Networks
import TemporaryFolder
import Testing

@Suite("Safetensors files")
struct SafetensorsTests {
  let folder = TemporaryFolder()

  /// The bits of floating-point numbers, so that negative zeros and NaN count.
  private func bits(_ values: [Float]) -> [UInt32] { values.map(\.bitPattern) }

  @Test func readsTheReference() throws {
    let path = Bundle.module.path(forResource: "tensors", ofType: "safetensors")!
    let file = try SafetensorsFile(contentsOf: path)
    #expect(
      file.tensors.map(\.name) == [
        "state", "counts", "cell.10", "cell.2", "cell.weight", "empty", "gewicht ä \"quoted\"",
      ])
    #expect(file.metadata == ["format": "golden, 1/2 \\ ü"])
    let weight: [Float] = [1.5, -2.25, 0.1, .leastNonzeroMagnitude, -0.0, 3.4028235e38]
    #expect(bits(try file.elements("cell.weight", as: Float.self, shape: [2, 3])) == bits(weight))
    #expect(try file.elements("cell.10", as: Double.self, shape: [2]) == [0.1, -1e300])
    #expect(
      try file.elements("cell.2", as: Double.self, shape: [1, 1]) == [.leastNonzeroMagnitude])
    #expect(try file.elements("counts", as: Int.self) == [-1, 0, .max])
    #expect(try file.elements("counts", as: Int64.self) == [-1, 0, .max])
    #expect(try file.scalar("state", as: UInt64.self) == .max)
    #expect(try file.elements("empty", as: Float.self, shape: [0, 4]) == [])
    #expect(try file.elements("gewicht ä \"quoted\"", as: Float.self) == [7])
  }

  @Test func writesTheBytesOfTheReference() throws {
    let path = Bundle.module.path(forResource: "tensors", ofType: "safetensors")!
    let reference = Array(FileManager.default.contents(atPath: path)!)
    #expect(try SafetensorsFile(contentsOf: path).bytes == reference)
  }

  @Test func roundTrip() throws {
    var file = SafetensorsFile(metadata: ["b": "2", "a": "line\nline", "": "\u{0}"])
    file.append("nan", shape: [3], [Float.nan, -.infinity, -0.0])
    file.append("x", shape: [], [Double.pi])
    file.append("n", shape: [2, 1, 0], [Int]())
    file.append("a\u{1}\"/\\", shape: [1], [UInt64(7)])
    try file.write(to: folder.file("t"))
    let read = try SafetensorsFile(contentsOf: folder.file("t"))
    #expect(read == file)
    #expect(read.path == folder.file("t"))
    #expect(bits(try read.elements("nan", as: Float.self)) == bits([.nan, -.infinity, -0.0]))
    #expect(try read.scalar("x", as: Double.self) == Double.pi)
    #expect(folder.names == ["t"])
  }

  @Test func equalContentsGiveEqualBytes() {
    let names = ["c", "a", "10", "9", "b"]
    func file(_ order: [String]) -> SafetensorsFile {
      var file = SafetensorsFile()
      for name in order {
        file.append(name, shape: [1], [Float(names.firstIndex(of: name)!)])
        file.append(name + ".wide", shape: [1], [Double(names.firstIndex(of: name)!)])
        file.metadata[name] = name
      }
      return file
    }
    let one = file(names)
    let other = file(names.reversed())
    #expect(one == other)
    let sameBytes = one.bytes == other.bytes
    #expect(sameBytes)
    #expect(one.tensors.first?.name == "10.wide")
    #expect(one.tensors.last?.name == "c")
  }

  @Test func emptyFile() throws {
    #expect(SafetensorsFile().bytes == [8, 0, 0, 0, 0, 0, 0, 0] + Array("{}      ".utf8))
    #expect(try SafetensorsFile(parsing: SafetensorsFile().bytes, path: "-") == SafetensorsFile())
  }

  @Test func headerIsPadded() {
    for length in 1...16 {
      var file = SafetensorsFile()
      file.append(String(repeating: "n", count: length), shape: [1], [Float(1)])
      let header = file.bytes.withUnsafeBytes { $0.load(as: UInt64.self) }
      #expect(header % 8 == 0)
      #expect(file.bytes.count == 8 + Int(header) + 4)
      #expect(file.bytes[8] == UInt8(ascii: "{"))
    }
  }

  @Test func missingFile() {
    let path = folder.file("none")
    let error = #expect(throws: FileError.self) { try SafetensorsFile(contentsOf: path) }
    #expect(
      error?.description == "\(path): expected a file to read, found \"No such file or directory\"")
  }

  @Test func unreadableFile() {
    let error = #expect(throws: FileError.self) { try SafetensorsFile(contentsOf: folder.path) }
    #expect(
      error?.description == "\(folder.path): expected a file to read, found \"Is a directory\"")
  }

  @Test func failedWriteNamesThePath() throws {
    let path = folder.file("none/t")
    let error = #expect(throws: FileError.self) { try SafetensorsFile().write(to: path) }
    #expect(error?.path == path)
  }
}

@Suite("Elements of other types, shapes and names are refused")
struct SafetensorsElementTests {
  private func message(_ body: (SafetensorsFile) throws(FileError) -> Void) -> String? {
    var file = SafetensorsFile(path: "m")
    file.append("w", shape: [2, 2], [Float](repeating: 1, count: 4))
    do { try body(file) } catch { return error.description }
    return nil
  }

  @Test func messages() {
    #expect(
      message { file throws(FileError) in _ = try file.elements("w", as: Float.self, shape: [2, 2])
      } == nil)
    #expect(
      message { file throws(FileError) in _ = try file.elements("v", as: Float.self) }
        == "m: expected tensor \"v\", found none")
    #expect(
      message { file throws(FileError) in _ = try file.elements("w", as: Double.self) }
        == "m: expected tensor \"w\" of F64, found F32")
    #expect(
      message { file throws(FileError) in _ = try file.elements("w", as: Float.self, shape: [4]) }
        == "m: expected tensor \"w\" of shape [4], found [2, 2]")
    #expect(
      message { file throws(FileError) in _ = try file.scalar("w", as: Float.self) }
        == "m: expected tensor \"w\" of shape [], found [2, 2]")
  }

  @Test func misuseTraps() async {
    let shape = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var file = SafetensorsFile()
      file.append("w", shape: [3], [Float(1)])
    }
    expectStandardError(shape, holds: "Tensor w: shape [3] for 1 elements")
    let twice = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var file = SafetensorsFile()
      file.append("w", shape: [1], [Float(1)])
      file.append("w", shape: [1], [Double(1)])
    }
    expectStandardError(twice, holds: "Tensor w: the name is taken")
    let type = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var file = SafetensorsFile()
      file.append("w", shape: [1], [UInt8(1)])
    }
    expectStandardError(type, holds: "No tensors of UInt8")
  }
}
