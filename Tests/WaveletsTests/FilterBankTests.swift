import NaiveReference
import Testing
import Wavelets

@Suite("Filter banks")
struct FilterBankTests {
  static let designed =
    (1...38).map { ("db\($0)", $0, FilterBank<Double>.daubechies($0)) }
    + (2...20).map { ("sym\($0)", $0, FilterBank<Double>.symlet($0)) }

  /// ⟨h, h shifted by 2m⟩ is 1 for m = 0, else 0; and low and high are orthogonal at every shift.
  @Test func designedFiltersAreOrthonormal() {
    for (name, moments, bank) in Self.designed {
      #expect(bank.taps == 2 * moments)
      for filters in [
        (Array(bank.analysisLow), Array(bank.analysisHigh)),
        (Array(bank.synthesisLow), Array(bank.synthesisHigh)),
      ] {
        for shift in 0..<moments {
          let low = Array(filters.0.dropFirst(2 * shift))
          let high = Array(filters.1.dropFirst(2 * shift))
          let products = [
            dot(low, filters.0) - (shift == 0 ? 1 : 0), dot(high, filters.1) - (shift == 0 ? 1 : 0),
            dot(low, filters.1), dot(high, filters.0),
          ]
          #expect(products.allSatisfy { abs($0) <= 1e-15 }, "\(name), shift \(shift): \(products)")
        }
      }
    }
  }

  /// A wavelet with p vanishing moments takes polynomials of degree p − 1 to zero.
  @Test func designedFiltersHaveTheirMoments() {
    for (name, moments, bank) in Self.designed {
      for power in 0..<moments {
        let monomial = (0..<2 * moments).map { k in
          (0..<power).reduce(1.0) { value, _ in value * (Double(k) / Double(2 * moments)) }
        }
        let moment = dot(Array(bank.analysisHigh), monomial)
        #expect(abs(moment) <= 1e-14, "\(name), power \(power): \(moment)")
      }
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
