import LinearAlgebra
import Testing

@Suite("gemm, gemv and ger against loops over the elements")
struct ProductTests {
  static let sizes = [
    (1, 1, 1), (1, 7, 3), (5, 1, 9), (3, 4, 1), (2, 2, 2), (17, 13, 11), (33, 65, 47), (64, 64, 64),
    (97, 65, 71),
  ]

  /// op(A) B + C, one element after the other.
  func naive<T: BLASScalar>(
    _ transposeA: Bool, _ transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: T, _ a: [T],
    _ b: [T], _ beta: T, _ c: [T]
  ) -> [T] {
    var result = c
    for i in 0..<m {
      for j in 0..<n {
        var sum: T = 0
        for l in 0..<k {
          sum +=
            (transposeA ? a[l * m + i] : a[i * k + l]) * (transposeB ? b[j * k + l] : b[l * n + j])
        }
        result[i * n + j] = alpha * sum + beta * c[i * n + j]
      }
    }
    return result
  }

  func checkGemm<T: BLASScalar>(_ m: Int, _ n: Int, _ k: Int, _: T.Type) {
    let a: [T] = randomElements(m * k, seed: 1)
    let b: [T] = randomElements(k * n, seed: 2)
    let c: [T] = randomElements(m * n, seed: 3)
    for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
      for (alpha, beta): (T, T) in [(1, 0), (-0.75, 0.5)] {
        var result = c
        var destination = result.mutableSpan
        BLAS.gemm(
          transposeA: transposeA, transposeB: transposeB, m: m, n: n, k: k, alpha: alpha,
          a: a.span, b: b.span, beta: beta, c: &destination)
        let expected = naive(transposeA, transposeB, m, n, k, alpha, a, b, beta, c)
        #expect(difference(result, expected) <= tolerance(k))
      }
    }
  }

  func checkGemv<T: BLASScalar>(_ m: Int, _ n: Int, _: T.Type) {
    let a: [T] = randomElements(m * n, seed: 4)
    for transpose in [false, true] {
      let (rows, columns) = transpose ? (n, m) : (m, n)
      let x: [T] = randomElements(columns, seed: 5)
      let y: [T] = randomElements(rows, seed: 6)
      for (alpha, beta): (T, T) in [(1, 0), (-0.75, 0.5)] {
        var result = y
        var destination = result.mutableSpan
        BLAS.gemv(
          transpose: transpose, m: m, n: n, alpha: alpha, a: a.span, x: x.span, beta: beta,
          y: &destination)
        let expected = naive(transpose, false, rows, 1, columns, alpha, a, x, beta, y)
        #expect(difference(result, expected) <= tolerance(columns))
      }
    }
  }

  func checkGer<T: BLASScalar>(_ m: Int, _ n: Int, _: T.Type) {
    let x: [T] = randomElements(m, seed: 7)
    let y: [T] = randomElements(n, seed: 8)
    var a: [T] = randomElements(m * n, seed: 9)
    let expected = naive(false, false, m, n, 1, -0.75, x, y, 1, a)
    var destination = a.mutableSpan
    BLAS.ger(m: m, n: n, alpha: -0.75, x: x.span, y: y.span, a: &destination)
    #expect(difference(a, expected) <= tolerance(1))
  }

  @Test(arguments: sizes)
  func gemm(m: Int, n: Int, k: Int) {
    checkGemm(m, n, k, Float.self)
    checkGemm(m, n, k, Double.self)
  }

  @Test(arguments: sizes)
  func gemvAndGer(m: Int, n: Int, k: Int) {
    checkGemv(m, n, Float.self)
    checkGemv(m, n, Double.self)
    checkGer(m, n, Float.self)
    checkGer(m, n, Double.self)
  }

  func checkBetaZero<T: BLASScalar>(_: T.Type) {
    let a: [T] = [1, 2, 3, 4]
    let x: [T] = [1, -1]
    var c = [T](repeating: .nan, count: 4)
    var cSpan = c.mutableSpan
    BLAS.gemm(m: 2, n: 2, k: 2, a: a.span, b: a.span, c: &cSpan)
    #expect(c == [7, 10, 15, 22])
    var y = [T](repeating: .nan, count: 2)
    var ySpan = y.mutableSpan
    BLAS.gemv(m: 2, n: 2, a: a.span, x: x.span, y: &ySpan)
    #expect(y == [-1, -1])
  }

  @Test("with beta 0 the destination is only written")
  func betaZero() {
    checkBetaZero(Float.self)
    checkBetaZero(Double.self)
  }

  func checkEmpty<T: BLASScalar>(_: T.Type) {
    let none: [T] = []
    let some: [T] = [1, 2, 3]
    var nothing: [T] = []
    var nothingSpan = nothing.mutableSpan
    BLAS.gemm(m: 0, n: 3, k: 1, a: none.span, b: some.span, c: &nothingSpan)
    BLAS.gemm(m: 3, n: 0, k: 1, a: some.span, b: none.span, c: &nothingSpan)
    BLAS.ger(m: 0, n: 3, x: none.span, y: some.span, a: &nothingSpan)

    var c: [T] = [2, 4, 6]
    var cSpan = c.mutableSpan
    BLAS.gemm(m: 3, n: 1, k: 0, a: none.span, b: none.span, beta: 0.5, c: &cSpan)
    #expect(c == [1, 2, 3])
    var y: [T] = [2, 4, 6]
    var ySpan = y.mutableSpan
    BLAS.gemv(m: 3, n: 0, a: none.span, x: none.span, beta: 0.5, y: &ySpan)
    #expect(y == [2, 4, 6])
  }

  @Test("sizes of 0: gemm scales by beta, gemv does nothing")
  func empty() {
    checkEmpty(Float.self)
    checkEmpty(Double.self)
  }
}
