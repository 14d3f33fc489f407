import Kernels
import StructuredLinear
import Testing
import Wavelets

@Suite("The matrix of a wavelet map and its pullback")
struct WaveletMatrixTests {
  /// Square, wide, with several blocks, and narrow.
  static let shapes = [(12, 12), (10, 27), (16, 5), (1, 1)]

  func map<T: LayerScalar>(
    _: T.Type, _ shape: (Int, Int), _ mode: ExtensionMode, bias: Bool
  ) -> WaveletMap<T> {
    var map = WaveletMap<T>(
      inputs: shape.0, outputs: shape.1, bank: .daubechies(2), levels: 3, mode: mode,
      terms: bias ? 2 : 1, bias: bias, seed: 3)
    map.randomizeParameters(seed: 4)
    return map
  }

  func check<T: LayerScalar>(_: T.Type, _ shape: (Int, Int), _ mode: ExtensionMode, bias: Bool) {
    let map = map(T.self, shape, mode, bias: bias)
    let reference = DenseReference(map, levels: 3)
    var matrix = [T](repeating: .nan, count: map.outputCount * map.inputCount)
    var span = matrix.mutableSpan
    map.writeMatrix(into: &span, workspace: Workspace(threads: 1))
    let excess = excess(
      matrix, reference.matrix.elements, magnitude: reference.magnitude.elements,
      roundings: reference.roundings)
    #expect(excess <= 1, "\(T.self), \(shape)")
  }

  @Test(arguments: shapes, [ExtensionMode.zero, .periodization])
  func elements(shape: (Int, Int), mode: ExtensionMode) {
    check(Float.self, shape, mode, bias: false)
    check(Double.self, shape, mode, bias: true)
  }

  /// What samples give by way of the matrix is what they give by way of the transforms; a bias, which
  /// is none of the matrix, gets nothing.
  func checkPullback(_ map: WaveletMap<Double>) {
    let batch = 6
    let x: [Double] = randomElements(batch * map.inputCount, seed: 7)
    let dy: [Double] = randomElements(batch * map.outputCount, seed: 8)
    var matrixGradient = [Double](repeating: 0, count: map.outputCount * map.inputCount)
    for sample in 0..<batch {
      for i in 0..<map.outputCount {
        for j in 0..<map.inputCount {
          matrixGradient[i * map.inputCount + j] +=
            dy[sample * map.outputCount + i] * x[sample * map.inputCount + j]
        }
      }
    }
    let start: [Double] = randomElements(map.weightCount, seed: 9)
    var gradient = start
    var span = gradient.mutableSpan
    map.matrixPullback(
      matrixGradient.span, parameterGradient: &span, workspace: Workspace(threads: 1))
    var expected = map.gradients(x, dy, batch: batch, Workspace(threads: 1)).parameters
    if let bias = map.parameters["bias"] {
      for i in bias.range { expected[i] = 0 }
    }
    let size = expected.map(abs).max()!
    for i in expected.indices {
      #expect(abs(gradient[i] - start[i] - expected[i]) <= 1e-12 * size, "\(i)")
    }
  }

  @Test(arguments: shapes, [false, true])
  func pullback(shape: (Int, Int), bias: Bool) {
    checkPullback(map(Double.self, shape, .zero, bias: bias))
    checkPullback(map(Double.self, shape, .periodization, bias: bias))
  }

  /// Filters that are computed from other parameters.
  @Test func pullbackOfLattice() throws {
    var map = WaveletMap<Double>(
      inputs: 16, outputs: 16, learning: try .lattice(.daubechies(3)), levels: 2, seed: 3)
    map.randomizeParameters(seed: 4)
    checkPullback(map)
  }

  /// As measured.
  @Test func preference() {
    func prefers(_ n: Int, _ bank: FilterBank<Float>, _ levels: Int, _ mode: ExtensionMode) -> Bool
    {
      WaveletMap<Float>(inputs: n, outputs: n, bank: bank, levels: levels, mode: mode).prefersMatrix
    }
    #expect(prefers(58, .daubechies(6), 8, .zero))
    #expect(!prefers(200, .daubechies(3), 3, .periodization))
    #expect(!prefers(512, .haar(paddedTo: 6), 8, .zero))
    #expect(!prefers(512, .daubechies(6), 8, .zero))
  }
}
