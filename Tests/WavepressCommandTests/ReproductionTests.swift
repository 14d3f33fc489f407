import Foundation
import TemporaryFolder
import Testing

@Suite("Reproduction of tables")
struct ReproductionTests {
  let folder = TemporaryFolder()

  private func reproduce(_ arguments: String...) throws -> Command.Result {
    try Command.run(["reproduce"] + arguments, in: folder.path)
  }

  private func contents() -> [String: Data?] {
    let names = FileManager.default.subpaths(atPath: folder.path) ?? []
    return Dictionary(
      uniqueKeysWithValues: names.map {
        ($0, FileManager.default.contents(atPath: folder.file($0)))
      })
  }

  @Test func quickRow() throws {
    let first = try reproduce("table2a", "--quick", "--rows", "8", "--threads", "1")
    #expect(first.status == 0, "\(first.errors)")
    #expect(first.errorLines.first?.hasPrefix("wavepress: all (paper): wavepress train ") == true)
    let runs = ".build/runs/quick/"
    let after = contents()
    #expect(after.keys.contains(runs + "table2a.md"))
    #expect(
      after.keys.filter { $0.hasPrefix(runs) && $0.hasSuffix(".safetensors") }.count == 1)
    let records = folder.text(of: runs + "table2a.jsonl").split(separator: "\n")
    #expect(records.count == 1)
    #expect(records[0].hasPrefix(#"{"table":"table2a","row":"all","protocol":"paper","#))
    #expect(first.output.hasPrefix(records[0] + "\n"))
    let markdown = folder.text(of: runs + "table2a.md")
    #expect(markdown.contains("| all | paper | "))
    #expect(first.output.hasSuffix(markdown) || first.output.hasSuffix(markdown + "\n"))

    let second = try reproduce("table2a", "--quick", "--rows", "8", "--threads", "1")
    #expect(second.status == 0)
    #expect(second.errors == "")
    #expect(second.output == markdown || second.output == markdown + "\n")
    #expect(contents() == after)
  }

  @Test(arguments: ["table2a", "table2b"]) func list(table: String) throws {
    let result = try reproduce(table, "--list")
    #expect(result.status == 0 && result.errors == "")
    #expect(result.output.hasPrefix("1  none (paper): wavepress train "))
    #expect(result.output.split(separator: "\n").count == 13)
    #expect(folder.names == [])
  }

  @Test func quickRowOfPixels() throws {
    let list = try reproduce("table2c", "--list")
    #expect(list.status == 0 && list.errors == "")
    #expect(list.output.split(separator: "\n").count == 11)
    folder.writeImages(train: 330, test: 10)
    let quick = ["table2c", "--quick", "--rows", "9", "--threads", "1", "--data", "."]
    let first = try Command.run(["reproduce"] + quick, in: folder.path)
    #expect(first.status == 0, "\(first.errors)")
    let runs = ".build/runs/quick/"
    let records = folder.text(of: runs + "table2c.jsonl").split(separator: "\n")
    #expect(records.count == 1)
    #expect(records[0].hasPrefix(#"{"table":"table2c","row":"WaveGRU-64","protocol":"paper","#))
    #expect(first.output == records[0] + "\n" + folder.text(of: runs + "table2c.md") + "\n")
    let second = try Command.run(["reproduce"] + quick, in: folder.path)
    #expect(second.status == 0 && second.errors == "")
    #expect(second.output == folder.text(of: runs + "table2c.md") + "\n")

    // A result without its table, as a kill leaves it.
    folder.write("stale", to: runs + "table2c.md")
    #expect(try Command.run(["reproduce"] + quick, in: folder.path).output == second.output)
    #expect(second.output == folder.text(of: runs + "table2c.md") + "\n")

    // The table is of the published images.
    let others = try reproduce("table2c", "--rows", "9", "--data", ".")
    #expect(others.status == 1 && others.output == "")
    #expect(
      others.errors.hasPrefix(
        "wavepress: ./train-images-idx3-ubyte: expected the published file, of SHA-256 ba891046"))
  }

  /// The table is of the published texts.
  @Test func otherTexts() throws {
    folder.writeTexts(train: 1200, valid: 300, test: 301)
    let others = try reproduce("table2d", "--rows", "5", "--data", ".")
    #expect(others.status == 1 && others.output == "")
    #expect(
      others.errors.hasPrefix(
        "wavepress: ./ptb.train.txt: expected the published file, of SHA-256 "), "\(others.errors)")
  }

  @Test func badInput() throws {
    for (arguments, message) in [
      (
        ["table9"],
        "table: expected table1, figure2, table2a, table2b, table2c or table2d, found 'table9'"
      ),
      (["table2a", "--rows", "0"], "--rows: expected numbers in 1...13, found '0'"),
      (["table2a", "--rows", "1,x"], "--rows: expected numbers in 1...13, found 'x'"),
      (["table2a", "--rows", ""], "--rows: expected numbers in 1...13, found ''"),
      (
        ["table2a", "--runs", "/dev/null/runs"],
        "/dev/null/runs: expected a folder to write, found \"Not a directory\""
      ),
      (
        ["table2a", "--runs", ".", "--results", "/dev/null"],
        "/dev/null/: expected a folder to write in, found \"Not a directory\""
      ),
    ] {
      let result = try Command.run(["reproduce"] + arguments, in: folder.path)
      #expect(result.status == 1)
      #expect(result.output == "")
      #expect(result.errors == "wavepress: \(message)\n")
      #expect(folder.names == [])
    }
  }
}
