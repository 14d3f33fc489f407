import StructuredLinear
import Testing
import Wavelets

@Suite("Listings: perfect reconstruction")
struct ReconstructionListings {
  @Test func productFilterIsTwoAtItsMiddle() throws {
    let bank = FilterBank<Double>(try Wavelet("bior4.4"))
    let low = convolution(Array(bank.analysisLow), Array(bank.synthesisLow))
    let high = convolution(Array(bank.analysisHigh), Array(bank.synthesisHigh))
    let sum = zip(low, high).map { $0 + $1 }

    for (k, value) in sum.enumerated() {
      #expect(abs(value - (k == bank.taps - 1 ? 2 : 0)) < 1e-14)
    }
    // With the signs of PyWavelets the high part repeats the low one: odd elements are equal, even
    // ones opposite.
    for (k, value) in low.enumerated() {
      #expect(abs(high[k] - (k % 2 == 1 ? value : -value)) < 1e-15)
      if k % 2 == 1 { #expect(abs(value - (k == bank.taps - 1 ? 1 : 0)) < 1e-14) }
    }
  }

  @Test func lossVanishesOnWavelets() throws {
    let wavelet = FilterBank<Double>(try Wavelet("db4"))
    var generator = SplitMix64(seed: 1)
    let random = FilterBank<Double>.random(taps: 8, using: &generator)
    let (none, much) = (WaveletLoss(wavelet), WaveletLoss(random))

    #expect(none.total < 1e-28)
    #expect(much.perfectReconstruction > 0.01 && much.aliasCancellation > 0.01)
    let meyer = WaveletLoss(FilterBank<Double>(try Wavelet("dmey")))
    #expect(abs(meyer.perfectReconstruction - 3.7e-5) < 0.1e-5 && meyer.aliasCancellation < 1e-28)
  }

  @Test func scaleIsFree() {
    let bank = FilterBank<Double>.daubechies(3)
    let c = 1.5
    let scaled = FilterBank<Double>(
      elements: bank.analysisLow.map { $0 * c } + bank.analysisHigh.map { $0 / c }
        + bank.synthesisLow.map { $0 / c } + bank.synthesisHigh.map { $0 * c })
    let loss = WaveletLoss(scaled)

    #expect(loss.perfectReconstruction < 1e-28 && loss.aliasCancellation < 1e-28)
    // One pair alone is free in the first term only.
    let pair = FilterBank<Double>(
      elements: bank.analysisLow.map { $0 * c } + Array(bank.analysisHigh)
        + bank.synthesisLow.map { $0 / c } + Array(bank.synthesisHigh))
    #expect(WaveletLoss(pair).perfectReconstruction < 1e-28)
    #expect(WaveletLoss(pair).aliasCancellation > 0.1)
  }

  @Test func gradientIsASum() {
    var generator = SplitMix64(seed: 1)
    let bank = FilterBank<Double>.random(taps: 6, using: &generator)
    let taps = bank.elements
    var gradient = [Double](repeating: 0, count: taps.count)
    var sums = gradient.mutableSpan
    WaveletLoss.accumulateGradient(of: taps.span, weight: 1, into: &sums)

    // The article's sums, of the residual r of (5) and the differences e0 and e1 of (6).
    let (h0, h1) = (Array(bank.analysisLow), Array(bank.analysisHigh))
    let (f0, f1) = (Array(bank.synthesisLow), Array(bank.synthesisHigh))
    var r = zip(convolution(h0, f0), convolution(h1, f1)).map { $0 + $1 }
    r[5] -= 2
    func sign(_ k: Int) -> Double { k % 2 == 0 ? -1 : 1 }
    let e0 = (0..<6).map { f0[$0] - sign($0) * h1[$0] }
    let e1 = (0..<6).map { f1[$0] + sign($0) * h0[$0] }
    for k in 0..<6 {
      func sum(_ filter: [Double]) -> Double {
        2 * (0..<6).reduce(0) { $0 + r[k + $1] * filter[$1] }
      }
      let expected = [
        sum(f0) + 2 * sign(k) * e1[k], sum(f1) - 2 * sign(k) * e0[k], sum(h0) + 2 * e0[k],
        sum(h1) + 2 * e1[k],
      ]
      for (filter, value) in expected.enumerated() {
        #expect(abs(gradient[6 * filter + k] - value) < 1e-12)
      }
    }
  }
}
