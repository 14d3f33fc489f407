extension RowEngine {
  /// The orthonormal Walsh–Hadamard transform of a place's rows in place, natural order.
  ///
  /// The count has to be a power of two. The matrix is symmetric and its own inverse, so this is
  /// also its adjoint.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func walshHadamard(_ place: RowPlace) {
    requirePowerOfTwo(place.count)
    var scale = 1 / Scalar(place.count).squareRoot()
    kernels.walshHadamard(rows(place), place.count, 1, &scale)
  }
}

extension Workspace {
  /// The orthonormal Walsh–Hadamard transform of each signal of a row-major batch in place, natural
  /// order, spread over the threads.
  public func walshHadamard(
    _ signals: inout MutableSpan<Scalar>, batch: Int, length: Int
  ) {
    requirePowerOfTwo(length)
    require(
      signals.count == batch * length, "\(batch) signals of \(length) in \(signals.count) scalars")
    let kernel = Scalar.kernels(for: instructionSet).signal.walshHadamard
    signals.withUnsafeMutableBufferPointer { signals in
      guard let start = signals.baseAddress else { return }
      nonisolated(unsafe) let x = start
      let chunks = min(threads, batch)
      spread(chunks) { _, chunk in
        var scale = 1 / Scalar(length).squareRoot()
        let first = chunk * batch / chunks
        kernel(x + first * length, length, (chunk + 1) * batch / chunks - first, &scale)
      }
    }
  }
}

private func requirePowerOfTwo(_ count: Int) {
  require(
    count > 0 && count & (count - 1) == 0,
    "A Walsh–Hadamard transform needs a power of two, not \(count)")
}
