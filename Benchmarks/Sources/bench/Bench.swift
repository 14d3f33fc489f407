import ArgumentParser
import Foundation
import Kernels
import LinearAlgebra

/// Dense layers against Fastfood and wavelet layers, and the raw transforms.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench",
    abstract: "Times dense, Fastfood and wavelet layers and the transforms behind them.",
    discussion: """
      Each result is verified before it is timed. Layers are timed in turns, round after round; the \
      table shows medians. One JSON object for each row goes to Benchmarks/Results/latest.jsonl.
      """)

  @Flag(help: "Fewer sizes and less time for each.")
  var quick = false

  @Option(help: "Layer sizes, separated by commas.", transform: Numbers.init)
  var sizes: Numbers?

  @Option(help: "Batch sizes, separated by commas.", transform: Numbers.init)
  var batches: Numbers?

  @Option(help: "Of dense, fastfood, wavelet, fwt, wht, separated by commas.")
  var layers: Names<LayerKind> = Names()

  @Option(help: "Of forward, backward, analysis, synthesis, separated by commas.")
  var passes: Names<Pass> = Names()

  @Option(help: "Threads for every layer, OpenBLAS included.")
  var threads = 1

  @Option(help: "Instruction set: baseline, avx2 or avx512. Default: WAVEPRESS_ISA, else the best.")
  var isa: String?

  @Option(help: "Taps of the wavelet's filters: even.")
  var taps = 6

  @Option(help: "Levels of the wavelet transform.")
  var levels = 6

  static func main() {
    // Before anything else: OpenBLAS chooses its kernels when the process starts.
    OpenBLAS.restartWithRecommendedCoreType()
    do {
      try parse().run()
    } catch {
      let code = exitCode(for: error)
      guard code == .validationFailure else { exit(withError: error) }
      // One line, without the usage that --help prints.
      FileHandle.standardError.write(Data("bench: \(message(for: error))\n".utf8))
      exit(withError: code)
    }
  }

  func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads \(threads): expected 1...1024")
    }
    guard taps >= 2, taps.isMultiple(of: 2), taps <= 512 else {
      throw ValidationError("--taps \(taps): expected an even number in 2...512")
    }
    guard (1...20).contains(levels) else {
      throw ValidationError("--levels \(levels): expected 1...20")
    }
  }

  func run() throws {
    let instructionSet =
      if let isa { try InstructionSet.named(isa, source: "--isa") } else {
        try InstructionSet.selected()
      }
    OpenBLAS.threads = threads
    let machine = Machine(instructionSet: instructionSet, threads: threads)
    print(machine.header)
    let study = Study(
      sizes: sizes?.values
        ?? (quick ? [256, 1024, 4096] : [128, 256, 512, 1024, 2048, 4096, 8192]),
      batches: batches?.values ?? (quick ? [1, 64] : [1, 16, 64, 256]),
      layers: layers.values, passes: passes.values, taps: taps, levels: levels,
      secondsPerPass: quick ? 0.25 : 0.3, machine: machine)
    let rows = try study.run()
    print(crossovers(rows))
    print(backwardRatios(rows))
    try writeResults(rows)
    plot(rows)
  }
}
