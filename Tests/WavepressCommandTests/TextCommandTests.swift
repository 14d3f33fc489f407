import Foundation
import Networks
import TemporaryFolder
import Testing

@Suite("Training on characters from the command line")
struct TextCommandTests {
  private let folder = TemporaryFolder()

  private func train(_ more: String...) throws -> Command.Result {
    try Command.run(
      [
        "train", "penn-treebank", "--hidden", "16", "--embedding", "4", "--levels", "2",
        "--batch", "4", "--segment", "20", "--warm-up", "4", "--threads", "1",
      ] + more,
      in: folder.path, environment: ["WAVEPRESS_DATA": ""])
  }

  @Test func trainedResumedAndEvaluated() throws {
    folder.writeTexts(train: 400, valid: 200, test: 200)
    let whole = try train("--epochs", "2", "--data", ".", "--checkpoint", "run", "--log", "log")
    #expect(whole.status == 0, "\(whole.errors)")
    let summary = try #require(whole.summary)
    #expect(
      summary.fields.map(\.key) == [
        "task", "map", "compress", "weights", "bpc", "validation_bpc", "wavelet_loss", "epochs",
        "steps", "seconds",
      ])
    #expect(summary["epochs"] == 2 && summary["steps"] == 10)
    #expect(folder.text(of: "log").split(separator: "\n").count == 3)

    let evaluated = try Command.run(["evaluate", "run", "--data", "."], in: folder.path)
    #expect(evaluated.status == 0 && evaluated.errors == "")
    #expect(evaluated.output == whole.output)

    let again = try train("--epochs", "2", "--data", ".", "--checkpoint", "run", "--resume")
    #expect(again.status == 0 && again.output == whole.output)
    let other = try train("--epochs", "3", "--data", ".", "--checkpoint", "run", "--resume")
    #expect(other.errors == "wavepress: run: expected a run with --epochs 3, found --epochs 2\n")
  }

  @Test func failures() throws {
    let none = try train()
    #expect(none.status == 1 && none.output == "")
    #expect(
      none.errors
        == "wavepress: --data: expected a folder, here or in WAVEPRESS_DATA, found none\n")
    let missing = try train("--data", ".", "--checkpoint", "run")
    #expect(missing.status == 1)
    #expect(missing.errors.hasPrefix("wavepress: ./ptb/ptb.train.txt: expected "))
    let setting = try train("--data", ".", "--rate", "-1")
    #expect(setting.status != 0 && setting.errorLines.count == 1)
    #expect(folder.names == [])
  }
}
