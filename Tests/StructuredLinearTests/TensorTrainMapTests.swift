import Kernels
import LinearAlgebra
import StructuredLinear
import Testing

@Suite("Matrices in the tensor-train format")
struct TensorTrainMapTests {
  struct Shape: Sendable {
    let inputs, outputs: [Int]
    let rank: Int
  }

  static let shapes = [
    Shape(inputs: [1], outputs: [1], rank: 1), Shape(inputs: [5], outputs: [3], rank: 4),
    Shape(inputs: [2, 3], outputs: [3, 2], rank: 1),
    Shape(inputs: [3, 5], outputs: [4, 2], rank: 3),
    Shape(inputs: [4, 2], outputs: [1, 5], rank: 7),
    Shape(inputs: [2, 3, 4], outputs: [3, 1, 2], rank: 2),
    Shape(inputs: [4, 4, 4], outputs: [4, 4, 4], rank: 4),
    Shape(inputs: [1, 6, 1, 2], outputs: [2, 1, 3, 5], rank: 3),
    Shape(inputs: [2, 2, 2, 2, 2], outputs: [2, 2, 2, 2, 2], rank: 100),
  ]

  func map<T: LayerScalar>(_ shape: Shape, bias: Bool, seed: UInt64 = 3) -> TensorTrainMap<T> {
    var generator = SplitMix64(seed: seed)
    return TensorTrainMap(
      inputFactors: shape.inputs, outputFactors: shape.outputs, rank: shape.rank, bias: bias,
      using: &generator)
  }

  func checkMatrix<T: LayerScalar>(_: T.Type, _ shape: Shape, bias: Bool) {
    var map: TensorTrainMap<T> = map(shape, bias: bias)
    map.randomizeParameters(seed: 4)
    expectMatrix(map, DenseReference(map), "\(shape)")
  }

  @Test(arguments: shapes) func denseMatrix(shape: Shape) {
    checkMatrix(Double.self, shape, bias: false)
    checkMatrix(Float.self, shape, bias: true)
  }

  /// Both parts, taken apart, add what the pullback adds.
  @Test(arguments: shapes, [1, 6]) func parts(shape: Shape, batch: Int) {
    let map: TensorTrainMap<Double> = map(shape, bias: true)
    let workspace = Workspace<Double>(threads: 1)
    let x: [Double] = randomElements(batch * map.inputCount, seed: 5)
    let dy: [Double] = randomElements(batch * map.outputCount, seed: 6)
    let whole = map.gradients(x, dy, batch: batch, workspace, start: 1)
    var dx = [Double](repeating: 1, count: x.count)
    var dw = [Double](repeating: 1, count: map.weightCount)
    var input = dx.mutableSpan
    map.adjoint(dy.span, addingTo: &input, batch: batch, workspace: workspace)
    var parameters = dw.mutableSpan
    map.parameterPullback(
      x.span, outputGradient: dy.span, parameterGradient: &parameters, batch: batch,
      workspace: workspace)
    #expect(Gradients(input: dx, parameters: dw) == whole)
  }

  /// Ranks are cut where the matrix of all indices before against all after has fewer rows.
  @Test func weights() {
    let square: TensorTrainMap<Float> = map(
      Shape(inputs: [8, 8, 8], outputs: [8, 8, 8], rank: 4), bias: false)
    #expect(square.ranks == [1, 4, 4, 1])
    #expect(square.weightCount == 64 * 4 + 4 * 64 * 4 + 4 * 64)
    #expect(square.parameters["core.1"]?.shape == [4, 8, 8, 4])
    #expect(square.parameters["core.1"]?.role == .matrix)

    let cut: TensorTrainMap<Float> = map(
      Shape(inputs: [2, 3, 4], outputs: [3, 1, 2], rank: 7), bias: true)
    #expect(cut.ranks == [1, 6, 7, 1])
    #expect(cut.weightCount == 6 * 6 + 6 * 3 * 7 + 7 * 8 + 6)
    #expect(cut.parameters.entries.map(\.name) == ["core.0", "core.1", "core.2", "bias"])

    let long: TensorTrainMap<Float> = map(
      Shape(inputs: [7, 4, 7, 4], outputs: [4, 8, 8, 4], rank: 8), bias: false)
    #expect(long.inputCount == 784 && long.outputCount == 1024)
    #expect(long.weightCount == 28 * 8 + 8 * 32 * 8 + 8 * 56 * 8 + 8 * 16)
  }

  @Test func balancedFactors() {
    typealias Map = TensorTrainMap<Float>
    #expect(Map.factors(of: 512, count: 3) == [8, 8, 8])
    #expect(Map.factors(of: 1024, count: 3) == [8, 8, 16])
    #expect(Map.factors(of: 800, count: 3) == [8, 10, 10])
    #expect(Map.factors(of: 36, count: 2) == [6, 6])
    // Not what dividing by the largest prime first would give.
    #expect(Map.factors(of: 180, count: 3) == [5, 6, 6])
    #expect(Map.factors(of: 13, count: 3) == [1, 1, 13])
    #expect(Map.factors(of: 1, count: 2) == [1, 1])
    #expect(Map.factors(of: 7, count: 1) == [7])
    #expect(Map.factors(of: 1_000_003, count: 2) == [1, 1_000_003])
  }

  /// Over many starts, elements of the matrix have the mean and the variance of a dense start.
  @Test(arguments: [1, 3, 8]) func variance(rank: Int) {
    var sum = 0.0
    var squares = 0.0
    var count = 0.0
    for seed in 0..<200 {
      let map: TensorTrainMap<Double> = map(
        Shape(inputs: [4, 4], outputs: [4, 4], rank: rank), bias: false, seed: UInt64(seed))
      for element in map.materialized().elements {
        sum += element
        squares += element * element
        count += 1
      }
    }
    let expected = 1.0 / (3 * 16)
    #expect(abs(squares / count / expected - 1) < 0.05)
    #expect(abs(sum / count) < 0.02 * expected.squareRoot())
  }
}
