import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("Wavelet loss")
struct WaveletLossTests {
  @Test func vanishesOnWavelets() {
    for (name, bank) in RoundTripTests.banks(Double.self) {
      let loss = WaveletLoss(bank)
      #expect(abs(loss.perfectReconstruction) <= 1e-26, "\(name)")
      #expect(loss.aliasCancellation == 0, "\(name)")
    }
    for (name, bank) in RoundTripTests.banks(Float.self) {
      #expect(abs(WaveletLoss(bank).total) <= 1e-12, "\(name)")
    }
  }

  @Test(arguments: [2, 4, 6, 12, 20, 102])
  func agreesWithItsDefinition(_ taps: Int) {
    let filters = randomNumbers(4 * taps, seed: taps)
    let expected = naiveWaveletLoss(filters)
    let loss = WaveletLoss(filters.span)
    #expect(abs(loss.perfectReconstruction / expected.perfectReconstruction - 1) <= 1e-13)
    #expect(abs(loss.aliasCancellation / expected.aliasCancellation - 1) <= 1e-13)
    #expect(loss.total == loss.perfectReconstruction + loss.aliasCancellation)
    let single = WaveletLoss<Float>(converted(filters, to: Float.self).span)
    let total = expected.perfectReconstruction + expected.aliasCancellation
    #expect(abs(Double(single.total) / total - 1) <= 1e-5)
  }

  /// Central differences of a polynomial of degree 4: the error is h² times its third derivative.
  @Test(arguments: [2, 4, 6, 12, 20])
  func gradient(_ taps: Int) {
    let filters = randomNumbers(4 * taps, seed: taps)
    let before = randomNumbers(4 * taps, seed: 1)
    let gradient = GuardedMemory<Double>(before)
    gradient.withSpan {
      WaveletLoss.accumulateGradient(of: filters.span, weight: 0.7, into: &$0)
    }
    let h = 1e-5
    let expected = filters.indices.map { tap in
      let values = [h, -h].map { step in
        var moved = filters
        moved[tap] += step
        let loss = naiveWaveletLoss(moved)
        return loss.perfectReconstruction + loss.aliasCancellation
      }
      return before[tap] + 0.7 * (values[0] - values[1]) / (2 * h)
    }
    #expect(relativeError(gradient.numbers, expected) <= 1e-8)
    #expect(gradient.isIntact)
  }

  /// The free direction: (c·h0, f0/c) leaves reconstruction as it is.
  @Test func scalingAPairKeepsReconstruction() throws {
    let bank = FilterBank<Double>.daubechies(3)
    let scaled = try FilterBank(
      analysisLow: bank.analysisLow.map { 2 * $0 }, analysisHigh: bank.analysisHigh,
      synthesisLow: bank.synthesisLow.map { $0 / 2 }, synthesisHigh: bank.synthesisHigh)
    #expect(WaveletLoss(scaled).perfectReconstruction <= 1e-26)
    #expect(WaveletLoss(scaled).aliasCancellation > 0.1)
  }
}
