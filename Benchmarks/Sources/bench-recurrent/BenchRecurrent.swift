import ArgumentParser
import Kernels
import LinearAlgebra
import Networks

/// Training steps of a recurrent network, timed on request.
@main
struct BenchRecurrent: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-recurrent",
    abstract: "Times training steps of a gated recurrent network on the adding problem.",
    discussion: """
      Says on standard output what it is, as one JSON object, and then times steps for as many \
      seconds as each line of standard input says, answering with one object for each. A step is \
      the forward pass, the loss, the backward pass and RMSprop's update.
      """)

  @Argument(help: "Which maps the cell has.")
  var candidate: RecurrentCandidate

  @Option(help: "Threads.")
  var threads = 2

  @Option(help: "Size of the hidden state.")
  var hidden = 512

  @Option(help: "Length of the sequences.")
  var steps = 150

  @Option(help: "Sequences of a step.")
  var batch = 50

  @Option(
    help: """
      Where to write the network as dense matrices, a batch, its loss and gradients, for others to \
      check: a safetensors file.
      """)
  var export: String?

  static func main() {
    // Before anything else: OpenBLAS chooses its kernels when the process starts.
    OpenBLAS.restartWithRecommendedCoreType()
    do {
      try parse().run()
    } catch {
      exit(withError: error)
    }
  }

  func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads \(threads): expected 1...1024")
    }
    guard hidden >= 1 else { throw ValidationError("--hidden \(hidden): expected at least 1") }
    guard steps >= 2 else { throw ValidationError("--steps \(steps): expected at least 2") }
    guard batch >= 1 else { throw ValidationError("--batch \(batch): expected at least 1") }
  }

  func run() throws {
    let instructionSet = try InstructionSet.selected()
    // The parts of a batch call OpenBLAS from threads of their own.
    OpenBLAS.threads = 1
    let workspace = Workspace<Float>(threads: threads, instructionSet: instructionSet)
    let training = RecurrentTraining(
      candidate, hidden: hidden, steps: steps, batch: batch, workspace: workspace)
    if let export { try training.export(to: export) }
    answer([
      "weights": .init(training.weightCount), "isa": .string(instructionSet.rawValue),
      "openblas": .string("\(OpenBLAS.version), core \(OpenBLAS.coreName)"),
      "threads": .init(threads), "peak_kilobytes": .init(peakKilobytes()),
    ])
    while let line = readLine() {
      guard let seconds = Double(line), seconds > 0 else {
        throw ValidationError("'\(line)': expected a number of seconds")
      }
      let milliseconds = try training.time(seconds: seconds)
      answer([
        "milliseconds": .array(milliseconds.map { JSON($0) }),
        "peak_kilobytes": .init(peakKilobytes()),
      ])
    }
  }
}
