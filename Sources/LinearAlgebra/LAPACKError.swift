internal import CLAPACKE

/// What keeps a LAPACK routine from its result.
public enum LAPACKError: Error, Sendable, Equatable {
  /// The matrix given to the routine holds NaN or infinity.
  case nonFiniteInput(routine: String)

  /// The iteration of the routine did not converge; `info` is the positive number LAPACK
  /// returned, whose meaning is in the routine's documentation.
  case notConverged(routine: String, info: Int)
}

extension LAPACKError: CustomStringConvertible {
  /// The error in words.
  public var description: String {
    switch self {
    case .nonFiniteInput(let routine): "\(routine): the matrix holds NaN or infinity"
    case .notConverged(let routine, let info): "\(routine) did not converge (info \(info))"
    }
  }
}

/// Throws or traps by what a LAPACKE call returned.
///
/// LAPACKE's own check for NaN can be switched off and lets infinity pass, so the input was
/// checked before: a negative `info` is then an illegal argument, a fault of this module.
func checkInfo(_ info: Int32, of routine: String) throws(LAPACKError) {
  if info == 0 { return }
  if info > 0 { throw .notConverged(routine: routine, info: Int(info)) }
  if info == LAPACK_WORK_MEMORY_ERROR || info == LAPACK_TRANSPOSE_MEMORY_ERROR {
    fatalError("\(routine): out of memory (info \(info))")
  }
  fatalError("\(routine): argument \(-info) is illegal")
}

extension Matrix {
  /// The sizes as LAPACK takes them, for a matrix that is all finite.
  func checkedSizes(for routine: String) throws(LAPACKError) -> (m: Int32, n: Int32) {
    requireShape(elements.count, rows: rows, columns: columns)
    guard let m = Int32(exactly: rows), let n = Int32(exactly: columns) else {
      fatalError("\(routine): \(rows) × \(columns) matrix, but sizes go to \(Int32.max)")
    }
    guard elements.allSatisfy(\.isFinite) else { throw .nonFiniteInput(routine: routine) }
    return (m, n)
  }
}
