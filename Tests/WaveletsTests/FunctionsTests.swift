import Foundation
import NaiveReference
import Testing
import Wavelets

@Suite("Scaling functions, wavelets and frequency responses")
struct FunctionsTests {
  /// PyWavelets has a zero in front and some at the end, and wavelets that are not orthogonal with the
  /// other sign.
  @Test func agreeWithPyWavelets() throws {
    #expect(Golden.values.functions.count == 7)
    for golden in Golden.values.functions {
      let functions = GoldenTests.bank(golden.name, Double.self).functions(levels: golden.levels)
      #expect(functions.step == 1 / 16.0)
      let sign = try Wavelet(golden.name).isOrthogonal ? 1.0 : -1
      for (mine, theirs) in [
        (functions.scaling, golden.phi), (functions.wavelet.map { $0 * sign }, golden.psi),
      ] {
        #expect(theirs[0] == 0 && theirs.count > mine.count, "\(golden.name)")
        let padded = mine + [Double](repeating: 0, count: theirs.count - 1 - mine.count)
        let largest = zip(padded, theirs.dropFirst()).map { abs($0 - $1) }.max()!
        #expect(largest <= 1e-10, "\(golden.name): \(largest)")
      }
    }
  }

  /// Shifts of a scaling function by whole numbers add up to 1; a wavelet has no mean.
  @Test func sums() {
    for wavelet in Wavelet.all where wavelet.family != .discreteMeyer {
      for bank in [FilterBank<Double>(wavelet), FilterBank<Double>(wavelet).dual] {
        let functions = bank.functions(levels: 3)
        for first in 0..<8 {
          let sum = stride(from: first, to: functions.scaling.count, by: 8)
            .reduce(0) { $0 + functions.scaling[$1] }
          #expect(abs(sum - 1) <= 1e-9, "\(wavelet), from \(first): \(sum)")
        }
        #expect(abs(functions.wavelet.reduce(0, +)) <= 1e-9, "\(wavelet)")
      }
    }
  }

  @Test func duals() throws {
    for name in ["haar", "db7", "sym5", "coif4"] {
      let bank = GoldenTests.bank(name, Double.self)
      #expect(bank.dual == bank, "\(name)")
    }
    let bank = GoldenTests.bank("bior3.5", Double.self)
    #expect(bank.dual == GoldenTests.bank("rbio3.5", Double.self))
    #expect(bank.dual.dual == bank)
  }

  /// Of an orthogonal bank the responses of both channels share their power at each frequency.
  @Test func powerComplementary() {
    let bank = FilterBank<Double>.daubechies(9)
    for frequency in stride(from: 0.0, through: .pi, by: 0.1) {
      let low = FilterBank<Double>.magnitude(of: bank.analysisLow, at: frequency)
      let high = FilterBank<Double>.magnitude(of: bank.analysisHigh, at: frequency)
      #expect(abs(low * low + high * high - 2) <= 1e-13)
    }
    #expect(
      abs(FilterBank<Double>.magnitude(of: bank.analysisLow, at: 0) - 2.0.squareRoot()) <= 1e-14)
    #expect(FilterBank<Double>.magnitude(of: bank.analysisLow, at: .pi) <= 1e-14)
  }
}
