import Kernels
import LinearAlgebra
import StructuredLinear
import Testing
import Wavelets

@Suite("Listings: the compressed layer")
struct CompressedLayerListings {
  @Test func layerIsTheProduct() {
    let layer = WaveletMap<Double>(
      inputs: 64, outputs: 64, bank: .daubechies(3), levels: 3, seed: 7)
    let transform = WaveletTransform(
      layer.bank, length: layer.plan.length, levels: layer.plan.levels, mode: layer.plan.mode)
    let (analysis, synthesis) = (matrices(transform)[0], matrices(transform)[1])
    func diagonal(_ name: String) -> Matrix<Double> {
      .diagonal(Array(layer.parameters.values[layer.parameters[name]!.range]))
    }
    var permutation = Matrix<Double>(rows: 64, columns: 64, repeating: 0)
    for (row, column) in layer.permutations[0].indices.enumerated() {
      permutation[row, Int(column)] = 1
    }
    let product =
      diagonal("0.output") * synthesis * diagonal("0.coefficients") * permutation * analysis
      * diagonal("0.input")

    #expect(layer.materialized().maximumAbsoluteDifference(from: product) < 1e-14)
    // It starts orthogonal.
    let w = layer.materialized()
    #expect((w * w.transposed()).maximumAbsoluteDifference(from: .identity(64)) < 1e-13)
  }

  @Test func weightCounts() {
    let periodic = WaveletMap<Float>(inputs: 512, outputs: 512, levels: 8)
    let zero = WaveletMap<Float>(inputs: 512, outputs: 512, levels: 8, mode: .zero)
    let wide = WaveletMap<Float>(inputs: 100, outputs: 300, levels: 3)
    let narrow = WaveletMap<Float>(inputs: 100, outputs: 10, levels: 3)
    let counts = [periodic, zero, wide, narrow].map(\.weightCount)

    #expect(counts == [1560, 1593, 936, 238])
    #expect(wide.plan.length == 104 && wide.permutations.count == 3)
    #expect(FastfoodMap<Float>(inputs: 512, outputs: 512).weightCount == 1536)
    #expect(FastfoodMap<Float>(inputs: 800, outputs: 800).length == 1024)
    #expect(FastfoodMap<Float>(inputs: 800, outputs: 800).weightCount == 2848)
    #expect(DenseMap<Float>(.identity(512)).weightCount == 262_144)
  }

  @Test func severalPermutations() {
    let richer = WaveletMap<Float>(inputs: 512, outputs: 512, levels: 8, terms: 16)
    let weights = richer.weightCount

    #expect(weights == 9240 && weights == 1560 + 15 * 512)
    #expect(512 * 512 / weights == 28)
  }

  @Test func fastfoodStartsOrthogonal() {
    let fastfood = FastfoodMap<Double>(inputs: 64, outputs: 64)
    let w = fastfood.materialized()
    let orthogonality = (w * w.transposed()).maximumAbsoluteDifference(from: .identity(64))

    #expect(orthogonality < 1e-14)
  }

  @Test func pullback() {
    let layer = WaveletMap<Double>(inputs: 64, outputs: 64, bank: .daubechies(3), levels: 3)
    let x = (0..<64).map { Double($0 % 5) - 2 }
    let dy = (0..<64).map { Double($0 % 3) - 1 }

    var inputGradient = [Double](repeating: 0, count: 64)
    var gradient = [Double](repeating: 0, count: layer.weightCount)
    var dx = inputGradient.mutableSpan
    var dw = gradient.mutableSpan
    layer.pullback(
      x.span, outputGradient: dy.span, inputGradient: &dx, parameterGradient: &dw, batch: 1,
      workspace: Workspace())
    dw = gradient.mutableSpan
    layer.accumulateAuxiliaryGradient(weight: 1, into: &dw)

    let w = layer.materialized()
    for i in 0..<64 {
      let expected = (0..<64).reduce(0) { $0 + w[$1, i] * dy[$1] }
      #expect(abs(inputGradient[i] - expected) < 1e-13)
    }
    // D is at one: its gradient is the output times its slope.
    let y = layer(x)
    let output = layer.parameters["0.output"]!.range
    for (i, index) in output.enumerated() { #expect(abs(gradient[index] - y[i] * dy[i]) < 1e-13) }
  }
}
