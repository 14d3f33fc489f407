import Kernels
import LinearAlgebra
import StructuredLinear
import Testing
import Wavelets

@Suite("Parameters, starts and seeds")
struct ParameterTests {
  @Test func names() {
    var generator = SplitMix64(seed: 0)
    let dense = DenseMap<Float>(inputs: 3, outputs: 2, bias: true, using: &generator)
    #expect(dense.parameters.entries.map(\.name) == ["weight", "bias"])
    #expect(dense.parameters.entries.map(\.shape) == [[2, 3], [2]])
    #expect(dense.parameters.entries.map(\.role) == [.matrix, .bias])

    let wavelet = WaveletMap<Float>(inputs: 8, outputs: 20, levels: 2, bias: true)
    #expect(
      wavelet.parameters.entries.map(\.name) == [
        "filters", "0.input", "0.coefficients", "0.output", "1.input", "1.coefficients", "1.output",
        "2.input", "2.coefficients", "2.output", "bias",
      ])
    #expect(wavelet.parameters["filters"]?.shape == [4, 6])
    #expect(wavelet.parameters["filters"]?.role == .filters)
    #expect(wavelet.parameters["2.output"]?.shape == [4])
    #expect(wavelet.parameters["2.output"]?.role == .diagonal)
    #expect(wavelet.parameters["3.output"] == nil)

    let fastfood = FastfoodMap<Float>(inputs: 5, outputs: 5, bias: true)
    #expect(
      fastfood.parameters.entries.map(\.name) == ["0.input", "0.coefficients", "0.output", "bias"])
    #expect(fastfood.parameters["0.input"]?.shape == [8])
  }

  @Test(arguments: MapKind.allCases) func entriesCoverTheVector(kind: MapKind) {
    let parameters = kind.make(Float.self, inputs: 12).parameters
    var end = 0
    for entry in parameters.entries {
      #expect(entry.range.lowerBound == end)
      #expect(entry.range.count == entry.shape.reduce(1, *))
      #expect(parameters[entry.name] == entry)
      end = entry.range.upperBound
    }
    #expect(end == parameters.values.count)
    #expect(end == parameters.count)
    #expect(Set(parameters.entries.map(\.name)).count == parameters.entries.count)
  }

  /// Every parameter of a square layer has an effect. (Where outputs are cut off, some have none.)
  @Test(arguments: [
    MapKind.dense, .denseWithBias, .waveletPeriodic, .waveletZero, .fastfood, .lowRank,
  ])
  func valuesChangeApply(kind: MapKind) {
    let workspace = Workspace<Double>(threads: 1)
    func check(_ map: some LinearMap<Double>) {
      let x: [Double] = randomElements(map.inputCount, seed: 61)
      let before = map.outputs(x, batch: 1, workspace)
      var changed = map
      for entry in map.parameters.entries {
        for i in entry.range {
          changed.parameters = map.parameters
          changed.parameters.values[i] += 0.5
          let same = changed.outputs(x, batch: 1, workspace) == before
          #expect(!same, "\(entry.name) at \(i)")
        }
      }
      #expect(map.outputs(x, batch: 1, workspace) == before, "copies are independent")
    }
    // A power of two, as coefficients and diagonals of padding have no effect either.
    check(kind.make(Double.self, inputs: 16, levels: 2))
  }

  @Test func startsAsOnes() {
    let map = WaveletMap<Float>(inputs: 16, outputs: 40, levels: 2, bias: true)
    for entry in map.parameters.entries {
      let values = map.parameters.values[entry.range]
      switch entry.role {
      case .diagonal: #expect(values.allSatisfy { $0 == 1 })
      case .bias: #expect(values.allSatisfy { $0 == 0 })
      default: #expect(Array(values) == FilterBank<Float>.haar(paddedTo: 6).elements)
      }
    }
  }

  /// `W⁻¹ Π W` and `H Π H` of orthogonal transforms are orthogonal.
  @Test func startsOrthogonal() {
    let wavelet = WaveletMap<Double>(inputs: 64, outputs: 64, bank: .daubechies(3), levels: 3)
    let fastfood = FastfoodMap<Double>(inputs: 64, outputs: 64)
    for matrix in [wavelet.materialized(), fastfood.materialized()] {
      let gram = matrix.transposed() * matrix
      #expect(gram.maximumAbsoluteDifference(from: .identity(64)) < 1e-13)
    }
  }

  @Test func waveletLossStartsAtZero() {
    #expect(WaveletMap<Double>(inputs: 32, outputs: 32).auxiliaryLoss < 1e-30)
    #expect(WaveletMap<Float>(inputs: 32, outputs: 32).auxiliaryLoss < 1e-12)
    let db4 = WaveletMap<Double>(inputs: 32, outputs: 32, bank: .daubechies(4), levels: 2)
    #expect(db4.auxiliaryLoss < 1e-28)
    var generator = SplitMix64(seed: 1)
    let random = FilterBank<Double>.random(taps: 6, using: &generator)
    let map = WaveletMap(inputs: 32, outputs: 32, bank: random, levels: 2)
    #expect(map.auxiliaryLoss > 0.1)
    #expect(map.bank == random)
  }

  @Test func seedFixesPermutations() {
    func wavelet(_ seed: UInt64) -> WaveletMap<Float> {
      WaveletMap(inputs: 32, outputs: 70, levels: 3, seed: seed)
    }
    #expect(wavelet(1).permutations == wavelet(1).permutations)
    #expect(wavelet(1).permutations != wavelet(2).permutations)
    #expect(Set(wavelet(1).permutations.map(\.indices)).count == 3, "each block has its own")
    func fastfood(_ seed: UInt64) -> FastfoodMap<Float> {
      FastfoodMap(inputs: 30, outputs: 70, seed: seed)
    }
    #expect(fastfood(1).permutations == fastfood(1).permutations)
    #expect(fastfood(1).permutations != fastfood(2).permutations)
    #expect(Set(fastfood(1).permutations.map(\.indices)).count == 3)
  }

  @Test func calls() {
    let map = FastfoodMap<Float>(inputs: 5, outputs: 3, bias: true)
    let x: [Float] = randomElements(20, seed: 62)
    let workspace = Workspace<Float>(threads: 1)
    let expected = map.outputs(x, batch: 4, workspace)
    #expect(map(x, workspace: workspace) == expected)
    #expect(
      map(Matrix(rows: 4, columns: 5, elements: x), workspace: workspace)
        == Matrix(rows: 4, columns: 3, elements: expected))
    #expect(map([], workspace: workspace) == [])
  }
}
