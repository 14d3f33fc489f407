/// Traps with a message where a programmer's promise is broken.
///
/// `fatalError` rather than `precondition`, whose message an optimised build drops.
@inline(__always)
package func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { fail(message()) }
}

@inline(never)
private func fail(_ message: String) -> Never { fatalError(message) }
