import Kernels
import StructuredLinear
import Testing

@Suite("The matrix of a tensor train and its pullback")
struct TensorTrainMatrixTests {
  let tests = TensorTrainMapTests()

  func matrix<T: LayerScalar>(_ map: some MatrixPullback<T>) -> [T] {
    var matrix = [T](repeating: .nan, count: map.outputCount * map.inputCount)
    var span = matrix.mutableSpan
    map.writeMatrix(into: &span, workspace: Workspace(threads: 1))
    return matrix
  }

  func pullback(
    _ map: some MatrixPullback<Double>, _ matrixGradient: [Double], start: [Double]
  ) -> [Double] {
    var gradient = start
    var span = gradient.mutableSpan
    map.matrixPullback(
      matrixGradient.span, parameterGradient: &span, workspace: Workspace(threads: 1))
    return gradient
  }

  func check<T: LayerScalar>(_: T.Type, _ shape: TensorTrainMapTests.Shape, bias: Bool) {
    var map: TensorTrainMap<T> = tests.map(shape, bias: bias)
    map.randomizeParameters(seed: 4)
    let reference = DenseReference(map)
    let excess = excess(
      matrix(map), reference.matrix.elements, magnitude: reference.magnitude.elements,
      roundings: reference.roundings)
    #expect(excess <= 1, "\(T.self), \(shape)")
  }

  @Test(arguments: TensorTrainMapTests.shapes)
  func elements(shape: TensorTrainMapTests.Shape) {
    check(Float.self, shape, bias: false)
    check(Double.self, shape, bias: true)
  }

  /// An element of the matrix is linear in each parameter, so a central difference has rounding
  /// errors only.
  @Test(arguments: TensorTrainMapTests.shapes, [false, true])
  func pullbackAgainstDifferences(shape: TensorTrainMapTests.Shape, bias: Bool) {
    var map: TensorTrainMap<Double> = tests.map(shape, bias: bias)
    map.randomizeParameters(seed: 4)
    let weights: [Double] = randomElements(map.outputCount * map.inputCount, seed: 5)
    let start: [Double] = randomElements(map.weightCount, seed: 6)
    let gradient = pullback(map, weights, start: start)
    for i in map.parameters.values.indices {
      func loss(_ shift: Double) -> Double {
        var moved = map
        moved.parameters.values[i] += shift
        return zip(weights, matrix(moved)).reduce(0) { $0 + $1.0 * $1.1 }
      }
      let difference = (loss(0.5) - loss(-0.5))
      #expect(
        abs(gradient[i] - start[i] - difference) <= 1e-10 * max(1, abs(difference)),
        "\(i): \(gradient[i] - start[i]), \(difference)")
    }
  }

  /// What many samples give by way of the matrix is what they give by way of the cores.
  @Test(arguments: TensorTrainMapTests.shapes)
  func pullbackAgainstCores(shape: TensorTrainMapTests.Shape) {
    let map: TensorTrainMap<Double> = tests.map(shape, bias: false)
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
    let zeros = [Double](repeating: 0, count: map.weightCount)
    let gradient = pullback(map, matrixGradient, start: zeros)
    let expected = map.gradients(x, dy, batch: batch, Workspace(threads: 1)).parameters
    let size = expected.map(abs).max()!
    #expect(zip(gradient, expected).allSatisfy { abs($0 - $1) <= 1e-12 * size })
  }

  /// At the paper's size, as measured.
  @Test func preference() {
    for (rank, expected) in [(1, false), (2, false), (4, true), (8, true)] {
      let map: TensorTrainMap<Float> = tests.map(
        .init(inputs: [8, 8, 8], outputs: [8, 8, 8], rank: rank), bias: false)
      #expect(map.prefersMatrix == expected, "rank \(rank)")
    }
  }
}
