import Foundation
import Networks
import TemporaryFolder
import Testing

@Suite("Training on images from the command line")
struct ImageCommandTests {
  private let folder = TemporaryFolder()

  private func train(_ more: String...) throws -> Command.Result {
    try Command.run(
      ["train", "mnist", "--levels", "2", "--batch", "8", "--threads", "1"] + more,
      in: folder.path, environment: ["WAVEPRESS_DATA": ""])
  }

  @Test func trainedResumedAndEvaluated() throws {
    folder.writeImages(train: 40, test: 20)
    let whole = try train("--epochs", "2", "--data", ".", "--checkpoint", "run", "--log", "log")
    #expect(whole.status == 0, "\(whole.errors)")
    let summary = try #require(whole.summary)
    #expect(
      summary.fields.map(\.key) == [
        "task", "map", "weights", "loss", "accuracy", "accuracy_best_epoch", "wavelet_loss",
        "epochs", "steps", "seconds",
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

  @Test func pixelsTrainedResumedAndEvaluated() throws {
    folder.writeImages(train: 20, test: 7)
    func train(_ more: String...) throws -> Command.Result {
      try Command.run(
        ["train", "sequential-mnist", "--hidden", "8", "--levels", "2", "--batch", "5"]
          + ["--threads", "1"] + more, in: folder.path, environment: ["WAVEPRESS_DATA": ""])
    }
    let whole = try train("--steps", "9", "--data", ".", "--checkpoint", "run", "--log", "log")
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.summary?["epochs"] == 2 && whole.summary?["steps"] == 9)
    #expect(folder.text(of: "log").split(separator: "\n").count == 2)
    let evaluated = try Command.run(["evaluate", "run", "--data", "."], in: folder.path)
    #expect(evaluated.status == 0 && evaluated.output == whole.output)
    let again = try train("--steps", "9", "--data", ".", "--checkpoint", "run", "--resume")
    #expect(again.status == 0 && again.output == whole.output)
    let none = try train()
    #expect(none.status == 1)
    #expect(
      none.errors
        == "wavepress: --data: expected a folder, here or in WAVEPRESS_DATA, found none\n")
    let validated = try Command.run(["train", "adding", "--validation", "3"], in: folder.path)
    #expect(
      validated.errors
        == "wavepress: --validation: expected 0 for adding, which has no images, found 3\n")
  }

  @Test func failures() throws {
    let none = try train()
    #expect(none.status == 1 && none.output == "")
    #expect(
      none.errors
        == "wavepress: --data: expected a folder, here or in WAVEPRESS_DATA, found none\n")
    let missing = try train("--data", ".", "--checkpoint", "run")
    #expect(missing.status == 1)
    #expect(missing.errors.hasPrefix("wavepress: ./mnist/train-images-idx3-ubyte: expected "))
    let setting = try train("--data", ".", "--epochs=-1")
    #expect(setting.status == 1)
    #expect(setting.errors.hasPrefix("wavepress: --epochs: expected "))
    #expect(folder.names == [])
  }

  @Test func quickRowOfTable1() throws {
    folder.writeImages(train: 330, test: 10)
    func reproduce(_ arguments: String...) throws -> Command.Result {
      try Command.run(["reproduce"] + arguments, in: folder.path)
    }
    let list = try reproduce("table1", "--list")
    #expect(list.status == 0 && list.errors == "")
    #expect(list.output.hasPrefix("1  LeNet-5 (paper): wavepress train mnist --map dense\n"))
    #expect(list.output.split(separator: "\n").count == 8)

    let quick = ["table1", "--quick", "--rows", "5", "--threads", "1", "--data", "."]
    let first = try Command.run(["reproduce"] + quick, in: folder.path)
    #expect(first.status == 0, "\(first.errors)")
    let runs = ".build/runs/quick/"
    let records = folder.text(of: runs + "table1.jsonl").split(separator: "\n")
    #expect(records.count == 1)
    #expect(records[0].hasPrefix(#"{"table":"table1","row":"LeNet-Wavelet","protocol":"paper","#))
    #expect(first.output == records[0] + "\n" + folder.text(of: runs + "table1.md") + "\n")
    let second = try Command.run(["reproduce"] + quick, in: folder.path)
    #expect(second.status == 0 && second.errors == "")
    #expect(second.output == folder.text(of: runs + "table1.md") + "\n")

    let figure = try reproduce("figure2", "--quick")
    #expect(figure.status == 1)
    #expect(
      figure.errors.hasSuffix(
        "/table1-LeNet-random-paper-1.jsonl: expected the log of a run of table1, found none\n"))
  }
}
