import Experiments
import Foundation
import Networks
import TemporaryFolder
import Testing

@Suite("Tables of results")
struct ResultTableTests {
  let folder = TemporaryFolder()

  private let line =
    #"{"table":"adding","row":"wavelet","protocol":"paper","task":"adding-150","map":"wavelet","#
    + #""compress":"state","weights":2400,"loss":0.1,"accuracy":0.99875,"wavelet_loss":1.25e-07,"#
    + #""steps":60000,"batch":50,"seconds":1234.5,"seed":18446744073709551615,"#
    + #""command":"wavepress train --row \"a|b\"","isa":"avx512","threads":2,"#
    + #""blas_core":"SkylakeX","machine":"Some CPU, 2 cores","note":"ä","paper_accuracy":0.998,"#
    + #""paper_loss":4.5e-05,"paper_weights":2500}"# + "\n"

  private func table(_ records: RunRecord...) -> ResultTable {
    var table = ResultTable()
    for record in records { table.upsert(record) }
    return table
  }

  @Test func writesOneLineEach() throws {
    try table(.example(), .example(row: "dense")).write(to: folder.file("r"))
    #expect(
      folder.text(of: "r")
        == line + line.replacingOccurrences(of: "\"row\":\"wavelet\"", with: "\"row\":\"dense\""))
    #expect(folder.names == ["r"])
  }

  @Test func roundTrip() throws {
    var bare = RunRecord.example(row: "bare\n\"")
    bare.loss = .nan
    bare.accuracy = .infinity
    bare.seconds = 1.0 / 3
    bare.paperAccuracy = nil
    bare.paperLoss = nil
    bare.paperWeights = nil
    let written = table(.example(), bare)
    try written.write(to: folder.file("r"))
    let read = try ResultTable(contentsOf: folder.file("r"))
    #expect(read == written)
    #expect(read.records[0] == .example())
    #expect(read.records[1].loss.isNaN)
    #expect(read.records[1].seconds == 1.0 / 3)
    #expect(read.records[1].paperWeights == nil)
    try read.write(to: folder.file("again"))
    #expect(folder.text(of: "again") == folder.text(of: "r"))
  }

  @Test func differentRecordsDiffer() {
    var other = RunRecord.example()
    other.seed -= 1
    #expect(other != .example())
  }

  @Test func missingFile() throws {
    let path = folder.file("none")
    let error = #expect(throws: FileError.self) { try ResultTable(contentsOf: path) }
    #expect(error?.description == "\(path): expected a file of results, found none")
    #expect(try ResultTable(contentsOf: path, mayBeMissing: true).records.isEmpty)
  }

  @Test func emptyFileAndMissingLastLineFeed() throws {
    #expect(try ResultTable(contentsOf: folder.write("", to: "r")).records.isEmpty)
    let path = folder.write(String(line.dropLast()), to: "r")
    #expect(try ResultTable(contentsOf: path).records == [.example()])
  }

  @Test(arguments: [
    (
      "\"weights\":2400", "\"weights\":2.5",
      "an integer for \"weights\" in line 2, found the number 2.5"
    ),
    (
      "\"accuracy\":0.99875", "\"accuracy\":\"high\"",
      "a number or null for \"accuracy\" in line 2, found \"high\""
    ),
    ("\"accuracy\":0.99875,", "", "a value for \"accuracy\" in line 2, found none"),
    ("\"row\":\"wavelet\"", "\"row\":null", "a string for \"row\" in line 2, found null"),
    (
      "\"seed\":18446744073709551615", "\"seed\":-1",
      "an integer for \"seed\" in line 2, found the number -1"
    ),
    (
      "\"paper_weights\":2500", "\"paper_weights\":\"x\"",
      "an integer for \"paper_weights\" in line 2, found \"x\""
    ),
    (
      "\"protocol\":\"paper\"", "\"protocol\":\"best\"",
      "one of \"paper\", \"improved\", \"baseline\" for \"protocol\" in line 2, found \"best\""
    ),
    ("\"note\"", "\"notes\"", "only a record's keys in line 2, found \"notes\""),
    ("{\"table\"", "{table", "a key at byte 1 of line 2, found 't'"),
    (
      "\"seed\":18446744073709551615", "\"seed\":1",
      "each row once, found \"wavelet\" (paper) of table \"adding\" again in line 2"
    ),
  ])
  func brokenLines(old: String, new: String, message: String) {
    let broken = line.replacingOccurrences(of: old, with: new)
    #expect(broken != line)
    let path = folder.write(line + broken, to: "r")
    let error = #expect(throws: FileError.self) { try ResultTable(contentsOf: path) }
    #expect(error?.description == "\(path): expected \(message)")
  }

  @Test func noObject() {
    let path = folder.write("[]\n", to: "r")
    let error = #expect(throws: FileError.self) { try ResultTable(contentsOf: path) }
    #expect(error?.description == "\(path): expected an object in line 1, found an array")
  }

  @Test func failedWriteNamesThePath() throws {
    try FileManager.default.createDirectory(
      atPath: folder.file("r"), withIntermediateDirectories: false)
    let error = #expect(throws: FileError.self) {
      try table(.example()).write(to: folder.file("r"))
    }
    #expect(
      error?.description
        == "\(folder.file("r")): expected a file to write, found \"Is a directory\"")
    #expect(folder.names == ["r"])
  }
}

