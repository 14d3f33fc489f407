import Experiments
import Foundation
import Kernels
import TemporaryFolder
import Testing
import Wavelets

@Suite("Transforms of files")
struct TransformCommandTests {
  let folder = TemporaryFolder()

  private func transform(_ arguments: String...) throws -> Command.Result {
    try Command.run(["transform", "--wavelet", "bior2.2"] + arguments, in: folder.path)
  }

  private func read(_ name: String) throws -> SampleArray {
    try SampleArray(contentsOf: folder.file(name))
  }

  private static let values = (0..<3 * 37).map { Double.sin(Double($0 * $0)) }

  /// The coefficients of three signals of 37.
  private func expected<Scalar: KernelScalar>(
    _ values: [Scalar], _ mode: ExtensionMode
  ) throws -> (count: Int, [Scalar]) {
    let transform = WaveletTransform(
      FilterBank<Scalar>(try Wavelet("bior2.2")), length: 37, levels: 3, mode: mode)
    var result = [Scalar](repeating: 0, count: 3 * transform.coefficientCount)
    var span = result.mutableSpan
    transform.analysis(
      values.span, into: &span, batch: 3, workspace: Workspace<Scalar>(threads: 1))
    return (transform.coefficientCount, result)
  }

  @Test(arguments: ExtensionMode.allCases, ["npy", "txt"])
  func doubles(mode: ExtensionMode, ending: String) throws {
    let array = SampleArray(shape: [3, 37], .double(Self.values))
    try array.write(to: folder.file("in." + ending))
    try roundTrip(mode, ending)
    let (count, coefficients) = try expected(Self.values, mode)
    #expect(try read("mid." + ending) == SampleArray(shape: [3, count], .double(coefficients)))
    let back = try read("out." + ending)
    #expect(back.shape == [3, 37])
    guard case .double(let values) = back.samples else { Issue.record("floats"); return }
    for (a, b) in zip(values, Self.values) { #expect(abs(a - b) < 1e-13) }
  }

  @Test(arguments: ExtensionMode.allCases) func floats(mode: ExtensionMode) throws {
    let floats = Self.values.map { Float($0) }
    try SampleArray(shape: [3, 37], .float(floats)).write(to: folder.file("in.npy"))
    try roundTrip(mode, "npy")
    let (count, coefficients) = try expected(floats, mode)
    #expect(try read("mid.npy") == SampleArray(shape: [3, count], .float(coefficients)))
    guard case .float(let values) = try read("out.npy").samples else {
      Issue.record("doubles"); return
    }
    for (a, b) in zip(values, floats) { #expect(abs(a - b) < 1e-5) }
  }

  private func roundTrip(_ mode: ExtensionMode, _ ending: String) throws {
    let options = ["--mode", mode.rawValue, "--levels", "3"]
    for more in [
      ["in." + ending, "mid." + ending],
      ["--inverse", "--length", "37", "mid." + ending, "out." + ending],
    ] {
      let result = try Command.run(
        ["transform", "--wavelet", "bior2.2"] + options + more, in: folder.path)
      #expect(result.status == 0 && result.errors == "" && result.output == "", "\(result.errors)")
    }
  }

  /// One signal stays one.
  @Test func rank() throws {
    folder.write("1 2 3 4\n", to: "in.txt")
    #expect(try transform("--levels", "1", "in.txt", "out.npy").status == 0)
    #expect(try read("out.npy").shape == [4])
  }

  @Test func badInput() throws {
    folder.write("1 2 3 4\n", to: "in.txt")
    folder.write("1 2\n3 x\n", to: "bad.txt")
    folder.write("1 2", to: "bad.npy")
    let names = folder.names
    for (arguments, message) in [
      (
        ["--levels", "0", "in.txt", "o"],
        "--levels: expected 1...2 for signals of 4 samples, found 0"
      ),
      (
        ["--levels", "3", "in.txt", "o"],
        "--levels: expected 1...2 for signals of 4 samples, found 3"
      ),
      (["--levels", "1", "bad.txt", "o"], "bad.txt: expected a number in line 2, found \"x\""),
      (
        ["--levels", "1", "bad.npy", "o"],
        "bad.npy: expected the magic bytes of a .npy file, found others"
      ),
      (
        ["--levels", "1", "none", "o"],
        "none: expected a file to read, found \"No such file or directory\""
      ),
      (
        ["--levels", "1", "in.txt", "no/o"],
        "no/o: expected a folder to write in, found \"No such file or directory\""
      ),
      (
        ["--levels", "1", "in.txt", "./in.txt"],
        "./in.txt: expected another file than the input, found the same"
      ),
      (
        ["--levels", "1", "--inverse", "in.txt", "o"],
        "--length: expected together with --inverse, found none"
      ),
      (
        ["--levels", "1", "--length", "4", "in.txt", "o"],
        "--length: expected together with --inverse, found it alone"
      ),
      (
        ["--levels", "1", "--inverse", "--length", "5", "in.txt", "o"],
        "--length: expected 1...4 for 4 coefficients, found 5"
      ),
      (
        ["--levels", "1", "--inverse", "--length", "2", "in.txt", "o"],
        "coefficients: expected 2 for 2 samples, 1 levels of bior2.2 and mode periodization, found 4"
      ),
    ] {
      let result = try Command.run(
        ["transform", "--wavelet", "bior2.2"] + arguments, in: folder.path)
      #expect(result.status == 1 && result.output == "")
      #expect(result.errors == "wavepress: \(message)\n")
      #expect(folder.names == names)
    }
    #expect(folder.text(of: "in.txt") == "1 2 3 4\n")
  }
}
