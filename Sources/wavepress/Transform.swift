import ArgumentParser
import Experiments
import Kernels
import Networks
import Wavelets

struct Transform: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Transforms the signals of a file and writes their coefficients to another.",
    discussion: """
      Files that end in .npy are NumPy's, of float32 or float64 and one or two dimensions, a signal \
      a row; others are text, a signal a line. Coefficients are in the order low, high of the \
      deepest level, …, high of the first.
      """)

  @Option(help: "PyWavelets' name of the wavelet.")
  var wavelet: String

  @Option(help: "How signals continue beyond their ends.")
  var mode: ExtensionMode = .periodization

  @Option(help: "How often the low band is split.")
  var levels: Int

  @Flag(help: "From coefficients to signals.")
  var inverse = false

  @Option(help: "With --inverse: samples in a signal.")
  var length: Int?

  @Argument(help: "File to read.")
  var input: String

  @Argument(help: "File to write.")
  var output: String

  func run() throws {
    let wavelet = try Wavelet(self.wavelet)
    guard inverse == (length != nil) else {
      throw ConfigurationError(
        "--length", expected: "together with --inverse", found: length == nil ? "none" : "it alone")
    }
    _ = try InstructionSet.selected()
    try SampleArray.requireDistinct(input: input, output: output)
    let array = try SampleArray(contentsOf: input)
    try AtomicFile.requireFolder(of: output)
    let result =
      if let length {
        try array.synthesis(wavelet, mode: mode, levels: levels, length: length)
      } else {
        try array.analysis(wavelet, mode: mode, levels: levels)
      }
    try result.write(to: output)
  }
}
