import Experiments
import Kernels
import Networks
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Training runs on pixels")
struct PixelRunTests {
  private let folder = TemporaryFolder()
  private let images: MNIST

  init() throws {
    folder.writeImages(train: 13, test: 9)
    images = try MNIST(in: DataFolder(folder.path))
  }

  private func settings() -> SequenceConfiguration {
    var settings = SequenceConfiguration()
    settings.task = .sequentialMNIST
    settings.wavelet = WaveletName("db3")!
    settings.compress = [.reset, .state]
    settings.hidden = 8
    settings.levels = 2
    settings.batch = 3
    settings.steps = 11
    settings.clip = 1
    settings.decay = .cosine
    settings.bias = .chrono
    settings.dropout = 0.1
    return settings
  }

  private func run(
    _ settings: SequenceConfiguration, _ name: String, threads: Int = 1
  ) throws -> SequenceRun {
    try folder.open(name) {
      try SequenceRun(
        settings, images: images, workspace: Workspace(threads: threads), checkpointPath: $0)
    }
  }

  /// Interrupted before the first step, within epochs and after their ends.
  @Test(arguments: [0, 4]) func resumedEqualsUninterrupted(validation: Int) throws {
    var settings = settings()
    settings.validation = validation
    // Two parts.
    settings.batch = 8
    let whole = try run(settings, "whole")
    #expect(try whole.train())
    let length = 13 - validation
    #expect(whole.epochs == 88 / length)
    let log = folder.text(of: "whole.log").split(separator: "\n")
    let held = validation > 0 ? "validation" : "test"
    #expect(log.count == 88 / length)
    for (epoch, line) in log.enumerated() {
      let step = ((epoch + 1) * length + 7) / 8
      #expect(line.hasPrefix("{\"step\":\(step),\"epoch\":\(epoch + 1),\"\(held)_loss\":"))
    }
    for (threads, step) in [0, 1, 4, 5, 9, 10].enumerated() {
      let part = try run(settings, "parts", threads: 1 + threads % 2)
      #expect(try !part.train(isInterrupted: { part.step == step }))
    }
    let last = try run(settings, "parts")
    #expect(try last.train())
    try folder.expectSame("parts", as: "whole")
    #expect(last.evaluate() == whole.evaluate())
    #expect(last.bestAccuracy(last.evaluate()) == whole.bestAccuracy(whole.evaluate()))
  }

  @Test func impossibleImages() throws {
    func failure(_ settings: SequenceConfiguration, _ images: MNIST?) -> String {
      do {
        _ = try SequenceRun(settings, images: images, workspace: Workspace(threads: 1))
        return "none"
      } catch { return "\(error)" }
    }
    #expect(failure(settings(), nil) == "images: expected those of sequential-mnist, found none")
    let folder = TemporaryFolder()
    folder.writeImages(train: 1, test: 1, size: 1200)
    var settings = settings()
    settings.batch = 1
    settings.hidden = 4096
    // 20 bytes for each of 4,096 units and 1,440,000 pixels.
    #expect(
      failure(settings, try MNIST(in: DataFolder(folder.path)))
        == "--hidden: expected less than 64 GiB of hidden states, found 117964800000")
  }

  /// Bars across are told from bars down.
  @Test func learns() throws {
    var settings = settings()
    settings.dropout = 0
    settings.hidden = 16
    settings.steps = 150
    settings.batch = 13
    settings.rate = 0.01
    let run = try run(settings, "run")
    let before = run.evaluate()
    #expect(try run.train())
    let after = run.evaluate()
    #expect(after.loss < before.loss / 2, "\(before) \(after)")
    #expect(after.accuracy >= 6.0 / 9, "\(before) \(after)")
    #expect(run.epochs == 150)
    let accuracies = try folder.lines("run").compactMap { $0["test_accuracy"]?.double }
    #expect(accuracies.count == 150 && accuracies.last == after.accuracy)
    #expect(run.bestAccuracy(after) == accuracies.max())
    let keys = run.summary(after).fields.map(\.key)
    #expect(
      keys == [
        "task", "map", "compress", "weights", "loss", "accuracy", "accuracy_best_epoch", "epochs",
        "wavelet_loss", "steps", "seconds",
      ])
  }

  @Test func damagedCheckpoints() throws {
    let settings = settings()
    #expect(try run(settings, "c").train())
    let stored = try Checkpoint<Float>(contentsOf: folder.file("c"))
    #expect(try SequenceConfiguration(of: stored, from: "c") == settings)
    for text in [nil, "", "0.5 0.5", "0.5 0.5, 1 x", "0.5 0.5, 1 1.5", "1 1, 1 1, 1 1"] {
      var damaged = stored
      damaged.configuration["results"] = text
      let run = try SequenceRun(settings, images: images, workspace: Workspace(threads: 1))
      let error = #expect(throws: FileError.self) { try run.resume(from: damaged, at: "c") }
      let found = text.map { "\"\($0)\"" } ?? "none"
      #expect(error?.description == "c: expected test results of 2 epochs, found \(found)")
      #expect(run.step == 0)
    }
    var other = stored
    other.configuration["data"] = "0123abcd"
    let run = try SequenceRun(settings, images: images, workspace: Workspace(threads: 1))
    let error = #expect(throws: FileError.self) { try run.resume(from: other, at: "c") }
    #expect(
      error?.description
        == "c: expected a run on data with CRC-32 \(images.checksum), "
        + "found \"0123abcd\"")
  }

  @Test func recordOfARow() throws {
    var row = PaperTable.table2c.quick.rows[8]
    row.configuration = settings()
    let reproduction = Reproduction(
      .table2c, images: images, results: folder.path, runs: folder.path,
      workspace: Workspace(threads: 1))
    let record = try #require(try reproduction.run(row) { try $0.train() })
    #expect(record.note == "2 epochs over the training images.")
    #expect(record.seeds.count == 1 && record.seeds[0].accuracy == record.accuracy)
    let accuracies = try folder.lines("table2c-WaveGRU-64-paper", suffix: ".jsonl")
      .compactMap { $0["test_accuracy"]?.double }
    #expect(accuracies.count == 2 && record.seeds[0].bestAccuracy == accuracies.max())
    let markdown = try reproduction.results.markdown()
    #expect(markdown.contains("| accuracy % | best epoch: accuracy % | wavelet loss |"))
    let lines = markdown.split(separator: "\n").filter { $0.hasPrefix("|") }
    let counts = lines.map { $0.split(separator: "|").count }
    #expect(lines.count == 3 && counts == [13, 13, 13])
    #expect(folder.text(of: "table2c.jsonl").contains("\"accuracy_best_epoch\":"))
    #expect(try reproduction.isDone(row))
  }
}
