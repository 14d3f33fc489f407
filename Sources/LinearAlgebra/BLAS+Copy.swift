extension BLAS {
  /// y ← x, over vectors of one length.
  @inlinable
  public static func copy<T: BLASScalar>(x: Span<T>, y: inout MutableSpan<T>) {
    let size = blasSize(x.count, "the count of x", in: "BLAS.copy")
    requireCount(y.count, equals: x.count, "as x", of: "y", in: "BLAS.copy")
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        T._copy(n: size, x: x.baseAddress, y: y.baseAddress)
      }
    }
  }
}
