// What the BLAS takes on trust is checked here. `fatalError` rather than
// `precondition`, whose message an optimised build drops.

/// A size as the 32-bit integer the BLAS takes; traps where it does not fit.
@usableFromInline
func blasSize(_ value: Int, _ name: StaticString, in routine: StaticString) -> Int32 {
  guard value >= 0, let size = Int32(exactly: value) else {
    fatalError("\(routine): \(name) is \(value), but sizes range from 0 to \(Int32.max)")
  }
  return size
}

/// Traps where an operand has another number of elements than its shape says.
@usableFromInline
func requireCount(
  _ count: Int, equals expected: Int, _ shape: StaticString, of name: StaticString,
  in routine: StaticString
) {
  guard count == expected else {
    fatalError("\(routine): \(name) has \(count) elements instead of \(expected) (\(shape))")
  }
}

/// Traps for an element outside a matrix.
@usableFromInline @inline(never)
func trapOutside(row: Int, column: Int, rows: Int, columns: Int) -> Never {
  fatalError("Matrix: element [\(row), \(column)] of a \(rows) × \(columns) matrix")
}
