import ArgumentParser
import Experiments
import Foundation
import Kernels
import Wavelets

/// Transforms of all discrete wavelets in all modes, for another library to compute again.
@main
struct ComparePyWavelets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare-pywavelets",
    abstract: "Writes filters, coefficients and round trips, for PyWavelets to compute again.",
    discussion: """
      Writes cases.json, signals.npy and, for each wavelet, NAME.filters.npy, NAME.double.npy and \
      NAME.float.npy. In the last two stand the coefficients and the round trip of each case of \
      cases.json for each mode, each array after its number of elements.
      """)

  @Argument(help: "An existing folder.")
  var folder: String

  func run() throws {
    let cases = Cases(instructionSet: try InstructionSet.selected())
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    try encoder.encode(cases).write(to: URL(filePath: "\(folder)/cases.json"))
    let signals = cases.lengths.map { Signals(length: $0) }
    try write(signals.flatMap { recorded($0.elements) }, "signals")
    for wavelet in Wavelet.all {
      try write(FilterBank<Double>(wavelet).elements, "\(wavelet.name).filters")
      try write(results(wavelet, cases, signals, Double.self), "\(wavelet.name).double")
      try write(results(wavelet, cases, signals, Float.self), "\(wavelet.name).float")
    }
  }

  /// Everything that a wavelet makes of the signals, in the order of the cases.
  private func results<Scalar: KernelScalar>(
    _ wavelet: Wavelet, _ cases: Cases, _ signals: [Signals], _: Scalar.Type
  ) -> [Scalar] {
    let bank = FilterBank<Scalar>(wavelet)
    let workspace = Workspace<Scalar>(threads: 1)
    var results: [Scalar] = []
    for mode in ExtensionMode.allCases {
      for one in cases.transforms(of: wavelet) {
        let transform = WaveletTransform(
          bank, length: cases.lengths[one.signal], levels: one.levels, mode: mode)
        let (coefficients, trip) = signals[one.signal].transformed(transform, workspace)
        results += recorded(coefficients) + recorded(trip)
      }
    }
    return results
  }

  /// An array after its number of elements.
  private func recorded<Scalar: KernelScalar>(_ elements: [Scalar]) -> [Scalar] {
    [Scalar(Double(elements.count))] + elements
  }

  private func write(_ values: [Double], _ name: String) throws {
    try SampleArray(shape: [values.count], .double(values)).write(to: "\(folder)/\(name).npy")
  }

  private func write(_ values: [Float], _ name: String) throws {
    try SampleArray(shape: [values.count], .float(values)).write(to: "\(folder)/\(name).npy")
  }
}
