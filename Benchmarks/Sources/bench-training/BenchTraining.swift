import ArgumentParser
import Kernels
import LinearAlgebra
import Networks

/// Training steps of the paper's networks, timed on request.
@main
struct BenchTraining: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-training",
    abstract: "Times training steps of one network on random data.",
    discussion: """
      Says on standard output what it is, as one JSON object, and then times steps for as many \
      seconds as each line of standard input says, answering with one object for each. A step is \
      the forward pass, the loss, the backward pass and the optimizer's update.
      """)

  @Argument(help: "What is trained.")
  var candidate: TrainingCandidate

  @Option(help: "Threads.")
  var threads = 2

  @Option(
    help: """
      Where to write the network's parameters, a batch, its loss and gradients, for others to \
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
  }

  func run() throws {
    let instructionSet = try InstructionSet.selected()
    // The parts of a batch call OpenBLAS from threads of their own.
    OpenBLAS.threads = 1
    let workspace = Workspace<Float>(threads: threads, instructionSet: instructionSet)
    let training = candidate.training(workspace)
    if let export { try training.export(workspace).write(to: export) }
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
