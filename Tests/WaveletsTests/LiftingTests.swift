import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("Lifting steps")
struct LiftingTests {
  func difference<T: KernelScalar>(_ a: FilterBank<T>, _ b: FilterBank<T>) -> Double {
    zip(a.elements, b.elements).map { abs(Double($0 - $1)) }.max()!
  }

  /// The steps of a bank and how far their taps are from its, as a share of the largest.
  func convert<T: KernelScalar>(_ bank: FilterBank<T>) -> (count: Int, error: Double)? {
    func convert(_ one: some FilterParametrization<T>, _ start: [T]) -> (Int, Double) {
      let largest = bank.elements.map { abs(Double($0)) }.max()!
      return (one.count, difference(one.bank(start), bank) / largest)
    }
    guard let filters = try? LearnableFilters.lifting(bank) else { return nil }
    return convert(filters.parametrization, filters.start)
  }

  /// The wavelets that have lifting steps in Double; in Float, those of no more than 32 taps.
  static let names =
    ["haar"] + (1...28).map { "db\($0)" } + (2...20).map { "sym\($0)" }
    + (1...11).map { "coif\($0)" }
    + Wavelet.all.map(\.name).filter { $0.hasPrefix("bior") || $0.hasPrefix("rbio") }

  @Test func wavelets() throws {
    #expect(Self.names.count == 89)
    for name in Self.names {
      let wavelet = try Wavelet(name)
      let bank = FilterBank<Double>(wavelet)
      guard let steps = convert(bank) else {
        Issue.record("\(name)")
        continue
      }
      #expect(steps.error <= 1e-12, "\(name)")
      // A determinant of L − 1 coefficients leaves L + 1 of the 2L analysis taps free.
      let isOrthogonal = wavelet.isOrthogonal
      #expect(isOrthogonal ? steps.count == bank.taps + 1 : steps.count <= bank.taps + 1, "\(name)")
      guard bank.taps <= 32 else { continue }
      guard let narrow = convert(FilterBank<Float>(wavelet)) else {
        Issue.record("\(name) in Float")
        continue
      }
      #expect(narrow.error <= 1e-5, "\(name) in Float")
    }
  }

  /// What is too long, does not reconstruct, or reconstructs with another scale.
  @Test func refusals() throws {
    var generator = SplitMix64(seed: 2)
    let db3 = FilterBank<Double>.daubechies(3)
    let banks = [
      FilterBank<Double>(try Wavelet("db38")), FilterBank<Double>(try Wavelet("coif17")),
      FilterBank<Double>(try Wavelet("dmey")), .random(taps: 6, using: &generator),
      FilterBank(elements: db3.elements.map { 1.001 * $0 }),
      FilterBank(elements: db3.elements.map { $0 * .nan }),
      FilterBank(elements: [Double](repeating: 0, count: 16)),
    ]
    for bank in banks {
      do {
        _ = try LearnableFilters.lifting(bank)
        Issue.record("\(bank.taps)")
      } catch {
        guard case .noLifting(bank.taps, let distance) = error else {
          Issue.record("\(error)")
          continue
        }
        #expect(distance > 1e-12)
        #expect(error.description.hasPrefix("filters of \(bank.taps) taps that do not reconstruct"))
      }
    }
    let lifting = try LiftingFilters(db3)
    #expect(throws: FilterConversionError.taps(expected: 6, found: 4)) {
      try lifting.parameters(of: .daubechies(2))
    }
    #expect(throws: FilterConversionError.otherSteps(taps: 6)) {
      try lifting.parameters(of: FilterBank(Wavelet("bior2.2")))
    }
    #expect(try difference(lifting.bank(lifting.parameters(of: db3)), db3) <= 1e-15)
  }

  /// Also where only taps are not numbers that the search does not look at.
  @Test(arguments: [0, 8, 15]) func notNumbers(_ first: Int) throws {
    var taps = FilterBank<Double>.daubechies(2).elements
    for i in first..<16 { taps[i] = .nan }
    let bank = FilterBank(elements: taps)
    #expect(bank.reconstructionError.isNaN)
    #expect(throws: FilterConversionError.self) { try LearnableFilters.lifting(bank) }
    #expect(throws: FilterConversionError.self) { try LearnableFilters.lattice(bank) }
  }

  /// Haar's two taps, with room for as many coefficients as a Daubechies wavelet of that length has.
  @Test(arguments: [2, 4, 6, 8, 10, 16]) func paddedHaar(_ taps: Int) throws {
    let bank = FilterBank<Double>.haar(paddedTo: taps)
    let lifting = try LiftingFilters(bank)
    var parameters = try lifting.parameters(of: bank)
    #expect(lifting.count == taps + 1)
    #expect(difference(lifting.bank(parameters), bank) <= 2e-16)
    for i in parameters.indices { parameters[i] += 0.1 + 0.01 * Double(i) }
    let moved = lifting.bank(parameters)
    #expect(moved.elements.allSatisfy { abs($0) > 1e-12 }, "all taps can be reached")
    #expect(moved.reconstructionError <= 1e-13)
  }

  /// bior2.2's predict and update steps, 1/2 and 1/4 of both neighbours, and its scale √2.
  @Test func knownSteps() throws {
    let lifting = try LiftingFilters(FilterBank<Double>(Wavelet("bior2.2")))
    let coefficients = try lifting.parameters(of: FilterBank(Wavelet("bior2.2")))
    for value in [-0.5, 0.25] {
      #expect(coefficients.dropLast().count { abs(abs($0) - abs(value)) <= 1e-15 } == 2, "\(value)")
    }
    #expect(abs(abs(coefficients.last!) - 0.346_573_590_279_972_65) <= 1e-15)
  }

  /// Any coefficients reconstruct any signal: analysis, then synthesis.
  @Test(arguments: [2, 4, 6, 12]) func anyCoefficientsReconstruct(_ taps: Int) throws {
    let lifting = try LiftingFilters(FilterBank<Double>.haar(paddedTo: taps))
    for seed in 0..<20 {
      let bank = lifting.bank(randomNumbers(lifting.count, seed: seed))
      let size = bank.elements.map { abs($0) }.max()!
      #expect(bank.reconstructionError <= 1e-14 * size * size)
      let transform = WaveletTransform(bank, length: 24, levels: 1)
      let signal = randomNumbers(24, seed: seed)
      var coefficients = [Double](repeating: 0, count: transform.coefficientCount)
      var back = signal.map { _ in 0.0 }
      var span = coefficients.mutableSpan
      transform.analysis(signal.span, into: &span, batch: 1, workspace: Workspace())
      span = back.mutableSpan
      transform.synthesis(coefficients.span, into: &span, batch: 1, workspace: Workspace())
      #expect(zip(back, signal).allSatisfy { abs($0 - $1) <= 1e-12 * size * size })
    }
  }

  @Test func schemes() async {
    let steps = [
      LiftingScheme.Step(target: .even, shifts: 0...0),
      LiftingScheme.Step(target: .odd, shifts: -1...0),
    ]
    let scheme = LiftingScheme(taps: 6, steps: steps)
    #expect(scheme.parameterCount == 4)
    let bank = LiftingFilters<Double>(scheme).bank([0.3, 0.7, -0.4, 0.1])
    #expect(bank.reconstructionError <= 1e-15)
    // With equation 6's signs.
    #expect(WaveletLoss(bank).aliasCancellation == 0)
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = LiftingScheme(taps: 6, steps: [.init(target: .even, shifts: 0...3)])
    }
    expectMessage(result, "Lifting steps that lead out of filters of 6 taps")
  }
}
