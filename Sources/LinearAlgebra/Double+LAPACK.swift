internal import CLAPACKE

extension Double {
  /// `LAPACKE_dgeev`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _geev(
    n: Int32, a: UnsafeMutablePointer<Double>?, real: UnsafeMutablePointer<Double>?,
    imaginary: UnsafeMutablePointer<Double>?
  ) -> Int32 {
    let none = CChar(UInt8(ascii: "N"))
    return LAPACKE_dgeev(LAPACK_ROW_MAJOR, none, none, n, a, n, real, imaginary, nil, 1, nil, 1)
  }

  /// `LAPACKE_dgesdd`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _gesdd(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Double>?, s: UnsafeMutablePointer<Double>?,
    u: UnsafeMutablePointer<Double>?, vt: UnsafeMutablePointer<Double>?
  ) -> Int32 {
    let job = u == nil ? UInt8(ascii: "N") : UInt8(ascii: "S")
    return LAPACKE_dgesdd(LAPACK_ROW_MAJOR, CChar(job), m, n, a, n, s, u, min(m, n), vt, n)
  }

  /// `LAPACKE_dgeqrf`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _geqrf(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Double>?, tau: UnsafeMutablePointer<Double>?
  ) -> Int32 {
    LAPACKE_dgeqrf(LAPACK_ROW_MAJOR, m, n, a, n, tau)
  }

  /// `LAPACKE_dorgqr`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _orgqr(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Double>?, tau: UnsafePointer<Double>?
  ) -> Int32 {
    LAPACKE_dorgqr(LAPACK_ROW_MAJOR, m, n, n, a, n, tau)
  }
}
