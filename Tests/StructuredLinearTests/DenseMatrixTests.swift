import Kernels
import LinearAlgebra
import StructuredLinear
import Testing
import Wavelets

@Suite("Maps against the product of their factors as dense matrices")
struct DenseMatrixTests {
  static let lengths =
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 20, 23, 24, 27, 31, 32, 33, 36, 39, 40]
    + [63, 64, 65, 128]

  /// More outputs than inputs, fewer, and numbers that 2^levels does not divide.
  static let shapes = [
    (inputs: 1, outputs: 5), (2, 1), (5, 12), (7, 3), (12, 40), (16, 17), (20, 1), (33, 100),
    (40, 13), (65, 64),
  ]

  static func bank<T: LayerScalar>(_ index: Int) -> FilterBank<T> {
    var generator = SplitMix64(seed: UInt64(index))
    switch index % 9 {
    case 0: return .haar(paddedTo: 6)
    case 1: return .random(taps: 4, using: &generator)
    case 2: return .daubechies(2)
    case 3: return .random(taps: 10, using: &generator)
    case 4: return .daubechies(3)
    case 5: return .random(taps: 2, using: &generator)
    case 6: return .daubechies(10)
    case 7: return .random(taps: 26, using: &generator)
    default: return .haar
    }
  }

  /// A layer in Float and one of the same values in Double.
  func checkWavelet(
    _ inputs: Int, _ outputs: Int, _ levels: Int, _ mode: ExtensionMode, bank: Int,
    terms: Int = 1, batches: [Int] = batches
  ) {
    func map<T: LayerScalar>(_: T.Type) -> WaveletMap<T> {
      WaveletMap(
        inputs: inputs, outputs: outputs, bank: Self.bank(bank), levels: levels, mode: mode,
        terms: terms, bias: bank % 2 == 0, seed: UInt64(inputs))
    }
    var narrow = map(Float.self)
    narrow.randomizeParameters(seed: UInt64(levels))
    var wide = map(Double.self)
    wide.parameters.values = narrow.parameters.values.map { Double($0) }
    let reference = DenseReference(wide, levels: levels)
    let context = "\(inputs) → \(outputs), \(wide.plan.taps) taps, \(levels) levels, \(mode)"
    expectMatrix(narrow, reference, batches: batches, context)
    expectMatrix(wide, reference, batches: batches, context)
  }

  @Test(arguments: lengths, ExtensionMode.allCases) func squareWavelet(n: Int, mode: ExtensionMode)
  {
    for levels in 1...8 {
      // Different banks for neighbouring lengths and levels, each with every one in the end.
      let bank = n + 2 * levels + (mode == .zero ? 4 : 0)
      checkWavelet(n, n, levels, mode, bank: bank, batches: n > 40 ? [1, 5, 33] : batches)
    }
  }

  @Test(arguments: shapes, ExtensionMode.allCases)
  func rectangularWavelet(shape: (inputs: Int, outputs: Int), mode: ExtensionMode) {
    for levels in [1, 2, 3, 5, 8] {
      let bank = shape.inputs + levels
      checkWavelet(shape.inputs, shape.outputs, levels, mode, bank: bank)
    }
  }

  @Test(arguments: [2, 3, 4, 7, 16, 18], [ExtensionMode.zero, .periodization])
  func severalPermutations(terms: Int, mode: ExtensionMode) {
    for (inputs, outputs) in [(1, 1), (5, 5), (16, 16), (33, 70), (64, 20)] {
      checkWavelet(inputs, outputs, 2, mode, bank: inputs + terms, terms: terms)
    }
  }

  /// Blocks of padded outputs: more of them than inputs.
  @Test func waveletBlocksLongerThanInputs() {
    checkWavelet(3, 80, 5, .periodization, bank: 4, batches: [3, 17])
  }

  func checkFastfood<T: LayerScalar>(_: T.Type, _ inputs: Int, _ outputs: Int, bias: Bool) {
    var map = FastfoodMap<T>(inputs: inputs, outputs: outputs, bias: bias, seed: UInt64(outputs))
    map.randomizeParameters(seed: UInt64(inputs))
    expectMatrix(map, DenseReference(map), "\(inputs) → \(outputs)")
  }

  @Test(arguments: lengths) func squareFastfood(n: Int) {
    checkFastfood(Double.self, n, n, bias: false)
    checkFastfood(Float.self, n, n, bias: true)
  }

  @Test(arguments: shapes) func rectangularFastfood(shape: (inputs: Int, outputs: Int)) {
    checkFastfood(Double.self, shape.inputs, shape.outputs, bias: true)
    checkFastfood(Float.self, shape.inputs, shape.outputs, bias: false)
  }

  func checkDense<T: LayerScalar>(_: T.Type, _ inputs: Int, _ outputs: Int, bias: Bool) {
    var generator = SplitMix64(seed: 3)
    let map = DenseMap<T>(inputs: inputs, outputs: outputs, bias: bias, using: &generator)
    expectMatrix(map, DenseReference(map), "\(inputs) → \(outputs)")
  }

  @Test(arguments: shapes + [(17, 17), (64, 64)])
  func dense(shape: (inputs: Int, outputs: Int)) {
    checkDense(Double.self, shape.inputs, shape.outputs, bias: false)
    checkDense(Float.self, shape.inputs, shape.outputs, bias: true)
  }

  @Test func denseOfMatrix() {
    let matrix = Matrix<Double>([[1, 2, 3], [4, 5, 6]])
    let map = DenseMap(matrix)
    #expect(map.inputCount == 3)
    #expect(map.outputCount == 2)
    #expect(map.materialized() == matrix)
    #expect(map([1, 0, -1]) == [-2, -2])
  }
}
