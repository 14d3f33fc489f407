import ArgumentParser
import Foundation
import Kernels
import Wavelets

/// Wavelet transforms of row-major signals, timed on request.
@main
struct BenchTransforms: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-transforms",
    abstract: "Times wavelet transforms of row-major signals on one thread.",
    discussion: """
      Says on standard output which instruction set it uses, as one JSON object, and then times what \
      each line of standard input says, 'analysis' or 'synthesis' and a number of seconds, answering \
      with one object for each.
      """)

  @Argument(help: "The signals: float32 in the machine's byte order, one after the other.")
  var input: String

  @Option(help: "Samples of a signal.")
  var length: Int

  @Option(help: "A wavelet by PyWavelets' name.")
  var wavelet = "db3"

  @Option(help: "How often the low band is split.")
  var levels = 6

  @Option(
    help: """
      Where to write the coefficients, and behind them the signals from these again, for others to \
      check.
      """)
  var export: String?

  func validate() throws {
    guard length >= 1 else { throw ValidationError("--length \(length): expected at least 1") }
    guard (1...30).contains(levels) else {
      throw ValidationError("--levels \(levels): expected 1...30")
    }
  }

  func run() throws {
    let instructionSet = try InstructionSet.selected()
    let transform = WaveletTransform(
      FilterBank<Float>(try Wavelet(wavelet)), length: length, levels: levels)
    let bytes = try Data(contentsOf: URL(filePath: input))
    let size = length * MemoryLayout<Float>.stride
    guard !bytes.isEmpty, bytes.count.isMultiple(of: size) else {
      throw ValidationError("\(input): \(bytes.count) bytes are no signals of \(size) bytes each")
    }
    var signals = [Float](repeating: 0, count: bytes.count / MemoryLayout<Float>.stride)
    _ = signals.withUnsafeMutableBytes { bytes.copyBytes(to: $0) }
    var timing = TransformTiming(
      transform, signals, Workspace(threads: 1, instructionSet: instructionSet))
    timing.run(.analysis)
    timing.run(.synthesis)
    if let export { try timing.results.write(to: URL(filePath: export)) }
    try answer(["isa": instructionSet.rawValue])

    while let line = readLine() {
      let words = line.split(separator: " ")
      guard words.count == 2, let pass = TransformTiming.Pass(rawValue: String(words[0])),
        let seconds = Double(words[1]), seconds > 0
      else { throw ValidationError("'\(line)': expected a pass and a number of seconds") }
      try answer(["nanoseconds": timing.time(pass, seconds: seconds)])
    }
  }

  /// Prints one line at once.
  private func answer(_ object: some Encodable) throws {
    FileHandle.standardOutput.write(try JSONEncoder().encode(object) + Data("\n".utf8))
  }
}
