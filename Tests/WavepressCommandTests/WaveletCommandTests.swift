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
}
