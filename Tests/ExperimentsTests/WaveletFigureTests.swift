import Experiments
import Foundation
import Testing
import Wavelets

@Suite("Figures of wavelets")
struct WaveletFigureTests {
  /// The points that a script draws, block by block.
  private static func blocks(_ script: String) -> [[[Double]]] {
    script.components(separatedBy: " << end\n").dropFirst().map {
      $0.components(separatedBy: "end\n")[0].split(separator: "\n").map {
        $0.split(separator: " ").map { Double($0)! }
      }
    }
  }

  /// Four filters, then functions and responses of analysis and of synthesis.
  @Test(arguments: ["haar", "db3", "bior2.4", "dmey"]) func script(name: String) throws {
    let wavelet = try Wavelet(name)
    let bank = FilterBank<Double>(wavelet)
    let script = WaveletFigure(wavelet).script
    #expect(script.contains("title \"\(name), \(bank.taps) taps\""))
    for title in ["filter", "scaling function and wavelet", "frequency responses"] {
      #expect(script.components(separatedBy: "\(title)\"\n").count == (title == "filter" ? 5 : 3))
    }
    let blocks = Self.blocks(script)
    try #require(blocks.count == 12)
    for (index, filter) in [
      bank.analysisLow, bank.synthesisLow, bank.analysisHigh, bank.synthesisHigh,
    ].enumerated() {
      #expect(blocks[index].map { $0[1] } == Array(filter))
      #expect(blocks[index].map { $0[0] } == filter.indices.map { Double($0 - filter.startIndex) })
    }
    for (index, bank) in [bank.dual, bank].enumerated() {
      let (scaling, other) = (blocks[4 + 2 * index], blocks[5 + 2 * index])
      #expect(scaling.count == other.count && scaling.count <= 4200)
      // The support of the scaling function, and its integral.
      #expect(scaling.first == [0, 0] && scaling.last![1] == 0)
      #expect(scaling.last![0] <= Double(bank.taps - 1))
      let step = scaling[2][0] - scaling[1][0]
      #expect(abs(scaling.reduce(0) { $0 + $1[1] } * step - 1) < 1e-3)
      #expect(abs(other.reduce(0) { $0 + $1[1] } * step) < 1e-3)
    }
    for (index, filters) in [
      (bank.analysisLow, bank.analysisHigh), (bank.synthesisLow, bank.synthesisHigh),
    ].enumerated() {
      let (low, high) = (blocks[8 + 2 * index], blocks[9 + 2 * index])
      #expect(low.first![0] == 0 && low.last![0] == 1)
      #expect(abs(low.first![1] - abs(filters.0.reduce(0, +))) < 1e-12)
      #expect(abs(high.first![1] - abs(filters.1.reduce(0, +))) < 1e-12)
      let middle = low[100]
      #expect(middle[0] == 0.5)
      #expect(middle[1] == FilterBank<Double>.magnitude(of: filters.0, at: .pi / 2))
    }
  }

  @Test(.enabled(if: isGnuplotPresent, "gnuplot is not installed"), arguments: ["haar", "rbio3.1"])
  func drawing(name: String) throws {
    let bytes = try Gnuplot.run(WaveletFigure(Wavelet(name)).script)
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.hasPrefix("<?xml") && text.split(separator: "\n").last == "</svg>")
    for title in ["analysis, low-pass filter", "synthesis, frequency responses", name] {
      #expect(text.contains(title), "\(title)")
    }
  }

  @Test(.enabled(if: isGnuplotPresent, "gnuplot is not installed")) func refusal() {
    let error = #expect(throws: GnuplotError.self) { try Gnuplot.run("plot sin(x") }
    guard case .failed(let complaint) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(complaint.contains("line 1") && !"\(error!)".contains(where: \.isNewline))
    #expect(throws: GnuplotError.failed("status 0")) { try Gnuplot.run("x = 1") }
  }

  static let isGnuplotPresent = (ProcessInfo.processInfo.environment["PATH"] ?? "")
    .split(separator: ":").contains { access("\($0)/gnuplot", X_OK) == 0 }
}
