import Kernels
import StructuredLinear
import Testing
import Wavelets

@Suite("Exact numbers of weights")
struct WeightCountTests {
  func dense(_ inputs: Int, _ outputs: Int, bias: Bool) -> Int {
    var generator = SplitMix64(seed: 0)
    return DenseMap<Float>(inputs: inputs, outputs: outputs, bias: bias, using: &generator)
      .weightCount
  }

  func wavelet(_ n: Int, taps: Int, levels: Int, _ mode: ExtensionMode) -> WaveletMap<Float> {
    WaveletMap(inputs: n, outputs: n, bank: .haar(paddedTo: taps), levels: levels, mode: mode)
  }

  /// The weights of a convolution layer with bias, which LeNet has two of.
  func convolution(inputs: Int, outputs: Int, size: Int) -> Int {
    outputs * inputs * size * size + outputs
  }

  @Test func denseLayer() {
    #expect(dense(512, 512, bias: false) == 262_144)
    #expect(dense(7, 3, bias: true) == 24)
  }

  /// The published recurrent layers; g is the number of coefficients.
  @Test func waveletLayer() {
    let haar = wavelet(512, taps: 6, levels: 8, .zero)
    #expect(haar.plan.coefficientCount == 545)
    #expect(haar.weightCount == 1593)
    let db6 = wavelet(512, taps: 12, levels: 8, .zero)
    #expect(db6.plan.coefficientCount == 594)
    #expect(db6.weightCount == 1024 + 594 + 48)
    #expect(wavelet(1024, taps: 6, levels: 6, .periodization).weightCount == 3 * 1024 + 24)
  }

  /// A permutation more has a factor for each coefficient, and changes nothing until it is learned.
  @Test func waveletLayerOfSeveralPermutations() {
    let one = WaveletMap<Float>(inputs: 64, outputs: 96, levels: 3, seed: 4)
    let five = WaveletMap<Float>(inputs: 64, outputs: 96, levels: 3, terms: 5, seed: 4)
    #expect(five.weightCount == one.weightCount + 2 * 4 * 64)
    #expect(one.permutations.count == 2 && five.permutations.count == 10)
    #expect(five.parameters["1.coefficients"]?.shape == [64, 5])
    #expect(one.parameters["1.coefficients"]?.shape == [64])
    #expect(Set(five.permutations.map(\.indices)).count == 10)
    let first = five.parameters["0.coefficients"]!.range.map { five.parameters.values[$0] }
    #expect(first == (0..<320).map { $0 % 5 == 0 ? 1 : 0 })
  }

  @Test(arguments: [1, 5, 16, 33, 64, 100], ExtensionMode.allCases)
  func waveletFormula(n: Int, mode: ExtensionMode) {
    for taps in [2, 6, 20] {
      for levels in 1...8 {
        // g = Σ n_l + n_J.
        var length = mode == .periodization ? ((n + (1 << levels) - 1) >> levels) << levels : n
        var g = 0
        for _ in 0..<levels {
          length = mode == .periodization ? length / 2 : (length + taps - 1) / 2
          g += length
        }
        g += length
        #expect(wavelet(n, taps: taps, levels: levels, mode).weightCount == 2 * n + g + 4 * taps)
      }
    }
  }

  /// Blocks share the filters; the last diagonal has an entry for each output that is kept.
  @Test func rectangularWavelet() {
    let wide = WaveletMap<Float>(inputs: 64, outputs: 150, levels: 3, bias: true)
    #expect(wide.weightCount == 24 + 3 * (64 + 64) + 150 + 150)
    let narrow = WaveletMap<Float>(inputs: 64, outputs: 10, levels: 3)
    #expect(narrow.weightCount == 24 + 64 + 64 + 10)
  }

  @Test func fastfoodLayer() {
    #expect(FastfoodMap<Float>(inputs: 512, outputs: 512).weightCount == 3 * 512)
    #expect(FastfoodMap<Float>(inputs: 800, outputs: 1024).weightCount == 3072)
    #expect(FastfoodMap<Float>(inputs: 5, outputs: 3, bias: true).weightCount == 2 * 8 + 3 + 3)
  }

  @Test func leNet() {
    let convolutions =
      convolution(inputs: 1, outputs: 20, size: 5) + convolution(inputs: 20, outputs: 50, size: 5)
    #expect(convolutions + dense(800, 500, bias: true) + dense(500, 10, bias: true) == 431_080)

    let wavelet = wavelet(800, taps: 6, levels: 6, .zero).weightCount
    #expect(convolutions + wavelet + dense(800, 10, bias: true) == 36_030)

    let fastfood = FastfoodMap<Float>(inputs: 800, outputs: 1024).weightCount
    #expect(convolutions + fastfood + dense(1024, 10, bias: true) == 38_892)
  }
}
