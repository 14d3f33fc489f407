public import Kernels

/// The orthonormal Walsh–Hadamard transform of batches of signals.
///
/// Its matrix, for a power of two n, is `H[i, j] = (−1)^popcount(i & j) / √n`: natural (Hadamard)
/// order. It is symmetric and its own inverse.
public struct WalshHadamardTransform: Sendable {
  /// Samples in a signal: a power of two.
  public let length: Int

  /// A transform for signals of one length. Traps where it is no power of two.
  public init(length: Int) {
    guard length > 0, length & (length - 1) == 0 else {
      fatalError("A Walsh–Hadamard transform needs a power of two, not \(length)")
    }
    self.length = length
  }

  /// Transforms each signal of a row-major batch `[batch, length]` in place.
  public func apply<Scalar: KernelScalar>(
    _ signals: inout MutableSpan<Scalar>, batch: Int, workspace: Workspace<Scalar>
  ) {
    workspace.walshHadamard(&signals, batch: batch, length: length)
  }
}
