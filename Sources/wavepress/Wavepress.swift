import ArgumentParser
import Experiments
import Foundation
import LinearAlgebra

/// Trains the paper's networks and prints its tables.
struct Wavepress: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wavepress",
    abstract: "Compresses neural-network layers with learnable fast wavelet transforms.",
    subcommands: [
      Train.self, Evaluate.self, Reproduce.self, CompareFilters.self, ListWavelets.self,
      ShowWavelet.self, Transform.self, CheckData.self, Info.self,
    ])
}

@main
enum Main {
  static func main() {
    OpenBLAS.restartWithRecommendedCoreType()
    do {
      var command = try Wavepress.parseAsRoot()
      try command.run()
      try requireOutput()
    } catch let error as any OneLineError {
      complain("\(error)")
      Foundation.exit(1)
    } catch {
      let code = Wavepress.exitCode(for: error)
      guard code == .validationFailure else { Wavepress.exit(withError: error) }
      complain(Wavepress.message(for: error))
      Wavepress.exit(withError: code)
    }
  }
}

/// Prints a text to the standard error, as one line. What cannot be written is lost.
func complain(_ text: String) {
  let line = text.split(whereSeparator: \.isNewline)
    .map { $0.trimmingCharacters(in: .whitespaces) }.joined(separator: " ")
  TrainingProgress.writeToStandardError("wavepress: \(line)\n")
}
