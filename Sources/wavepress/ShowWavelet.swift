import ArgumentParser
import Experiments
import Foundation
import Networks
import Wavelets

struct ShowWavelet: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "wavelet", abstract: "Prints a wavelet's properties and filters, and draws it.")

  @Argument(help: "PyWavelets' name: haar, db4, sym8, coif2, bior4.4, rbio4.4, dmey, …")
  var name: String

  @Option(
    help: """
      SVG file to draw filters, scaling functions, wavelets and frequency responses to. Needs gnuplot.
      """)
  var draw: String?

  func run() throws {
    let wavelet = try Wavelet(name)
    if let draw {
      try AtomicFile.requireFolder(of: draw)
      try AtomicFile.write(Gnuplot.run(WaveletFigure(wavelet).script), to: draw)
    }
    let bank = FilterBank<Double>(wavelet)
    let loss = WaveletLoss(bank)
    print("name               \(wavelet)")
    print("taps               \(bank.taps)")
    print("orthogonal         \(wavelet.isOrthogonal ? "yes" : "no")")
    print("symmetry           \(wavelet.symmetry.rawValue)")
    print("vanishing moments  \(wavelet.vanishingMoments.map(String.init) ?? "none exactly")")
    print(
      String(
        format: "wavelet loss       reconstruction %.2g, alias %.2g", loss.perfectReconstruction,
        loss.aliasCancellation))
    print("")
    print(
      "   k" + Self.columns(["analysis low", "analysis high", "synthesis low", "synthesis high"]))
    let filters = [bank.analysisLow, bank.analysisHigh, bank.synthesisLow, bank.synthesisHigh]
      .map(Array.init)
    // A sum with zero has no negative zero.
    for k in 0..<bank.taps {
      print(
        String(format: "%4d", k)
          + Self.columns(filters.map { String(format: "%.17g", $0[k] + 0) }))
    }
  }

  private static func columns(_ texts: [String]) -> String {
    texts.map { String(repeating: " ", count: max(1, 26 - $0.count)) + $0 }.joined()
  }
}

extension UnknownWavelet: OneLineError {}
