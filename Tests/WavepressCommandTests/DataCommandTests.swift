import Foundation
import TemporaryFolder
import Testing

@Suite("Data sets on the command line")
struct DataCommandTests {
  private let folder = TemporaryFolder()

  private func writeTexts() {
    for name in ["train", "valid", "test"] { folder.write(" a b\n", to: "ptb.\(name).txt") }
  }

  /// From the folder that the option names, or else the environment.
  @Test(arguments: [true, false]) func texts(byOption: Bool) throws {
    writeTexts()
    let result = try Command.run(
      ["data", "ptb"] + (byOption ? ["--data", folder.path] : []), in: "/",
      environment: ["WAVEPRESS_DATA": byOption ? "/none" : folder.path])
    #expect(result.status == 0 && result.errors == "")
    let lines = result.output.split(separator: "\n")
    try #require(lines.count == 4)
    #expect(
      lines[0].hasPrefix("\(folder.path)/ptb.train.txt  5 bytes  ")
        && lines[0].hasSuffix("  not the published one"))
    #expect(lines[3] == "ptb    4 training, 4 validation and 4 test characters out of 3")
  }

  @Test func failures() throws {
    writeTexts()
    folder.write("\u{1f}", to: "ptb.valid.txt")
    for (arguments, data, status, message) in [
      (["ptb"], "", 1, "--data: expected a folder, here or in WAVEPRESS_DATA, found none"),
      (
        ["mnist"], ".", 1,
        "./mnist/train-images-idx3-ubyte: expected this file or train-images-idx3-ubyte.gz, "
          + "there or in ., found none"
      ),
      (
        ["ptb"], ".", 1,
        "./ptb.valid.txt: expected printable ASCII in line 1, found the byte 31"
      ),
    ] {
      let result = try Command.run(
        ["data"] + arguments, in: folder.path, environment: ["WAVEPRESS_DATA": data])
      #expect(result.status == Int32(status) && result.output == "")
      #expect(result.errors == "wavepress: \(message)\n")
    }
  }
}
