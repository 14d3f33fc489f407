import ArgumentParser
import Experiments
import Kernels
import LinearAlgebra

/// Threads of a command.
struct ThreadOptions: ParsableArguments {
  @Option(help: "Threads to use; all cores unless said.")
  var threads: Int?

  /// The workspace of a command. OpenBLAS is left with one thread: a run's parts call it from threads
  /// of their own.
  func workspace() throws -> Workspace<Float> {
    if let threads, !(1...1024).contains(threads) {
      throw ConfigurationError("--threads", expected: "1...1024", found: "\(threads)")
    }
    let set = try InstructionSet.selected()
    OpenBLAS.threads = 1
    return Workspace(threads: threads, instructionSet: set)
  }
}
