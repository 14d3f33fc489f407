import Experiments
import Kernels
import Networks
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Table 2 d")
struct TextTableTests {
  private let folder = TemporaryFolder()

  /// A wavelet map has 1,593 weights in place of 512² = 262,144.
  @Test func rows() {
    let rows = TextTable().rows
    let paper = rows.filter { $0.mode == .paper && $0.name != "TCN" }
    #expect(paper.map(\.name) == ["none", "state", "reset", "state+reset"])
    let counts = (0...2).map { 971_605 - $0 * (262_144 - 1_593) }
    #expect(paper.map(\.configuration.weightCount) == [counts[0], counts[1], counts[1], counts[2]])
    #expect(paper.map(\.configuration.weightCount) == paper.map(\.paper?.weights))
    #expect(paper.map(\.paper?.bits) == [1.335, 1.399, 1.335, 1.398])
    let protocols = paper.map { row in
      var settings = row.configuration
      settings.map = .wavelet
      settings.compress = TextConfiguration().compress
      return settings
    }
    #expect(protocols.allSatisfy { $0 == TextConfiguration() })

    let convolutional = rows.filter { $0.configuration.model == .convolutional }
    #expect(convolutional.map(\.name) == ["TCN"])
    #expect(convolutional.map(\.configuration.weightCount) == [2_221_999])
    #expect(convolutional.map(\.paper?.weights) == [2_221_999])
    #expect(convolutional.map(\.paper?.bits) == [1.322])

    let improved = rows.filter { $0.mode == .improved }
    #expect(improved.map(\.name) == ["state+reset"])
    #expect(improved.allSatisfy { $0.configuration.weightCount <= 450_503 })
    for row in rows {
      let settings = row.configuration
      // Tested as the paper tests, or on all characters.
      if settings.segmentStart == .zeros {
        #expect(settings.segment == 400 && settings.warmUp == 80)
      }
    }
    for row in rows + TextTable().quick.rows {
      #expect(throws: Never.self) { try row.configuration.validate() }
    }
  }

  private func record(_ characters: RunRecord.CharacterResult) -> RunRecord {
    var record = RunRecord.example()
    record.table = "table2d"
    record.accuracy = .nan
    record.characters = characters
    return record
  }

  @Test func recordsOfText() throws {
    let record = record(
      .init(bits: 1.375, bestBits: 1.25, validationBits: 1.5, paperBits: 1.398))
    let line = "\(JSON.object(record.json))"
    #expect(
      line.hasSuffix(
        #""bpc":1.375,"bpc_best_epoch":1.25,"validation_bpc_best_epoch":1.5,"paper_bpc":1.398}"#))
    var bare = record
    bare.row = "bare"
    bare.characters?.bestBits = .nan
    bare.characters?.paperBits = nil
    let path = folder.file("table2d.jsonl")
    var table = ResultTable()
    table.upsert(record)
    table.upsert(bare)
    // Another task's record has no bits.
    table.upsert(RunRecord.example())
    try table.write(to: path)
    let read = try ResultTable(contentsOf: path)
    #expect(read == table)
    #expect(read.records[0].characters == record.characters)
    #expect(read.records[1].characters?.bestBits.isNaN == true)
    #expect(read.records[2].characters == nil)

    let markdown = table.characterMarkdown(title: "T", table: "table2d")
    #expect(markdown.contains("| wavelet | paper | 2400 | 1.375 | 1.250 | 1.500 | 1.25e-07 |"))
    #expect(markdown.contains("| 2500 | 1.398 |\n| bare |"))
    #expect(markdown.contains("| 1.375 | – | 1.500 | 1.25e-07 | 60000 | 1234 | 2500 | – |"))

    for (old, new, message) in [
      ("\"bpc\":1.375", "\"bpc\":\"low\"", "expected a number or null for \"bpc\" in line 1"),
      (",\"paper_bpc\":1.398", "", "expected a value for \"paper_bpc\" in line 1"),
    ] {
      folder.write(line.replacing(old, with: new) + "\n", to: "damaged.jsonl")
      do {
        _ = try ResultTable(contentsOf: folder.file("damaged.jsonl"))
        Issue.record("read with \(new)")
      } catch { #expect(error.description.contains(message), "\(error)") }
    }
  }

  /// Each row, small, with one interruption.
  @Test func reproduction() throws {
    folder.writeTexts(train: 1200, valid: 300, test: 301)
    let table = TextTable().quick
    let reproduction = TextReproduction(
      table, texts: try PennTreebank(in: DataFolder(folder.path)), results: folder.path,
      runs: folder.path, workspace: Workspace(threads: 1))
    let interrupted = try reproduction.run(table.rows[0]) { run in
      try run.train(isInterrupted: { run.step == 3 })
    }
    #expect(interrupted == nil)
    for row in table.rows {
      #expect(try !reproduction.isDone(row))
      let record = try #require(try reproduction.run(row) { try $0.train() })
      #expect(try reproduction.isDone(row))
      #expect(record.weights < 10_000 && record.map == row.configuration.map.rawValue)
      #expect(record.compress == row.configuration.compressName)
      #expect(record.steps == (row.configuration.warmUp > 0 ? 14 : 12) && record.accuracy.isNaN)
      let bits = try #require(record.characters)
      #expect(bits.bits < 2.7 && bits.bestBits < 2.7 && bits.validationBits < 2.7)
      #expect(abs(record.loss - bits.bits * 0.693147) < 1e-5)
      #expect(record.note.hasPrefix("2 epochs over the training text, of which "))
    }
    #expect(folder.text(of: "table2d.jsonl").split(separator: "\n").count == 6)
    #expect(folder.text(of: "table2d.md").contains("| state+reset | improved | "))
    #expect(folder.text(of: "table2d.md").contains("; the rate fell along a cosine."))
  }

  /// What the note says is what the log has: a rate that is lowered after the last epoch takes no step.
  @Test func noteOnTheRate() throws {
    folder.writeTexts(train: 1200, valid: 300, test: 301)
    let texts = try PennTreebank(in: DataFolder(folder.path))
    func reproduce(epochs: Int) throws -> (note: String, log: [JSON.Object]) {
      let folder = TemporaryFolder()
      var table = TextTable().quick
      table.rows[0].configuration.rate = 0.3
      table.rows[0].configuration.epochs = epochs
      let reproduction = TextReproduction(
        table, texts: texts, results: folder.path, runs: folder.path,
        workspace: Workspace(threads: 1))
      let record = try #require(try reproduction.run(table.rows[0]) { try $0.train() })
      return (record.note, try folder.lines("table2d-none-paper", suffix: ".jsonl"))
    }
    let bits = try reproduce(epochs: 8).log.map { $0["validation_bpc"]!.double! }
    // One that ends where validation is no better than before.
    let last = try #require((2...8).last { bits[$0] >= bits[..<$0].min()! })
    let (note, log) = try reproduce(epochs: last)
    let rates = log.map { $0["rate"]!.double! }
    #expect(rates.count == last + 1 && rates[1] == 0.3)
    let reductions = (2...last).count { rates[$0] < rates[$0 - 1] }
    let times = "\(reductions) time\(reductions == 1 ? "" : "s")"
    #expect(note.hasSuffix("; the rate was lowered \(times)."), "\(note)")
  }
}
