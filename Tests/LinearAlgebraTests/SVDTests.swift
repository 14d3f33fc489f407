import LinearAlgebra
import Testing

@Suite("Singular values and QR")
struct SVDTests {
  static let shapes = [(1, 1), (1, 5), (5, 1), (4, 4), (9, 5), (5, 9), (33, 20), (20, 33)]

  func checkSVD<T: BLASScalar>(_ rows: Int, _ columns: Int, _: T.Type) throws {
    let a: Matrix<T> = randomMatrix(rows, columns, seed: 1)
    let svd = try a.svd()
    expectOrthonormalColumns(svd.u)
    expectOrthonormalColumns(svd.vTransposed.transposed())
    let product = svd.u * .diagonal(svd.singularValues) * svd.vTransposed
    #expect(product.maximumAbsoluteDifference(from: a) <= tolerance(rows + columns))

    #expect(svd.singularValues.count == min(rows, columns))
    #expect(zip(svd.singularValues, svd.singularValues.dropFirst()).allSatisfy { $0 >= $1 })
    #expect(svd.singularValues.allSatisfy { $0 >= 0 })
    #expect(
      difference(try a.singularValues(), svd.singularValues) <= tolerance(rows + columns))
  }

  func checkQR<T: BLASScalar>(_ rows: Int, _ columns: Int, _: T.Type) throws {
    let a: Matrix<T> = randomMatrix(rows, columns, seed: 2)
    let qr = try a.qr()
    expectOrthonormalColumns(qr.q)
    #expect((qr.q * qr.r).maximumAbsoluteDifference(from: a) <= tolerance(rows + columns))
    for i in 0..<qr.r.rows {
      for j in 0..<i { #expect(qr.r[i, j] == 0) }
    }
  }

  @Test(arguments: shapes)
  func svd(rows: Int, columns: Int) throws {
    try checkSVD(rows, columns, Float.self)
    try checkSVD(rows, columns, Double.self)
  }

  @Test(arguments: shapes)
  func qr(rows: Int, columns: Int) throws {
    try checkQR(rows, columns, Float.self)
    try checkQR(rows, columns, Double.self)
  }

  /// The 5 × 5 Hilbert matrix has the condition number 476607.25024.
  @Test func conditionNumbers() throws {
    var hilbert = Matrix<Double>(rows: 5, columns: 5, repeating: 0)
    for i in 0..<5 {
      for j in 0..<5 { hilbert[i, j] = 1 / Double(i + j + 1) }
    }
    #expect(abs(try hilbert.conditionNumber() / 4.766_072_502_422_e5 - 1) < 1e-9)
    #expect(abs(try Matrix<Float>.diagonal([2, -8, 4]).conditionNumber() - 4) < 1e-5)
    #expect(try Matrix<Double>.diagonal([1, 0]).conditionNumber() == .infinity)
    #expect(try Matrix<Double>(rows: 2, columns: 2, repeating: 0).conditionNumber() == .infinity)
  }

  @Test(arguments: [(0, 0), (0, 3), (3, 0)])
  func empty(rows: Int, columns: Int) throws {
    let a = Matrix<Double>(rows: rows, columns: columns, repeating: 0)
    let svd = try a.svd()
    #expect(svd.u.rows == rows && svd.u.columns == 0 && svd.singularValues.isEmpty)
    #expect(svd.vTransposed.rows == 0 && svd.vTransposed.columns == columns)
    #expect(try a.conditionNumber() == 1)
    let qr = try a.qr()
    #expect(qr.q.rows == rows && qr.q.columns == 0 && qr.r.rows == 0 && qr.r.columns == columns)
  }
}
