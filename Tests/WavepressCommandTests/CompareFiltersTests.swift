import Experiments
import Foundation
import TemporaryFolder
import Testing

@Suite("Comparison of ways to learn filters")
struct CompareFiltersTests {
  let folder = TemporaryFolder()

  @Test func few() throws {
    let arguments = ["--steps", "2", "--network-steps", "1", "--threads", "1", "--results", "."]
    let result = try Command.run(["compare-filters"] + arguments, in: folder.path)
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    #expect(folder.names.sorted() == ["filters.jsonl", "filters.md"])
    #expect(folder.text(of: "filters.jsonl") == result.output)
    #expect(result.output.split(separator: "\n").count == 22)
    #expect(
      result.output.hasPrefix(#"{"experiment":"sparsity","start":"haar6","filters":"not learned","#)
    )
    #expect(result.summary?["filters"]?.text == "lifting")
    let flags = "--filters lifting --levels 4 --mode periodization"
    #expect(result.summary?["command"]?.text?.contains(flags) == true)
    let markdown = folder.text(of: "filters.md")
    #expect(markdown.contains("wavepress compare-filters --steps 2 --network-steps 1 --seed 1"))
    for learning in FilterLearning.allCases {
      #expect(markdown.components(separatedBy: " | \(learning.rawValue) | ").count == 5)
    }
  }

  @Test func badInput() throws {
    for (arguments, message) in [
      (["--steps=-1"], "--steps: expected 0...1000000, found -1"),
      (
        ["--results", "none"],
        "none/filters.jsonl: expected a folder to write in, found \"No such file or directory\""
      ),
    ] {
      let result = try Command.run(["compare-filters"] + arguments, in: folder.path)
      #expect(result.status == 1 && result.output == "")
      #expect(result.errors == "wavepress: \(message)\n")
      #expect(folder.names == [])
    }
  }
}
