import Kernels
import RealModule
import StructuredLinear
import Testing
import Wavelets

@Suite("Listings: parametrisations")
struct ParametrisationsListings {
  func lattice(_ angles: [Double]) throws -> FilterBank<Double> {
    var low = [Double.cos(angles[0]), Double.sin(angles[0])]
    var high = [-Double.sin(angles[0]), Double.cos(angles[0])]
    for angle in angles.dropFirst() {
      let (c, s) = (Double.cos(angle), Double.sin(angle))
      let (a, b) = (low + [0, 0], [0, 0] + high)
      low = zip(a, b).map { c * $0 + s * $1 }
      high = zip(a, b).map { c * $1 - s * $0 }
    }
    let bank = try FilterBank<Double>(analysisLow: low, synthesisLow: low.reversed())
    // The recursion's high-pass filter is the bank's.
    #expect(zip(high, bank.analysisHigh).allSatisfy { abs($0 - $1) < 1e-14 })
    let learned = LatticeFilters<Double>(taps: 2 * angles.count)
      .bank([angles[0]] + angles.dropFirst().map { -$0 })
    #expect(zip(learned.synthesisLow, low).allSatisfy { abs($0 - $1) < 1e-14 })
    return bank
  }

  @Test func latticeReconstructs() throws {
    var generator = SplitMix64(seed: 2)
    for count in 1...8 {
      let angles = (0..<count).map { _ in Double.random(in: -4...4, using: &generator) }
      let bank = try lattice(angles)
      #expect(bank.taps == 2 * count)
      #expect(WaveletLoss(bank).total < 1e-28)
    }
    // Angles that add up to π/4 let constants into the low band alone.
    let bank = try lattice([0.3, 1.1, .pi / 4 - 1.4])
    #expect(abs(bank.analysisLow.reduce(0, +) - 2.0.squareRoot()) < 1e-15)
    #expect(abs(bank.analysisHigh.reduce(0, +)) < 1e-15)
    // db2's.
    let second = try lattice([.pi / 3, -.pi / 12])
    let known = FilterBank<Double>.daubechies(2)
    #expect(
      zip(second.elements, known.elements).allSatisfy { abs($0 - $1) < 1e-15 }
        || zip(second.synthesisLow, known.analysisLow).allSatisfy { abs($0 - $1) < 1e-15 })
  }

  @Test func liftingCoefficientsAreFree() throws {
    let db3 = FilterBank<Double>.daubechies(3)
    let lifting = try LiftingFilters(db3)
    var coefficients = try lifting.parameters(of: db3)
    for i in coefficients.indices { coefficients[i] += 0.1 }
    let learned = lifting.bank(coefficients)
    #expect(learned.reconstructionError < 1e-14)
    #expect(zip(learned.elements, db3.elements).contains { abs($0 - $1) > 0.05 })
  }

  @Test func liftingIsTheTransform() throws {
    let signal: [Double] = [3, 1, 4, 1, 5, 9, 2, 6]
    var even = stride(from: 0, to: 8, by: 2).map { signal[$0] }
    var odd = stride(from: 1, to: 8, by: 2).map { signal[$0] }
    // Analysis: predict the odd samples, then update the even ones.
    for k in 0..<4 { odd[k] -= (even[k] + even[(k + 1) % 4]) / 2 }
    for k in 0..<4 { even[k] += (odd[(k + 3) % 4] + odd[k]) / 4 }
    let (low, high) = (even, odd)
    // Synthesis: the same steps backwards, with signs changed.
    for k in 0..<4 { even[k] -= (odd[(k + 3) % 4] + odd[k]) / 4 }
    for k in 0..<4 { odd[k] += (even[k] + even[(k + 1) % 4]) / 2 }

    #expect(even == [3, 4, 5, 2] && odd == [1, 1, 9, 6])
    let transform = WaveletTransform(
      FilterBank<Double>(try Wavelet("bior2.2")), length: 8, levels: 1)
    var coefficients = [Double](repeating: 0, count: 8)
    var output = coefficients.mutableSpan
    transform.analysis(signal.span, into: &output, batch: 1, workspace: Workspace())
    for k in 0..<4 {
      #expect(abs(coefficients[k] - low[k] * 2.0.squareRoot()) < 1e-14)
      #expect(abs(coefficients[4 + k] + high[k] / 2.0.squareRoot()) < 1e-14)
    }
  }
}
