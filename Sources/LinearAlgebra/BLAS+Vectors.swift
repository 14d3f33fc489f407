extension BLAS {
  /// y ← α x + y, over vectors of one length.
  @inlinable
  public static func axpy<T: BLASScalar>(alpha: T, x: Span<T>, y: inout MutableSpan<T>) {
    let size = blasSize(x.count, "the count of x", in: "BLAS.axpy")
    requireCount(y.count, equals: x.count, "as x", of: "y", in: "BLAS.axpy")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        T._axpy(n: size, alpha: alpha, x: x.baseAddress, y: y.baseAddress)
      }
    }
  }

  /// x ← α x.
  ///
  /// Whether α = 0 turns NaN and infinity into zeros depends on OpenBLAS's version.
  @inlinable
  public static func scal<T: BLASScalar>(alpha: T, x: inout MutableSpan<T>) {
    let size = blasSize(x.count, "the count of x", in: "BLAS.scal")
    x.withUnsafeMutableBufferPointer { x in
      T._scal(n: size, alpha: alpha, x: x.baseAddress, stride: 1)
    }
  }

  /// Inner product xᵀ y of vectors of one length.
  @inlinable
  public static func dot<T: BLASScalar>(x: Span<T>, y: Span<T>) -> T {
    let size = blasSize(x.count, "the count of x", in: "BLAS.dot")
    requireCount(y.count, equals: x.count, "as x", of: "y", in: "BLAS.dot")
    return x.withUnsafeBufferPointer { x in
      y.withUnsafeBufferPointer { y in
        T._dot(n: size, x: x.baseAddress, y: y.baseAddress)
      }
    }
  }

  /// Euclidean norm ‖x‖₂, scaled so that it does not overflow before the result does.
  @inlinable
  public static func nrm2<T: BLASScalar>(x: Span<T>) -> T {
    let size = blasSize(x.count, "the count of x", in: "BLAS.nrm2")
    return x.withUnsafeBufferPointer { x in T._nrm2(n: size, x: x.baseAddress) }
  }
}
