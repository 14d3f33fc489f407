extension RowEngine {
  /// The orthonormal Walsh–Hadamard transform of a place's rows in place, natural order.
  ///
  /// The count has to be a power of two. The matrix is symmetric and its own inverse, so this is
  /// also its adjoint.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func walshHadamard(_ place: RowPlace) {
    walshHadamard(rows(place), place.count)
  }

  /// The same of one signal where it is.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func walshHadamard(_ signal: inout MutableSpan<Scalar>) {
    require(kernels.lanes == 1, "A signal for kernels of \(kernels.lanes) lanes")
    signal.withUnsafeMutableBufferPointer {
      if let first = $0.baseAddress { walshHadamard(first, $0.count) }
    }
  }

  @inline(__always)
  private func walshHadamard(_ x: UnsafeMutablePointer<Scalar>, _ count: Int) {
    require(
      count > 0 && count & (count - 1) == 0,
      "A Walsh–Hadamard transform needs a power of two, not \(count)")
    var scale = 1 / Scalar(count).squareRoot()
    kernels.walshHadamard(x, count, &scale)
  }
}
