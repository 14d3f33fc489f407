extension BLAS {
  /// Matrix product C ← α op(A) op(B) + β C, where op is the identity or the transpose.
  ///
  /// With `beta` 0, C is only written: it may hold anything before, NaN as well.
  /// With `k` 0, C ← β C; with `m` or `n` 0 there is nothing to do.
  ///
  /// OpenBLAS 0.3.21 allocates memory in its AVX-512 kernels for some small products of two matrices
  /// neither of which is transposed.
  ///
  /// - Parameters:
  ///   - transposeA: Whether A is stored transposed.
  ///   - transposeB: Whether B is stored transposed.
  ///   - m: Rows of op(A) and C.
  ///   - n: Columns of op(B) and C.
  ///   - k: Columns of op(A), rows of op(B).
  ///   - alpha: Factor of the product.
  ///   - a: A, m × k, or k × m where `transposeA`.
  ///   - b: B, k × n, or n × k where `transposeB`.
  ///   - beta: Factor of what C holds.
  ///   - c: C, m × n.
  @inlinable
  public static func gemm<T: BLASScalar>(
    transposeA: Bool = false, transposeB: Bool = false, m: Int, n: Int, k: Int, alpha: T = 1,
    a: Span<T>, b: Span<T>, beta: T = 0, c: inout MutableSpan<T>
  ) {
    let mSize = blasSize(m, "m", in: "BLAS.gemm")
    let nSize = blasSize(n, "n", in: "BLAS.gemm")
    let kSize = blasSize(k, "k", in: "BLAS.gemm")
    requireCount(a.count, equals: m * k, "m × k", of: "a", in: "BLAS.gemm")
    requireCount(b.count, equals: k * n, "k × n", of: "b", in: "BLAS.gemm")
    requireCount(c.count, equals: m * n, "m × n", of: "c", in: "BLAS.gemm")
    // A single row or column makes a product with a vector, which OpenBLAS does not find out in all
    // versions.
    if n == 1, k > 0, m > 0 {
      gemv(
        transpose: transposeA, m: transposeA ? k : m, n: transposeA ? m : k, alpha: alpha, a: a,
        x: b, beta: beta, y: &c)
      return
    }
    if m == 1, k > 0, n > 0 {
      gemv(
        transpose: !transposeB, m: transposeB ? n : k, n: transposeB ? k : n, alpha: alpha, a: b,
        x: a, beta: beta, y: &c)
      return
    }
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          T._gemm(
            transposeA: transposeA, transposeB: transposeB, m: mSize, n: nSize, k: kSize,
            alpha: alpha, a: a.baseAddress, b: b.baseAddress, beta: beta, c: c.baseAddress)
        }
      }
    }
  }

  /// Matrix-vector product y ← α op(A) x + β y, where op is the identity or the transpose.
  ///
  /// With `beta` 0, y is only written. As in every BLAS, an empty matrix (`m` or `n` 0)
  /// leaves y as it is: it is not scaled by `beta`.
  ///
  /// - Parameters:
  ///   - transpose: Whether Aᵀ is applied instead of A.
  ///   - m: Rows of A as stored.
  ///   - n: Columns of A as stored.
  ///   - alpha: Factor of the product.
  ///   - a: A, m × n.
  ///   - x: x, n elements, or m where `transpose`.
  ///   - beta: Factor of what y holds.
  ///   - y: y, m elements, or n where `transpose`.
  @inlinable
  public static func gemv<T: BLASScalar>(
    transpose: Bool = false, m: Int, n: Int, alpha: T = 1, a: Span<T>, x: Span<T>, beta: T = 0,
    y: inout MutableSpan<T>
  ) {
    let mSize = blasSize(m, "m", in: "BLAS.gemv")
    let nSize = blasSize(n, "n", in: "BLAS.gemv")
    requireCount(a.count, equals: m * n, "m × n", of: "a", in: "BLAS.gemv")
    if transpose {
      requireCount(x.count, equals: m, "m", of: "x", in: "BLAS.gemv")
      requireCount(y.count, equals: n, "n", of: "y", in: "BLAS.gemv")
    } else {
      requireCount(x.count, equals: n, "n", of: "x", in: "BLAS.gemv")
      requireCount(y.count, equals: m, "m", of: "y", in: "BLAS.gemv")
    }
    a.withUnsafeBufferPointer { a in
      x.withUnsafeBufferPointer { x in
        y.withUnsafeMutableBufferPointer { y in
          T._gemv(
            transpose: transpose, m: mSize, n: nSize, alpha: alpha, a: a.baseAddress,
            x: x.baseAddress, beta: beta, y: y.baseAddress)
        }
      }
    }
  }

  /// Rank-one update A ← α x yᵀ + A.
  ///
  /// - Parameters:
  ///   - m: Rows of A.
  ///   - n: Columns of A.
  ///   - alpha: Factor of the outer product.
  ///   - x: x, m elements.
  ///   - y: y, n elements.
  ///   - a: A, m × n.
  @inlinable
  public static func ger<T: BLASScalar>(
    m: Int, n: Int, alpha: T = 1, x: Span<T>, y: Span<T>, a: inout MutableSpan<T>
  ) {
    let mSize = blasSize(m, "m", in: "BLAS.ger")
    let nSize = blasSize(n, "n", in: "BLAS.ger")
    requireCount(x.count, equals: m, "m", of: "x", in: "BLAS.ger")
    requireCount(y.count, equals: n, "n", of: "y", in: "BLAS.ger")
    requireCount(a.count, equals: m * n, "m × n", of: "a", in: "BLAS.ger")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        a.withUnsafeMutableBufferPointer { a in
          T._ger(
            m: mSize, n: nSize, alpha: alpha, x: x.baseAddress, y: y.baseAddress,
            a: a.baseAddress)
        }
      }
    }
  }
}
