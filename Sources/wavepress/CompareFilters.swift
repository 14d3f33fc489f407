import ArgumentParser
import Experiments
import Networks

struct CompareFilters: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compares ways to learn filters: free taps, a lattice and lifting steps.",
    discussion: """
      Filters are learned for sparse coefficients, and in a small recurrent network for the adding \
      problem. Writes filters.jsonl and filters.md.
      """)

  @Option(help: "Steps of learning for sparse coefficients.")
  var steps = 3000

  @Option(help: "Steps of training the network.")
  var networkSteps = 3000

  @Option(help: "Fixes everything random.")
  var seed: UInt64 = 1

  @Option(help: "Folder of the results.")
  var results = "Benchmarks/Results"

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let comparison = try FilterComparison(
      steps: steps, networkSteps: networkSteps, seed: seed, workspace: try threads.workspace())
    try AtomicFile.requireFolder(of: "\(results)/filters.jsonl")
    let records = try comparison.run { print(JSON.object($0.json)) }
    let lines = records.map { "\(JSON.object($0.json))\n" }.joined()
    try AtomicFile.write(Array(lines.utf8), to: "\(results)/filters.jsonl")
    try AtomicFile.write(Array(FilterRecord.markdown(records).utf8), to: "\(results)/filters.md")
  }
}
