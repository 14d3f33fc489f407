import LinearAlgebra
import Testing

@Suite("Vector operations, scaled and permuted rows")
struct VectorTests {
  func checkVectors<T: BLASScalar>(_ count: Int, _: T.Type) {
    let x: [T] = randomElements(count, seed: 1)
    let y: [T] = randomElements(count, seed: 2)

    var sum = y
    var sumSpan = sum.mutableSpan
    BLAS.axpy(alpha: 0.25, x: x.span, y: &sumSpan)
    #expect(difference(sum, zip(x, y).map { 0.25 * $0 + $1 }) <= tolerance(1))

    var scaled = x
    var scaledSpan = scaled.mutableSpan
    BLAS.scal(alpha: -0.5, x: &scaledSpan)
    #expect(scaled == x.map { -0.5 * $0 })

    let dot = zip(x, y).reduce(T(0)) { $0 + $1.0 * $1.1 }
    #expect(abs(BLAS.dot(x: x.span, y: y.span) - dot) <= tolerance(count))

    let norm = x.reduce(T(0)) { $0 + $1 * $1 }.squareRoot()
    #expect(abs(BLAS.nrm2(x: x.span) - norm) <= tolerance(count))
  }

  @Test(arguments: [0, 1, 2, 3, 7, 16, 31, 64, 101])
  func vectors(count: Int) {
    checkVectors(count, Float.self)
    checkVectors(count, Double.self)
  }

  func checkRows<T: BLASScalar>(_ rows: Int, _ columns: Int, _: T.Type) {
    let matrix: Matrix<T> = randomMatrix(rows, columns, seed: 3)
    let left: [T] = randomElements(rows, seed: 4)
    let right: [T] = randomElements(columns, seed: 5)
    var generator = SplitMix64(state: 6)
    let order = (0..<rows).shuffled(using: &generator)

    var byRows = matrix
    var rowSpan = byRows.elements.mutableSpan
    BLAS.scaleRows(by: left.span, rows: rows, columns: columns, a: &rowSpan)

    var byColumns = matrix
    var columnSpan = byColumns.elements.mutableSpan
    BLAS.scaleColumns(by: right.span, rows: rows, columns: columns, a: &columnSpan)

    var permuted = Matrix<T>(rows: rows, columns: columns, repeating: 0)
    var permutedSpan = permuted.elements.mutableSpan
    BLAS.permuteRows(
      by: order.span, rows: rows, columns: columns, source: matrix.elements.span,
      destination: &permutedSpan)

    var transposed = [T](repeating: .nan, count: rows * columns)
    var transposedSpan = transposed.mutableSpan
    BLAS.transpose(
      rows: rows, columns: columns, source: matrix.elements.span, destination: &transposedSpan)
    #expect(transposed == matrix.transposed().elements)

    for i in 0..<rows {
      for j in 0..<columns {
        // The products of such numbers are exact.
        #expect(byRows[i, j] == left[i] * matrix[i, j])
        #expect(byColumns[i, j] == matrix[i, j] * right[j])
        #expect(permuted[i, j] == matrix[order[i], j])
      }
    }
  }

  @Test(arguments: [(0, 3), (3, 0), (1, 1), (1, 9), (9, 1), (5, 7), (37, 11)])
  func rows(rows: Int, columns: Int) {
    checkRows(rows, columns, Float.self)
    checkRows(rows, columns, Double.self)
  }

  @Test("nrm2 does not overflow before its result does")
  func largeNorm() {
    let x: [Double] = [3e200, 4e200]
    #expect(abs(BLAS.nrm2(x: x.span) / 5e200 - 1) <= tolerance(2))
    let y: [Float] = [3e30, 4e30]
    #expect(abs(BLAS.nrm2(x: y.span) / 5e30 - 1) <= tolerance(2))
  }
}
