import KernelInterface

/// Scratch rows: memory aligned to a cache line that grows on demand and never shrinks.
///
/// The one place where raw memory is owned. Contents are unspecified until written.
final class RowBuffer<Scalar: KernelScalar> {
  private var storage: UnsafeMutableRawPointer?
  private(set) var capacity = 0

  deinit { storage?.deallocate() }

  /// Scalars at the start of the buffer, for at least `count` of them.
  func scalars(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    if count > capacity || storage == nil {
      storage?.deallocate()
      // Zeroed once, so that lanes that are never written hold no signalling garbage.
      let bytes = max(count, 1) * MemoryLayout<Scalar>.stride
      let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      memory.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
      storage = memory
      capacity = max(count, 1)
    }
    return storage!.assumingMemoryBound(to: Scalar.self)
  }
}
