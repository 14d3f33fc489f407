import ArgumentParser
import Experiments
import Foundation
import LinearAlgebra

/// Trains the paper's networks and prints its tables.
struct Wavepress: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wavepress",
    abstract: "Compresses neural-network layers with learnable fast wavelet transforms.",
    subcommands: [Train.self, Evaluate.self, Reproduce.self, Info.self])
}

@main
enum Main {
  static func main() {
    OpenBLAS.restartWithRecommendedCoreType()
    do {
      var command = try Wavepress.parseAsRoot()
      try command.run()
    } catch let error as any OneLineError {
      complain("\(error)")
      Foundation.exit(1)
    } catch {
      Wavepress.exit(withError: error)
    }
  }
}

/// Prints a line to the standard error.
func complain(_ line: String) {
  FileHandle.standardError.write(Data("wavepress: \(line)\n".utf8))
}
