import NaiveReference
import Testing
import Wavelets

@Suite("Filter banks")
struct FilterBankTests {
  /// Synthesis undoes analysis: ⟨f, h backwards shifted by 2m⟩ is 1 for m = 0, else 0, and likewise
  /// for the high-pass filters; low against high is 0 at every shift.
  @Test func catalogueReconstructs() {
    for wavelet in Wavelet.all where wavelet.family != .discreteMeyer {
      let bank = FilterBank<Double>(wavelet)
      let analysis = [bank.analysisLow, bank.analysisHigh].map { Array($0.reversed()) }
      let synthesis = [bank.synthesisLow, bank.synthesisHigh].map { Array($0) }
      // Coiflets are as accurate as they were published, the others as they are rounded.
      let bound = wavelet.family == .coiflet ? 1e-13 : 2e-15
      for (i, h) in analysis.enumerated() {
        for (j, f) in synthesis.enumerated() {
          for shift in 0..<bank.taps / 2 {
            let expected = i == j && shift == 0 ? 1.0 : 0
            let products = [
              dot(Array(h.dropFirst(2 * shift)), f), dot(Array(f.dropFirst(2 * shift)), h),
            ]
            #expect(
              products.allSatisfy { abs($0 - expected) <= bound },
              "\(wavelet), filters \(i) and \(j), shift \(shift): \(products)")
          }
        }
      }
    }
  }

  /// A wavelet with p vanishing moments takes polynomials of degree p − 1 to zero, and none of
  /// degree p.
  @Test func catalogueHasItsMoments() {
    for wavelet in Wavelet.all {
      guard let moments = wavelet.vanishingMoments else { continue }
      let bank = FilterBank<Double>(wavelet)
      func moment(_ power: Int) -> Double {
        let monomial = (0..<bank.taps).map { k in
          (0..<power).reduce(1.0) { value, _ in value * (Double(k) / Double(bank.taps)) }
        }
        return dot(Array(bank.analysisHigh), monomial)
      }
      for power in 0..<moments {
        #expect(abs(moment(power)) <= 1e-13, "\(wavelet), power \(power): \(moment(power))")
      }
      // Beyond, high moments are below rounding.
      if moments <= 6 { #expect(abs(moment(moments)) >= 1e-8, "\(wavelet)") }
    }
  }

  @Test func paddedHaar() {
    let half = 0.5.squareRoot()
    let bank = FilterBank<Double>.haar(paddedTo: 6)
    #expect(Array(bank.analysisLow) == [0, 0, half, half, 0, 0])
    #expect(Array(bank.analysisHigh) == [0, 0, -half, half, 0, 0])
    #expect(Array(bank.synthesisLow) == [0, 0, half, half, 0, 0])
    #expect(Array(bank.synthesisHigh) == [0, 0, half, -half, 0, 0])
    #expect(FilterBank<Double>.haar == .haar(paddedTo: 2))
    #expect(FilterBank<Float>.haar.taps == 2)
  }

  @Test func randomIsReproducible() {
    var first = SplitMix64(seed: 1)
    var second = SplitMix64(seed: 1)
    let bank = FilterBank<Float>.random(taps: 20, using: &first)
    #expect(bank == .random(taps: 20, using: &second))
    #expect(bank.taps == 20 && bank.elements.count == 80)
    #expect(bank.elements.allSatisfy { abs($0) <= 1 })
    #expect(bank.elements.contains { $0 < -0.5 } && bank.elements.contains { $0 > 0.5 })
  }

  @Test func fromFourFilters() throws {
    let bank = try FilterBank<Double>(
      analysisLow: [1, 2], analysisHigh: [3, 4], synthesisLow: [5, 6], synthesisHigh: [7, 8])
    #expect(bank.elements == [1, 2, 3, 4, 5, 6, 7, 8])
    #expect(bank == FilterBank(elements: [1, 2, 3, 4, 5, 6, 7, 8]))
    #expect(Array(bank.analysisHigh) == [3, 4] && Array(bank.synthesisLow) == [5, 6])
  }

  @Test func highPassFromLowPass() throws {
    let bank = try FilterBank<Double>(analysisLow: [1, 2, 3, 4], synthesisLow: [5, 6, 7, 8])
    #expect(Array(bank.analysisHigh) == [-5, 6, -7, 8])
    #expect(Array(bank.synthesisHigh) == [1, -2, 3, -4])
    #expect(WaveletLoss(bank).aliasCancellation == 0)
  }

  @Test func unequalLengths() throws {
    let error = #expect(throws: FilterBankError.unequalLengths([2, 4, 2, 2])) {
      try FilterBank<Float>(
        analysisLow: [1, 2], analysisHigh: [1, 2, 3, 4], synthesisLow: [1, 2],
        synthesisHigh: [1, 2])
    }
    #expect("\(try #require(error))" == "filters of 2, 4, 2, 2 taps: a bank needs four equal")
  }

  @Test(arguments: [0, 1, 3])
  func oddLengths(_ taps: Int) throws {
    let filter = [Float](repeating: 1, count: taps)
    let error = #expect(throws: FilterBankError.oddLength(taps)) {
      try FilterBank<Float>(analysisLow: filter, synthesisLow: filter)
    }
    #expect(
      "\(try #require(error))" == "filters of \(taps) taps: a bank needs an even number, at least 2"
    )
  }
}
