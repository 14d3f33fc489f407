extension Workspace {
  /// Lends memory for intermediate results while `body` runs.
  ///
  /// Calls may be nested: each depth has a buffer of its own, which grows to the most that was asked
  /// of it, so that a sequence of calls allocates only when it runs first. What the memory holds is
  /// unspecified until it is written.
  ///
  /// Traps for a negative count.
  ///
  /// - Parameters:
  ///   - count: How many scalars.
  ///   - body: Is given the memory.
  public func withScratch(_ count: Int, _ body: (inout MutableSpan<Scalar>) -> Void) {
    require(count >= 0, "Scratch memory for \(count) scalars")
    let memory = scratch.borrow(count)
    defer { scratch.giveBack() }
    var span = MutableSpan(_unsafeStart: memory, count: count)
    body(&span)
  }

  /// Lends two pieces of memory, as ``withScratch(_:_:)`` does one.
  public func withScratch(
    _ first: Int, _ second: Int,
    _ body: (inout MutableSpan<Scalar>, inout MutableSpan<Scalar>) -> Void
  ) {
    require(first >= 0 && second >= 0, "Scratch memory for \(first) and \(second) scalars")
    let memory = (scratch.borrow(first), scratch.borrow(second))
    defer {
      scratch.giveBack()
      scratch.giveBack()
    }
    var one = MutableSpan(_unsafeStart: memory.0, count: first)
    var other = MutableSpan(_unsafeStart: memory.1, count: second)
    body(&one, &other)
  }
}

/// Buffers that are lent and given back in reverse order.
final class ScratchStack<Scalar: KernelScalar> {
  private var buffers: [RowBuffer<Scalar>] = []
  private var depth = 0

  /// Scalars of the buffer next in order.
  func borrow(_ count: Int) -> UnsafeMutablePointer<Scalar> {
    if depth == buffers.count { buffers.append(RowBuffer()) }
    depth += 1
    return buffers[depth - 1].scalars(count)
  }

  /// Takes back what was lent last.
  func giveBack() { depth -= 1 }
}
