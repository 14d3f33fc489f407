/// The reduced singular value decomposition A = U diag(s) Vᵀ of an m × n matrix.
///
/// With r = min(m, n).
public struct SVD<Scalar: BLASScalar>: Sendable, Equatable {
  /// U, m × r, whose columns are orthonormal.
  public let u: Matrix<Scalar>

  /// The r singular values, largest first, none negative.
  public let singularValues: [Scalar]

  /// Vᵀ, r × n, whose rows are orthonormal.
  public let vTransposed: Matrix<Scalar>
}

extension Matrix {
  /// The reduced singular value decomposition (LAPACK's `gesdd`).
  ///
  /// - Throws: ``LAPACKError`` where the matrix is not finite or the iteration does not converge.
  public func svd() throws(LAPACKError) -> SVD<Scalar> {
    let (m, n) = try checkedSizes(for: "gesdd")
    let rank = min(rows, columns)
    var u = [Scalar](repeating: 0, count: rows * rank)
    var s = [Scalar](repeating: 0, count: rank)
    var vt = [Scalar](repeating: 0, count: rank * columns)
    if rank > 0 {
      var work = elements
      try checkInfo(Scalar._gesdd(m: m, n: n, a: &work, s: &s, u: &u, vt: &vt), of: "gesdd")
    }
    return SVD(
      u: Matrix(rows: rows, columns: rank, elements: u), singularValues: s,
      vTransposed: Matrix(rows: rank, columns: columns, elements: vt))
  }

  /// The min(rows, columns) singular values, largest first, without the vectors.
  ///
  /// - Throws: ``LAPACKError`` where the matrix is not finite or the iteration does not converge.
  public func singularValues() throws(LAPACKError) -> [Scalar] {
    let (m, n) = try checkedSizes(for: "gesdd")
    var s = [Scalar](repeating: 0, count: min(rows, columns))
    if !s.isEmpty {
      var work = elements
      try checkInfo(Scalar._gesdd(m: m, n: n, a: &work, s: &s, u: nil, vt: nil), of: "gesdd")
    }
    return s
  }

  /// The condition number in the 2-norm: the largest singular value over the smallest.
  ///
  /// It is infinite where the smallest is 0, and 1 for an empty matrix, as in LAPACK (`gecon`).
  ///
  /// - Throws: ``LAPACKError`` where the matrix is not finite or the iteration does not converge.
  public func conditionNumber() throws(LAPACKError) -> Scalar {
    let values = try singularValues()
    guard let largest = values.first, let smallest = values.last else { return 1 }
    return smallest > 0 ? largest / smallest : .infinity
  }
}
