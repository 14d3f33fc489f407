import Foundation
import TemporaryFolder
import Testing

@Suite("The catalogue on the command line")
struct WaveletCommandTests {
  let folder = TemporaryFolder()

  @Test func list() throws {
    let result = try Command.run(["wavelets"], in: folder.path)
    #expect(result.status == 0 && result.errors == "")
    let names = result.output.split { $0.isWhitespace }
    #expect(names.count == 106 && names.contains("bior4.4") && names.first == "haar")
  }

  /// Taps are printed with all digits.
  @Test func show() throws {
    let result = try Command.run(["wavelet", "DB2"], in: folder.path)
    #expect(result.status == 0 && result.errors == "")
    let lines = result.output.split(separator: "\n")
    #expect(lines.first == "name               db2")
    #expect(lines.contains("vanishing moments  2"))
    let taps = lines.suffix(4).map { $0.split { $0.isWhitespace } }
    #expect(taps.map(\.count) == [5, 5, 5, 5] && taps.map { $0[0] } == ["0", "1", "2", "3"])
    let first = try #require(Double(taps[0][3]))
    #expect(abs(first - (1 + 3.0.squareRoot()) / (4 * 2.0.squareRoot())) <= first.ulp)
  }

  @Test func unknown() throws {
    let result = try Command.run(["wavelet", "dmy"], in: folder.path)
    #expect(result.status == 1 && result.output == "")
    #expect(
      result.errors == "wavepress: no wavelet is called \"dmy\"; near names: dmey\n")
  }

  /// A program called gnuplot in a folder of its own, and an environment that has no other.
  private func gnuplot(_ script: String) throws -> [String: String] {
    let programs = folder.file("bin")
    try? FileManager.default.createDirectory(atPath: programs, withIntermediateDirectories: true)
    folder.write("#!/bin/sh\n\(script)\n", to: "bin/gnuplot")
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: folder.file("bin/gnuplot"))
    return ["PATH": programs]
  }

  private func expectNoFigure(
    _ path: String, _ message: String, environment: [String: String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let before = folder.names
    let result = try Command.run(
      ["wavelet", "db2", "--draw", path], in: folder.path, environment: environment)
    #expect(result.status == 1 && result.output == "", sourceLocation: sourceLocation)
    #expect(result.errors == "wavepress: \(message)\n", sourceLocation: sourceLocation)
    #expect(folder.names == before, sourceLocation: sourceLocation)
  }

  /// The figure is what gnuplot prints; properties are printed as without it.
  @Test func draw() throws {
    let environment = try gnuplot("[ -s \"$2\" ] && echo '<svg/>'")
    folder.write("old", to: "figure.svg")
    let result = try Command.run(
      ["wavelet", "db2", "--draw", "figure.svg"], in: folder.path, environment: environment)
    #expect(result.status == 0 && result.errors == "")
    #expect(result.output.hasPrefix("name               db2\n"))
    #expect(folder.text(of: "figure.svg") == "<svg/>\n")
    #expect(folder.names == ["bin", "figure.svg"])
  }

  @Test func figuresThatCannotBeDrawn() throws {
    folder.write("old", to: "figure.svg")
    try expectNoFigure(
      "figure.svg",
      "gnuplot: expected a program on the PATH, found none (Debian: gnuplot-nox)",
      environment: ["PATH": folder.path])
    // More than a pipe holds, without ever reading the script.
    try expectNoFigure(
      "figure.svg", "gnuplot: expected a figure, found \"no such terminal\"",
      environment: try gnuplot(
        "i=0; while [ $i -lt 9999 ]; do echo complaint >&2; i=$((i+1)); done\n"
          + "echo no such terminal >&2; echo half a figure; exit 3"))
    try expectNoFigure(
      "figure.svg", "gnuplot: expected a figure, found \"status 0\"",
      environment: try gnuplot("exit 0"))
    #expect(folder.text(of: "figure.svg") == "old")
  }

  @Test func placesThatCannotBeDrawnTo() throws {
    let environment = try gnuplot("echo '<svg/>'")
    try expectNoFigure(
      "none/figure.svg",
      "none/figure.svg: expected a folder to write in, found \"No such file or directory\"",
      environment: environment)
    try expectNoFigure(
      "bin", "bin: expected a file to write, found \"Is a directory\"", environment: environment)
  }
}
