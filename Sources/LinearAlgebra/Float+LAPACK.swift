internal import CLAPACKE

extension Float {
  /// `LAPACKE_sgeev`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _geev(
    n: Int32, a: UnsafeMutablePointer<Float>?, real: UnsafeMutablePointer<Float>?,
    imaginary: UnsafeMutablePointer<Float>?
  ) -> Int32 {
    let none = CChar(UInt8(ascii: "N"))
    return LAPACKE_sgeev(LAPACK_ROW_MAJOR, none, none, n, a, n, real, imaginary, nil, 1, nil, 1)
  }

  /// `LAPACKE_sgesdd`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _gesdd(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Float>?, s: UnsafeMutablePointer<Float>?,
    u: UnsafeMutablePointer<Float>?, vt: UnsafeMutablePointer<Float>?
  ) -> Int32 {
    let job = u == nil ? UInt8(ascii: "N") : UInt8(ascii: "S")
    return LAPACKE_sgesdd(LAPACK_ROW_MAJOR, CChar(job), m, n, a, n, s, u, min(m, n), vt, n)
  }

  /// `LAPACKE_sgeqrf`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _geqrf(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Float>?, tau: UnsafeMutablePointer<Float>?
  ) -> Int32 {
    LAPACKE_sgeqrf(LAPACK_ROW_MAJOR, m, n, a, n, tau)
  }

  /// `LAPACKE_sorgqr`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _orgqr(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Float>?, tau: UnsafePointer<Float>?
  ) -> Int32 {
    LAPACKE_sorgqr(LAPACK_ROW_MAJOR, m, n, n, a, n, tau)
  }
}
