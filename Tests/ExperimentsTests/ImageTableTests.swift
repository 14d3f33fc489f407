import Experiments
import Kernels
import Networks
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Table 1 and its figure")
struct ImageTableTests {
  private let folder = TemporaryFolder()

  @Test func rows() {
    let rows = ImageTable().rows
    func counts(_ mode: RunRecord.Mode) -> [Int] {
      rows.filter { $0.mode == mode }.map(\.configuration.weightCount)
    }
    let paper = [431_080, 38_892, 36_030, 36_030]
    #expect(counts(.paper) == paper)
    #expect(rows.filter { $0.mode == .paper }.map(\.paper?.weights) == paper)
    #expect(counts(.improved) == [431_080, 36_030])
    // Besides convolutions and a read-out of 500: 8·5·6 + 10·10·6² + 10·10·6, and 1300·4.
    let outside = 25_570 + 5_010
    #expect(counts(.baseline) == [outside + 4_440, outside + 5_200])
    #expect(counts(.baseline).allSatisfy { $0 <= 36_030 })
    #expect(ImageTable().seeds == [1, 2, 3])
    for row in rows {
      #expect(throws: Never.self) { try row.configuration.validate() }
      // One more rank would be too many.
      var larger = row.configuration
      larger.rank += 1
      #expect(row.mode != .baseline || larger.weightCount > 36_030)
    }
  }

  private func record(_ seeds: [RunRecord.SeedResult]) -> RunRecord {
    var record = RunRecord.example()
    record.table = "table1"
    record.seeds = seeds
    return record
  }

  @Test func recordsOfSeveralSeeds() throws {
    let record = record([
      .init(seed: 1, accuracy: 0.99, bestAccuracy: 0.992),
      .init(seed: 2, accuracy: 0.98, bestAccuracy: 0.992),
      .init(seed: 7, accuracy: 0.97, bestAccuracy: 0.998),
    ])
    #expect(abs(record.lastError.mean - 0.02) < 1e-12)
    #expect(abs(record.lastError.spread - 0.01) < 1e-12)
    #expect(abs(record.bestError.mean - 0.006) < 1e-12)
    #expect(abs(record.bestError.spread - 12e-6.squareRoot()) < 1e-12)
    let line = "\(JSON.object(record.json))"
    #expect(line.contains("\"accuracy_best_epoch\":0.994,\"seeds\":[1,2,7],"))

    let path = folder.file("table1.jsonl")
    var table = ResultTable()
    table.upsert(record)
    // Another table's record has no seeds.
    table.upsert(RunRecord.example())
    try table.write(to: path)
    let read = try ResultTable(contentsOf: path)
    #expect(read == table)
    #expect(read.records[0].seeds == record.seeds && read.records[1].seeds == [])
    #expect(!folder.text(of: "table1.jsonl").split(separator: "\n")[1].contains("seeds"))

    let markdown = table.errorMarkdown(title: "T", table: "table1")
    #expect(markdown.contains("| 2.00 ± 1.00 | 0.60 ± 0.35 |"), "\(markdown)")
    #expect(markdown.contains("seeds 1, 2 and 7"))
    #expect(self.record([record.seeds[0]]).lastError.spread.isNaN)
  }

