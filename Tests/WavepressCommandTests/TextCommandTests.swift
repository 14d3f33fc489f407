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
        "task", "model", "map", "compress", "weights", "bpc", "bpc_best_epoch",
        "validation_bpc", "wavelet_loss", "epochs", "steps", "seconds",
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

  @Test func convolutionalTrainedAndEvaluated() throws {
    folder.writeTexts(train: 400, valid: 200, test: 200)
    let network = ["--model", "tcn", "--map", "dense", "--blocks", "2", "--taps", "2"]
    let training = ["--optimizer", "sgd", "--rate", "1", "--stall-factor", "0.1"]
    let whole = try Command.run(
      ["train", "penn-treebank", "--hidden", "8", "--embedding", "4", "--batch", "4"]
        + ["--segment", "20", "--warm-up", "4", "--threads", "1", "--epochs", "1"] + network
        + training + ["--dropout", "0.1", "--data", ".", "--checkpoint", "run"], in: folder.path)
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.summary?["model"] == "tcn" && whole.summary?["compress"] == "none")
    let evaluated = try Command.run(["evaluate", "run", "--data", "."], in: folder.path)
    #expect(evaluated.status == 0 && evaluated.output == whole.output)
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
    let setting = try train("--data", ".", "--rate=-1")
    #expect(setting.status == 1)
    #expect(setting.errors == "wavepress: --rate: expected a number of at least 0, found -1.0\n")
    #expect(folder.names == [])
  }

  @Test func quickRowOfTable2d() throws {
    func reproduce(_ arguments: String...) throws -> Command.Result {
      try Command.run(["reproduce", "table2d"] + arguments, in: folder.path)
    }
    let list = try reproduce("--list")
    #expect(list.status == 0 && list.errors == "")
    #expect(
      list.output.hasPrefix(
        "1  none (paper): wavepress train penn-treebank --map dense --compress none\n"))
    #expect(list.output.contains("\n4  state+reset (paper): wavepress train penn-treebank\n"))
    #expect(folder.names == [])

    folder.writeTexts(train: 1200, valid: 300, test: 301)
    let quick = ["--quick", "--rows", "2", "--threads", "1", "--data", "."]
    let first = try Command.run(["reproduce", "table2d"] + quick, in: folder.path)
    #expect(first.status == 0, "\(first.errors)")
    let runs = ".build/runs/quick/"
    let records = folder.text(of: runs + "table2d.jsonl").split(separator: "\n")
    #expect(records.count == 1)
    #expect(records[0].hasPrefix(#"{"table":"table2d","row":"state","protocol":"paper","#))
    #expect(first.output == records[0] + "\n" + folder.text(of: runs + "table2d.md") + "\n")
    let second = try Command.run(["reproduce", "table2d"] + quick, in: folder.path)
    #expect(second.status == 0 && second.errors == "")
    #expect(second.output == folder.text(of: runs + "table2d.md") + "\n")
  }
}
