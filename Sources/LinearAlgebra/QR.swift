/// The reduced factorisation A = Q R of an m × n matrix.
///
/// With r = min(m, n).
public struct QR<Scalar: BLASScalar>: Sendable, Equatable {
  /// Q, m × r, whose columns are orthonormal.
  public let q: Matrix<Scalar>

  /// R, r × n, zero below its diagonal, on which either sign occurs.
  public let r: Matrix<Scalar>
}

extension Matrix {
  /// The reduced factorisation by Householder reflections (LAPACK's `geqrf` and `orgqr`).
  ///
  /// - Throws: ``LAPACKError/nonFiniteInput(routine:)`` where the matrix is not finite.
  public func qr() throws(LAPACKError) -> QR<Scalar> {
    let (m, n) = try checkedSizes(for: "geqrf")
    let rank = min(rows, columns)
    var q = Matrix(rows: rows, columns: rank, repeating: 0)
    var r = Matrix(rows: rank, columns: columns, repeating: 0)
    guard rank > 0 else { return QR(q: q, r: r) }

    // R above the diagonal of `factors`, the Householder vectors below it.
    var factors = self
    var tau = [Scalar](repeating: 0, count: rank)
    try checkInfo(Scalar._geqrf(m: m, n: n, a: &factors.elements, tau: &tau), of: "geqrf")
    for i in 0..<rank {
      for j in i..<columns { r[i, j] = factors[i, j] }
    }
    for i in 0..<rows {
      for j in 0..<min(i, rank) { q[i, j] = factors[i, j] }
    }
    try checkInfo(Scalar._orgqr(m: m, n: Int32(rank), a: &q.elements, tau: tau), of: "orgqr")
    return QR(q: q, r: r)
  }
}
