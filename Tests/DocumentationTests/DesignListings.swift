import RealModule
import Testing
import Wavelets

@Suite("Listings: design")
struct DesignListings {
  @Test func responseIsTheProductFilter() {
    let p = 4
    let bank = FilterBank<Double>.daubechies(p)
    // C(p−1+k, k) for k in 0..<p.
    var coefficients = [1.0]
    for k in 1..<p { coefficients.append(coefficients[k - 1] * Double(p - 1 + k) / Double(k)) }
    for frequency in stride(from: 0.0, through: .pi, by: .pi / 64) {
      let y = (1 - Double.cos(frequency)) / 2
      let polynomial = coefficients.reversed().reduce(0) { $0 * y + $1 }
      let magnitude = FilterBank<Double>.magnitude(of: bank.analysisLow, at: frequency)
      #expect(abs(magnitude * magnitude - 2 * Double.pow(1 - y, p) * polynomial) < 1e-13)
    }
  }

  @Test func twoMomentsByHand() {
    let z = 2 - 3.0.squareRoot()
    let product = convolution(convolution([1, 1], [1, 1]), [1, -z])
    let scaling = product.map { $0 * 2.0.squareRoot() / product.reduce(0, +) }

    let bank = FilterBank<Double>.daubechies(2)
    for (tap, expected) in zip(bank.synthesisLow, scaling) { #expect(abs(tap - expected) < 1e-15) }
    #expect(Array(bank.analysisLow) == bank.synthesisLow.reversed())
  }

  @Test func longFiltersAreOrthonormal() {
    let h = Array(FilterBank<Double>.daubechies(38).synthesisLow)
    let error = stride(from: 0, to: h.count, by: 2).map { shift in
      let sum = (shift..<h.count).reduce(0) { $0 + h[$1] * h[$1 - shift] }
      return abs(sum - (shift == 0 ? 1 : 0))
    }.max()!

    #expect(error < 1e-15)
  }

  @Test func phases() {
    let (extremal, symmetric) = (FilterBank<Double>.daubechies(8), FilterBank<Double>.symlet(8))
    for frequency in stride(from: 0.0, through: .pi, by: .pi / 16) {
      let a = FilterBank<Double>.magnitude(of: extremal.analysisLow, at: frequency)
      let b = FilterBank<Double>.magnitude(of: symmetric.analysisLow, at: frequency)
      #expect(abs(a - b) < 1e-13)
    }
    #expect(extremal.analysisLow.first != symmetric.analysisLow.first)
  }
}
