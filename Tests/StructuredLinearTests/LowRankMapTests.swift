import Kernels
import LinearAlgebra
import StructuredLinear
import Testing

@Suite("Matrices of limited rank")
struct LowRankMapTests {
  static let shapes = [
    (inputs: 1, outputs: 1, rank: 1), (7, 3, 1), (7, 3, 3), (3, 20, 2), (33, 33, 5), (40, 13, 8),
  ]

  func checkMatrix<T: LayerScalar>(
    _: T.Type, _ shape: (inputs: Int, outputs: Int, rank: Int), bias: Bool
  ) {
    var generator = SplitMix64(seed: 3)
    var map = LowRankMap<T>(
      inputs: shape.inputs, outputs: shape.outputs, rank: shape.rank, bias: bias,
      using: &generator)
    map.randomizeParameters(seed: 4)
    expectMatrix(map, DenseReference(map), "\(shape)")
  }

  @Test(arguments: shapes) func denseMatrix(shape: (inputs: Int, outputs: Int, rank: Int)) {
    checkMatrix(Double.self, shape, bias: false)
    checkMatrix(Float.self, shape, bias: true)
  }

  @Test(arguments: shapes) func weights(shape: (inputs: Int, outputs: Int, rank: Int)) {
    var generator = SplitMix64(seed: 3)
    for bias in [false, true] {
      let map = LowRankMap<Float>(
        inputs: shape.inputs, outputs: shape.outputs, rank: shape.rank, bias: bias,
        using: &generator)
      let factors = shape.rank * (shape.inputs + shape.outputs)
      #expect(map.weightCount == factors + (bias ? shape.outputs : 0))
      #expect(map.parameters["left"]?.shape == [shape.outputs, shape.rank])
      #expect(map.parameters["right"]?.shape == [shape.rank, shape.inputs])
      #expect(map.parameters.entries.map(\.role) == [.matrix, .matrix] + (bias ? [.bias] : []))
    }
  }

  /// No matrix of that rank is nearer: what is missed are the singular values that are left out.
  @Test func nearestOfItsRank() throws {
    let (rows, columns) = (9, 14)
    let matrix = Matrix<Double>(
      rows: rows, columns: columns, elements: randomElements(rows * columns, seed: 5))
    let all = try matrix.singularValues()
    for rank in 1...rows {
      let map = try LowRankMap(matrix, rank: rank)
      let approximation = map.materialized()
      var missed = matrix
      for i in missed.elements.indices { missed.elements[i] -= approximation.elements[i] }
      let tail = all[rank...]
      let frobenius = tail.reduce(0) { $0 + $1 * $1 }.squareRoot()
      #expect(abs(missed.frobeniusNorm - frobenius) < 1e-13, "rank \(rank)")
      let spectral = try missed.singularValues()[0]
      #expect(abs(spectral - (tail.first ?? 0)) < 1e-13, "rank \(rank)")
      let kept = try approximation.singularValues()
      #expect(zip(kept, all[..<rank]).allSatisfy { abs($0 - $1) < 1e-13 }, "rank \(rank)")
      #expect(kept[rank...].allSatisfy { $0 < 1e-13 }, "rank \(rank)")
    }
  }

  /// `UᵀU` and `V Vᵀ` are both the diagonal of the singular values.
  @Test func factorsAreOfOneSize() throws {
    let matrix = Matrix<Double>(rows: 8, columns: 5, elements: randomElements(40, seed: 6))
    let map = try LowRankMap(matrix, rank: 3)
    let left = Matrix(
      rows: 8, columns: 3, elements: Array(map.parameters.values[map.parameters["left"]!.range]))
    let right = Matrix(
      rows: 3, columns: 5, elements: Array(map.parameters.values[map.parameters["right"]!.range]))
    let expected = Matrix.diagonal(Array(try matrix.singularValues()[..<3]))
    #expect((left.transposed() * left).maximumAbsoluteDifference(from: expected) < 1e-14)
    #expect((right * right.transposed()).maximumAbsoluteDifference(from: expected) < 1e-14)
  }

  /// With full rank it starts as the dense layer of the same generator.
  @Test func startsAsADenseLayer() {
    var generator = SplitMix64(seed: 7)
    let dense = DenseMap<Double>(inputs: 12, outputs: 6, bias: true, using: &generator)
    generator = SplitMix64(seed: 7)
    let map = LowRankMap<Double>(inputs: 12, outputs: 6, rank: 6, bias: true, using: &generator)
    #expect(map.materialized().maximumAbsoluteDifference(from: dense.materialized()) < 1e-15)
    let (mine, theirs) = (map.parameters["bias"]!.range, dense.parameters["bias"]!.range)
    #expect(map.parameters.values[mine] == dense.parameters.values[theirs])
  }

  @Test func matrixThatIsNotFinite() {
    var matrix = Matrix<Double>.identity(4)
    matrix[1, 2] = .nan
    #expect(throws: LAPACKError.nonFiniteInput(routine: "gesdd")) {
      try LowRankMap(matrix, rank: 2)
    }
  }
}