@Suite("Order of results")
struct ResultOrderTests {
  private func names(_ table: ResultTable) -> [String] {
    table.records.map { "\($0.table).\($0.row).\($0.mode.rawValue)" }
  }

  @Test func upsertReplaces() {
    var table = ResultTable()
    table.upsert(.example(row: "a"))
    table.upsert(.example(row: "b"))
    var changed = RunRecord.example(row: "a")
    changed.loss = 7
    table.upsert(changed)
    #expect(table.records == [changed, .example(row: "b")])
  }

  @Test func rowsComeInOrder() {
    var table = ResultTable()
    let rows = ["dense", "wavelet", "fastfood"]
    table.upsert(.example(table: "other", row: "z"), order: ["z"])
    table.upsert(.example(row: "unknown"), order: rows)
    table.upsert(.example(row: "fastfood"), order: rows)
    table.upsert(.example(row: "wavelet", mode: .improved), order: rows)
    table.upsert(.example(table: "other", row: "y"), order: ["z"])
    table.upsert(.example(row: "another"), order: rows)
    table.upsert(.example(row: "wavelet", mode: .paper), order: rows)
    table.upsert(.example(row: "dense", mode: .baseline), order: rows)
    #expect(
      names(table) == [
        "other.z.paper", "other.y.paper", "adding.dense.baseline", "adding.wavelet.paper",
        "adding.wavelet.improved", "adding.fastfood.paper", "adding.unknown.paper",
        "adding.another.paper",
      ])
  }
}

@Suite("Tables in Markdown")
struct MarkdownTests {
  @Test func rendering() {
    var bare = RunRecord.example(row: "a|b\nc", mode: .improved)
    bare.loss = 0.123456
    bare.accuracy = .nan
    bare.waveletLoss = 0
    bare.threads = 1
    bare.note = ""
    bare.command = "run\nit"
    bare.paperAccuracy = nil
    bare.paperLoss = nil
    bare.paperWeights = nil
    var table = ResultTable()
    table.upsert(.example())
    table.upsert(bare)
    table.upsert(.example(table: "other"))
    #expect(
      table.markdown(title: "Adding", table: "adding") == """
        ## Adding

        | row | protocol | weights | loss | accuracy % | wavelet loss | steps | sequences | seconds | paper: weights | paper: loss | paper: accuracy % |
        | :-- | :-- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
        | wavelet | paper | 2400 | 0.1 | 99.88 | 1.25e-07 | 60000 | 3000000 | 1234 | 2500 | 4.5e-05 | 99.80 |
        | a\\|b c | improved | 2400 | 0.1235 | – | 0 | 60000 | 3000000 | 1234 | – | – | – |

        **wavelet**, paper: Some CPU, 2 cores; avx512; 2 threads; OpenBLAS core SkylakeX; seed 18446744073709551615

        ```sh
        wavepress train --row "a|b"
        ```

        ä

        **a|b c**, improved: Some CPU, 2 cores; avx512; 1 thread; OpenBLAS core SkylakeX; seed 18446744073709551615

        ```sh
        run it
        ```

        """)
  }
}
