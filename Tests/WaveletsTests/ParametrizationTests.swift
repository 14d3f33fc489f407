import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("Filter parametrisations")
struct ParametrizationTests {
  static let parametrizations: [any FilterParametrization<Double>] = [2, 4, 6, 12, 20].flatMap {
    [
      FreeFilters<Double>(taps: $0), FreeFilters<Double>(taps: $0, aliasCondition: .general),
      LatticeFilters<Double>(taps: $0),
      try! LiftingFilters<Double>(.haar(paddedTo: $0)),
    ] as [any FilterParametrization<Double>]
  }

  /// Central differences of a function that is smooth: the error is h² times its third derivative.
  func differences(_ x: [Double], _ f: ([Double]) -> Double) -> [Double] {
    let h = 1e-5
    return x.indices.map { i in
      let values = [h, -h].map { step in
        var moved = x
        moved[i] += step
        return f(moved)
      }
      return (values[0] - values[1]) / (2 * h)
    }
  }

  @Test(arguments: Self.parametrizations.indices) func gradients(_ index: Int) {
    func check(_ one: some FilterParametrization<Double>) {
      let x = randomNumbers(one.count, seed: index)
      let dy = randomNumbers(4 * one.taps, seed: 1)
      let before = randomNumbers(one.count, seed: 2)
      var gradient = before
      var span = gradient.mutableSpan
      one.pullback(x.span, tapGradient: dy.span, into: &span)
      let expected = differences(x) {
        zip(one.bank($0).elements, dy).reduce(0) { $0 + $1.0 * $1.1 }
      }
      #expect(expected.contains { abs($0) > 0.01 })
      #expect(relativeError(gradient, zip(before, expected).map { $0 + $1 }) <= 1e-8)

      gradient = before
      span = gradient.mutableSpan
      one.accumulateAuxiliaryGradient(x.span, weight: 0.7, into: &span)
      let slopes = differences(x) { one.auxiliaryLoss($0.span) }
      #expect(relativeError(gradient, zip(before, slopes).map { $0 + 0.7 * $1 }) <= 1e-8)
      #expect(slopes.contains { $0 != 0 } == one.isIdentity)
    }
    check(Self.parametrizations[index])
  }

  @Test func latticeOfOrthogonalWavelets() throws {
    let names =
      ["haar"] + (1...22).map { "db\($0)" } + (2...20).map { "sym\($0)" }
      + (1...11).map { "coif\($0)" }
    for name in names {
      let bank = FilterBank<Double>(try Wavelet(name))
      let lattice = LatticeFilters<Double>(taps: bank.taps)
      guard let angles = try? lattice.parameters(of: bank) else {
        Issue.record("\(name)")
        continue
      }
      #expect(angles.count == bank.taps / 2)
      let back = lattice.bank(angles)
      #expect(back.reconstructionError <= 1e-14, "\(name)")
      let error = zip(back.elements, bank.elements).map { abs($0 - $1) }.max()!
      #expect(error <= 1e-10, "\(name)")
      guard bank.taps <= 20 else { continue }
      let narrow = FilterBank<Float>(try Wavelet(name))
      let single = LatticeFilters<Float>(taps: narrow.taps)
      guard let singleAngles = try? single.parameters(of: narrow) else {
        Issue.record("\(name) in Float")
        continue
      }
      let singleBack = single.bank(singleAngles)
      #expect(zip(singleBack.elements, narrow.elements).allSatisfy { abs($0 - $1) <= 1e-5 })
    }
  }

  @Test(arguments: [2, 4, 6, 8, 14]) func latticeOfPaddedHaar(_ taps: Int) throws {
    let bank = FilterBank<Double>.haar(paddedTo: taps)
    let lattice = LatticeFilters<Double>(taps: taps)
    let back = try lattice.bank(lattice.parameters(of: bank))
    #expect(zip(back.elements, bank.elements).allSatisfy { abs($0 - $1) <= 1e-15 })
  }