  @Test func damagedSeeds() throws {
    let record = record([.init(seed: 1, accuracy: 0.5, bestAccuracy: 0.5)])
    let line = "\(JSON.object(record.json))"
    for (old, new, message) in [
      ("\"seeds\":[1]", "\"seeds\":1", "expected an array for \"seeds\" in line 1"),
      ("\"seeds\":[1]", "\"seeds\":[1.5]", "expected integers for \"seeds\" in line 1"),
      ("\"seeds\":[1]", "\"seeds\":[1,2]", "expected 2 numbers for \"accuracies\" in line 1"),
      ("\"accuracies\":[0.5]", "\"accuracies\":[null]", "expected numbers for \"accuracies\""),
      (
        "\"accuracies_best_epoch\":[0.5]", "\"accuracies_best_epoch\":[\"x\"]",
        "expected numbers for \"accuracies_best_epoch\""
      ),
      ("\"seeds\":[1],", "", "seeds"), ("\"error_mean\":0.5,", "", "error_mean"),
    ] {
      folder.write(line.replacing(old, with: new) + "\n", to: "damaged.jsonl")
      do {
        _ = try ResultTable(contentsOf: folder.file("damaged.jsonl"))
        Issue.record("read with \(new)")
      } catch { #expect(error.description.contains(message), "\(error)") }
    }
  }

  /// Of the folder's images, which keeps everything in the folder.
  private func reproduction(_ table: ImageTable) throws -> ImageReproduction {
    ImageReproduction(
      table, images: try MNIST(in: DataFolder(folder.path)), results: folder.path,
      runs: folder.path, workspace: Workspace(threads: 1))
  }

  /// Interrupted in the second seed, there is no record; gone on with, there is one of both.
  @Test func severalSeeds() throws {
    folder.writeImages(train: 330, test: 10)
    var table = ImageTable().quick
    table.seeds = [4, 5]
    let reproduction = try reproduction(table)
    let row = table.rows[0]
    let interrupted = try reproduction.run(row) { run in
      try run.train(isInterrupted: { run.configuration.seed == 5 && run.step == 1 })
    }
    #expect(interrupted == nil)
    #expect(try !reproduction.isDone(row))
    let record = try #require(try reproduction.run(row) { try $0.train() })
    #expect(try reproduction.isDone(row))
    #expect(record.seeds.map(\.seed) == [4, 5])
    let runs = try table.seeds.map { try reproduction.run(row, seed: $0) }
    let results = runs.map { $0.evaluate() }
    #expect(results[0].loss != results[1].loss)
    #expect(abs(record.loss - (results[0].loss + results[1].loss) / 2) < 1e-12)
    #expect(record.seeds.map(\.accuracy) == zip(runs, results).map { $0.accuracy($1) })
    #expect(abs(record.accuracy - record.seeds.reduce(0) { $0 + $1.accuracy } / 2) < 1e-12)
    #expect(record.seeds.map(\.bestAccuracy) == runs.map(\.bestAccuracy))
  }

  /// From logs and checkpoints of short runs.
  @Test func figure() throws {
    folder.writeImages(train: 330, test: 10)
    var table = ImageTable().quick
    table.seeds = [4]
    var otherSeeds = table
    otherSeeds.seeds = [4, 5]
    let reproduction = try reproduction(table)
    for row in table.rows where row.mode == .paper && row.name != "LeNet-5" {
      do {
        _ = try ConvergenceFigure(table, runs: folder.path)
        Issue.record("drawn without \(row.name)")
      } catch {
        #expect(error.description.contains("expected the log of a run of table1, found none"))
      }
      #expect(try !reproduction.isDone(row))
      let record = try reproduction.run(row) { try $0.train() }
      #expect(record?.seeds.map(\.seed) == [4])
      #expect(try reproduction.isDone(row))
      #expect(try !self.reproduction(otherSeeds).isDone(row))
    }
    let script = try ConvergenceFigure(table, runs: folder.path).script
    let blocks = script.components(separatedBy: "<< end\n").dropFirst().map {
      $0.components(separatedBy: "end\n")[0].split(separator: "\n").map {
        $0.split(separator: " ").map { Double($0) }
      }
    }
    // Two curves of three lines, and two times six taps of four filters.
    #expect(blocks.map(\.count) == [3, 3, 6, 6])
    #expect(blocks.map { $0.allSatisfy { !$0.contains(nil) } } == [true, true, true, true])
    #expect(blocks.map(\.first?.count) == [3, 3, 4, 4])
    // The Haar start has no loss, the random one has much.
    #expect(blocks[0][0][1]! < 1e-12 && blocks[1][0][1]! > 0.1)
    #expect(folder.text(of: "table1.jsonl").split(separator: "\n").count == 3)
    #expect(folder.text(of: "table1.md").contains("| LeNet-random | paper | "))
  }

  /// A table of which the two rows of the figure have been trained.
  private func trainedTable() throws -> ImageTable {
    folder.writeImages(train: 330, test: 10)
    var table = ImageTable().quick
    table.seeds = [4]
    let reproduction = try reproduction(table)
    for row in table.rows
    where row.mode == .paper && ["LeNet-random", "LeNet-Wavelet"].contains(row.name) {
      #expect(try reproduction.run(row) { try $0.train() } != nil)
    }
    return table
  }

  @Test(.enabled(if: WaveletFigureTests.isGnuplotPresent, "gnuplot is not installed"))
  func figureIsDrawn() throws {
    let script = try ConvergenceFigure(trainedTable(), runs: folder.path).script
    let text = String(decoding: try Gnuplot.run(script), as: UTF8.self)
    #expect(text.hasPrefix("<?xml") && text.split(separator: "\n").last == "</svg>")
    for title in ["(a) wavelet loss", "(a) test accuracy, %", "(b) learned filters, random start"] {
      #expect(text.contains(title), "\(title)")
    }
  }

  @Test func figureOfDamagedRuns() throws {
    let table = try trainedTable()
    func message() -> String {
      do {
        _ = try ConvergenceFigure(table, runs: folder.path)
        return "none"
      } catch { return error.description }
    }
    #expect(message() == "none")
    let name = "table1-LeNet-random-paper-4"
    let log = folder.text(of: name + ".jsonl")
    folder.write(log.replacing("wavelet_loss", with: "loss"), to: name + ".jsonl")
    #expect(message().contains("expected lines with epoch, wavelet_loss and test_accuracy, found"))
    folder.write(log, to: name + ".jsonl")
    let path = folder.file(name + ".safetensors")
    var dense = ImageConfiguration()
    dense.map = .dense
    let run = try ImageRun(
      dense, images: MNIST(in: DataFolder(folder.path)), workspace: Workspace(threads: 1),
      checkpointPath: path)
    #expect(try !run.train(isInterrupted: { true }))
    #expect(message() == "\(path): expected the parameter hidden.filters, found none")
  }
}
