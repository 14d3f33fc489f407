internal import COpenBLAS

// A leading dimension is at least 1 in the BLAS, even where there is nothing to lead.

extension Double: BLASScalar {
  /// `cblas_dgemm`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _gemm(
    transposeA: Bool, transposeB: Bool, m: Int32, n: Int32, k: Int32, alpha: Double,
    a: UnsafePointer<Double>?, b: UnsafePointer<Double>?, beta: Double,
    c: UnsafeMutablePointer<Double>?
  ) {
    cblas_dgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
      transposeB ? CblasTrans : CblasNoTrans, m, n, k, alpha, a, max(1, transposeA ? m : k), b,
      max(1, transposeB ? k : n), beta, c, max(1, n))
  }

  /// `cblas_dgemv`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _gemv(
    transpose: Bool, m: Int32, n: Int32, alpha: Double, a: UnsafePointer<Double>?,
    x: UnsafePointer<Double>?, beta: Double, y: UnsafeMutablePointer<Double>?
  ) {
    cblas_dgemv(
      CblasRowMajor, transpose ? CblasTrans : CblasNoTrans, m, n, alpha, a, max(1, n), x, 1, beta,
      y, 1)
  }

  /// `cblas_dger`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _ger(
    m: Int32, n: Int32, alpha: Double, x: UnsafePointer<Double>?, y: UnsafePointer<Double>?,
    a: UnsafeMutablePointer<Double>?
  ) {
    cblas_dger(CblasRowMajor, m, n, alpha, x, 1, y, 1, a, max(1, n))
  }

  /// `cblas_daxpy`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _axpy(
    n: Int32, alpha: Double, x: UnsafePointer<Double>?, y: UnsafeMutablePointer<Double>?
  ) {
    cblas_daxpy(n, alpha, x, 1, y, 1)
  }

  /// `cblas_dscal`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _scal(
    n: Int32, alpha: Double, x: UnsafeMutablePointer<Double>?, stride: Int32
  ) {
    cblas_dscal(n, alpha, x, stride)
  }

  /// `cblas_ddot`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _dot(
    n: Int32, x: UnsafePointer<Double>?, y: UnsafePointer<Double>?
  ) -> Double {
    cblas_ddot(n, x, 1, y, 1)
  }

  /// `cblas_dnrm2`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _nrm2(n: Int32, x: UnsafePointer<Double>?) -> Double {
    cblas_dnrm2(n, x, 1)
  }

  /// `cblas_dcopy`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _copy(
    n: Int32, x: UnsafePointer<Double>?, y: UnsafeMutablePointer<Double>?
  ) {
    cblas_dcopy(n, x, 1, y, 1)
  }

  /// `cblas_domatcopy`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _omatcopy(
    rows: Int32, columns: Int32, a: UnsafePointer<Double>?, b: UnsafeMutablePointer<Double>?
  ) {
    cblas_domatcopy(CblasRowMajor, CblasTrans, rows, columns, 1, a, columns, b, rows)
  }
}