  @Test func latticeRefusesOtherBanks() throws {
    var refused = 0
    for name in ["bior2.2", "bior4.4", "rbio3.1", "bior5.5"] {
      let bank = FilterBank<Double>(try Wavelet(name))
      do { _ = try LearnableFilters.lattice(bank) } catch {
        refused += 1
        guard case .notOrthogonal(let distance) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(distance > 1e-3)
        #expect(error.description.hasPrefix("a bank that is not orthogonal"))
      }
    }
    #expect(refused == 4)
    #expect(throws: FilterConversionError.taps(expected: 4, found: 6)) {
      try LatticeFilters<Double>(taps: 4).parameters(of: .daubechies(3))
    }
    #expect(throws: FilterConversionError.taps(expected: 6, found: 4)) {
      try FreeFilters<Double>(taps: 6).parameters(of: .daubechies(2))
    }
  }

  @Test func generalLossVanishesOnWavelets() {
    for wavelet in Wavelet.all where wavelet.family != .discreteMeyer {
      let loss = GeneralWaveletLoss(FilterBank<Double>(wavelet))
      #expect(loss.perfectReconstruction <= 1e-22, "\(wavelet)")
      #expect(loss.aliasCancellation <= 1e-26, "\(wavelet)")
    }
  }

  /// What equation 6 refuses and equation 4 allows: both pairs scaled each by its own factor.
  @Test func generalLossAllowsScaledPairs() throws {
    let bank = FilterBank<Double>.daubechies(3)
    let scaled = try FilterBank(
      analysisLow: bank.analysisLow.map { 2 * $0 }, analysisHigh: bank.analysisHigh.map { 3 * $0 },
      synthesisLow: bank.synthesisLow.map { $0 / 2 },
      synthesisHigh: bank.synthesisHigh.map { $0 / 3 })
    #expect(GeneralWaveletLoss(scaled).total <= 1e-26)
    #expect(WaveletLoss(scaled).total > 0.1)
    let wrong = FilterBank<Double>(elements: bank.elements.map { -$0 } + [])
    #expect(GeneralWaveletLoss(wrong).total <= 1e-26, "signs of both sides cancel")
    let alias = try FilterBank(
      analysisLow: bank.analysisLow, analysisHigh: bank.analysisHigh,
      synthesisLow: bank.synthesisLow, synthesisHigh: bank.synthesisHigh.map { -$0 })
    #expect(GeneralWaveletLoss(alias).aliasCancellation > 0.1)
  }

  /// 1,000 steps of the same random gradients, by SGD.
  @Test(arguments: [4, 6, 12]) func someReconstructWhereFreeFiltersDrift(_ taps: Int) throws {
    let bank = FilterBank<Double>.daubechies(taps / 2)
    let learned = [try LearnableFilters.lattice(bank), try .lifting(bank), .free(bank)].map {
      filters in
      var x = filters.start
      func walk(_ one: some FilterParametrization<Double>) -> FilterBank<Double> {
        for step in 0..<1000 {
          let dy = randomNumbers(4 * taps, seed: step)
          var gradient = [Double](repeating: 0, count: x.count)
          var span = gradient.mutableSpan
          one.pullback(x.span, tapGradient: dy.span, into: &span)
          for i in x.indices { x[i] -= 0.01 * gradient[i] }
        }
        return one.bank(x)
      }
      return walk(filters.parametrization)
    }
    for exact in learned[..<2] {
      let moved = zip(exact.elements, bank.elements).map { abs($0 - $1) }.max()!
      #expect(moved > 0.05)
      #expect(exact.reconstructionError < 1e-12)
      #expect(WaveletLoss(exact).total < 1e-24)
    }
    #expect(learned[2].reconstructionError > 1e-3)
  }

  @Test func conditionNumbers() throws {
    for name in ["haar", "db2", "db10", "sym8", "coif3"] {
      let bank = FilterBank<Double>(try Wavelet(name))
      for (length, levels) in [(64, 1), (64, 6), (100, 2), (8, 3)] {
        let number = try bank.conditionNumber(length: length, levels: levels)
        #expect(abs(number - 1) <= 1e-10, "\(name), \(length)")
      }
    }
    for name in ["bior2.2", "bior4.4", "rbio3.1"] {
      let bank = FilterBank<Double>(try Wavelet(name))
      let numbers = try [1, 3].map { try bank.conditionNumber(length: 64, levels: $0) }
      #expect(numbers[0] > 1.05 && numbers[1] > numbers[0], "\(name)")
    }
    for mode in ExtensionMode.allCases {
      let matrix = FilterBank<Double>.daubechies(3).analysisMatrix(
        length: 32, levels: 2, mode: mode)
      #expect(matrix.columns == 32 && matrix.rows >= 32, "\(mode)")
    }
  }
}
