import LinearAlgebra
import Testing

@Suite("Matrix")
struct MatrixTests {
  func check<T: BLASScalar>(_: T.Type) {
    var a = Matrix<T>([[1, 2, 3], [4, 5, 6]])
    #expect(a.rows == 2 && a.columns == 3)
    #expect(a.elements == [1, 2, 3, 4, 5, 6])
    #expect(a == Matrix(rows: 2, columns: 3, elements: [1, 2, 3, 4, 5, 6]))
    #expect(a != Matrix(rows: 3, columns: 2, elements: a.elements))
    #expect(a.transposed() == Matrix([[1, 4], [2, 5], [3, 6]]))
    #expect(a.transposed().transposed() == a)
    #expect(a * a.transposed() == Matrix([[14, 32], [32, 77]]))
    #expect(a.transposed() * a == Matrix([[17, 22, 27], [22, 29, 36], [27, 36, 45]]))
    #expect(a * .identity(3) == a)
    #expect(.diagonal([2, -1]) * a == Matrix([[2, 4, 6], [-4, -5, -6]]))

    let before = a
    a[1, 2] = 9
    #expect(a[1, 2] == 9 && before[1, 2] == 6)
    #expect(a.maximumAbsoluteDifference(from: before) == 3)
    a[0, 0] = .nan
    #expect(a.maximumAbsoluteDifference(from: before).isNaN)

    #expect(Matrix<T>([[3, 0], [0, -4]]).frobeniusNorm == 5)
    #expect(Matrix<T>(rows: 2, columns: 2, repeating: 0.5).elements == [0.5, 0.5, 0.5, 0.5])
  }

  @Test("construction, elements, products and norms")
  func basics() {
    check(Float.self)
    check(Double.self)
  }

  @Test("a product over no columns is zero")
  func empty() {
    let product =
      Matrix<Float>(rows: 2, columns: 0, repeating: 1)
      * Matrix<Float>(rows: 0, columns: 3, repeating: 1)
    #expect(product == Matrix(rows: 2, columns: 3, repeating: 0))
    #expect(Matrix<Float>([]) == Matrix(rows: 0, columns: 0, repeating: 0))
    #expect(Matrix<Float>([]).frobeniusNorm == 0)
    #expect(Matrix<Float>(rows: 0, columns: 3, repeating: 0).transposed().rows == 3)
  }
}
