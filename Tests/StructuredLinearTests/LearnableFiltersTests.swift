import AllocationCounter
import Kernels
import LinearAlgebra
import StructuredLinear
import Testing
import Wavelets

@Suite("Wavelet maps with filters learned in other ways")
struct LearnableFiltersTests {
  func map<T: LayerScalar>(
    _ learning: LearnableFilters<T>, inputs: Int = 13, outputs: Int = 20,
    mode: ExtensionMode = .periodization
  ) -> WaveletMap<T> {
    var map = WaveletMap<T>(
      inputs: inputs, outputs: outputs, learning: learning, levels: 2, mode: mode, bias: true)
    map.randomizeParameters(seed: 3)
    return map
  }

  @Test(arguments: ExtensionMode.allCases) func gradients(_ mode: ExtensionMode) throws {
    let bank = FilterBank<Double>.daubechies(3)
    for batch in [1, 5, 17] {
      GradientTests().check(
        map(try .lattice(bank), mode: mode), batch: batch, "lattice, \(mode)")
      GradientTests().check(
        map(try .lifting(bank), mode: mode), batch: batch, "lifting, \(mode)")
      GradientTests().check(map(.freeGeneral(bank), mode: mode), batch: batch, "free, \(mode)")
    }
  }

  @Test(arguments: [2, 4, 6, 12]) func weightCount(_ taps: Int) throws {
    let bank = FilterBank<Float>.haar(paddedTo: taps)
    for mode in ExtensionMode.allCases {
      let map = WaveletMap<Float>(
        inputs: 64, outputs: 64, learning: try .lattice(bank), levels: 3, mode: mode)
      #expect(map.weightCount == 2 * 64 + map.plan.coefficientCount + taps / 2)
      #expect(map.parameters["angles"]?.shape == [taps / 2])
      #expect(map.parameters["angles"]?.role == .filters)
      #expect(map.parameters["filters"] == nil)
      let lifting = WaveletMap<Float>(
        inputs: 64, outputs: 64, learning: try .lifting(bank), levels: 3, mode: mode)
      #expect(lifting.weightCount == 2 * 64 + map.plan.coefficientCount + taps + 1)
      #expect(lifting.parameters["lifting"]?.shape == [taps + 1])
      #expect(lifting.parameters["lifting"]?.role == .filters)
    }
  }

  @Test func latticeStartsAsItsBank() throws {
    let bank = FilterBank<Double>.daubechies(4)
    let lattice = WaveletMap<Double>(
      inputs: 32, outputs: 32, learning: try .lattice(bank), levels: 2, seed: 4)
    let free = WaveletMap<Double>(inputs: 32, outputs: 32, bank: bank, levels: 2, seed: 4)
    #expect(
      lattice.materialized().maximumAbsoluteDifference(from: free.materialized()) <= 1e-13)
    #expect(lattice.auxiliaryLoss == 0)
  }

  @Test func latticeStaysOrthogonal() throws {
    var map = WaveletMap<Double>(
      inputs: 32, outputs: 32, learning: try .lattice(.haar(paddedTo: 8)), levels: 2)
    let angles = map.parameters["angles"]!.range
    let start = map.bank
    for (i, angle) in zip(angles, randomElements(4, seed: 5) as [Double]) {
      map.parameters.values[i] = 3 * angle
    }
    #expect(map.bank != start)
    let matrix = map.materialized()
    let gram = matrix.transposed() * matrix
    #expect(gram.maximumAbsoluteDifference(from: .identity(32)) < 1e-13)
    var gradient = [Double](repeating: 0.5, count: map.parameters.count)
    var span = gradient.mutableSpan
    map.accumulateAuxiliaryGradient(weight: 1, into: &span)
    #expect(gradient.allSatisfy { $0 == 0.5 })
  }

  @Test func liftingReconstructs() throws {
    var map = WaveletMap<Double>(
      inputs: 32, outputs: 32, learning: try .lifting(.haar(paddedTo: 8)), levels: 2)
    for i in map.parameters["lifting"]!.range { map.parameters.values[i] += 0.1 }
    #expect(map.bank.reconstructionError < 1e-13)
    #expect(map.bank != .haar(paddedTo: 8))
    #expect(map.auxiliaryLoss == 0)
  }

  @Test func generalLoss() {
    var generator = SplitMix64(seed: 2)
    let bank = FilterBank<Double>.random(taps: 6, using: &generator)
    let map = WaveletMap<Double>(inputs: 16, outputs: 16, learning: .freeGeneral(bank), levels: 1)
    #expect(map.auxiliaryLoss == GeneralWaveletLoss(bank).total)
    #expect(map.bank == bank)
  }

  @Test(.enabled(if: wavepress_counts_allocations())) func applyAllocatesNothing() throws {
    AllocationTests().check(
      map(try .lattice(FilterBank<Float>.daubechies(3)), inputs: 96), batch: 17, pullback: false,
      "lattice")
  }
}
