extension Matrix {
  /// The eigenvalues of a square matrix, in LAPACK's order (`geev`).
  ///
  /// A complex pair is adjacent, the one with the positive imaginary part first.
  /// Traps where the matrix is not square.
  ///
  /// - Returns: As many eigenvalues as there are rows.
  /// - Throws: ``LAPACKError`` where the matrix is not finite or the QR iteration does not
  ///   converge.
  public func eigenvalues() throws(LAPACKError) -> [(real: Scalar, imaginary: Scalar)] {
    guard rows == columns else {
      fatalError("Matrix: eigenvalues of a \(rows) × \(columns) matrix, which is not square")
    }
    let (n, _) = try checkedSizes(for: "geev")
    guard n > 0 else { return [] }
    var work = elements
    var real = [Scalar](repeating: 0, count: rows)
    var imaginary = real
    let info = Scalar._geev(n: n, a: &work, real: &real, imaginary: &imaginary)
    try checkInfo(info, of: "geev")
    return zip(real, imaginary).map { (real: $0, imaginary: $1) }
  }
}
