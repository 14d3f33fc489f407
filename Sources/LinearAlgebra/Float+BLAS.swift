internal import COpenBLAS

// A leading dimension is at least 1 in the BLAS, even where there is nothing to lead.

extension Float: BLASScalar {
  /// `cblas_sgemm`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _gemm(
    transposeA: Bool, transposeB: Bool, m: Int32, n: Int32, k: Int32, alpha: Float,
    a: UnsafePointer<Float>?, b: UnsafePointer<Float>?, beta: Float, c: UnsafeMutablePointer<Float>?
  ) {
    cblas_sgemm(
      CblasRowMajor, transposeA ? CblasTrans : CblasNoTrans,
      transposeB ? CblasTrans : CblasNoTrans, m, n, k, alpha, a, max(1, transposeA ? m : k), b,
      max(1, transposeB ? k : n), beta, c, max(1, n))
  }

  /// `cblas_sgemv`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _gemv(
    transpose: Bool, m: Int32, n: Int32, alpha: Float, a: UnsafePointer<Float>?,
    x: UnsafePointer<Float>?, beta: Float, y: UnsafeMutablePointer<Float>?
  ) {
    cblas_sgemv(
      CblasRowMajor, transpose ? CblasTrans : CblasNoTrans, m, n, alpha, a, max(1, n), x, 1, beta,
      y, 1)
  }

  /// `cblas_sger`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _ger(
    m: Int32, n: Int32, alpha: Float, x: UnsafePointer<Float>?, y: UnsafePointer<Float>?,
    a: UnsafeMutablePointer<Float>?
  ) {
    cblas_sger(CblasRowMajor, m, n, alpha, x, 1, y, 1, a, max(1, n))
  }

  /// `cblas_saxpy`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _axpy(
    n: Int32, alpha: Float, x: UnsafePointer<Float>?, y: UnsafeMutablePointer<Float>?
  ) {
    cblas_saxpy(n, alpha, x, 1, y, 1)
  }

  /// `cblas_sscal`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _scal(
    n: Int32, alpha: Float, x: UnsafeMutablePointer<Float>?, stride: Int32
  ) {
    cblas_sscal(n, alpha, x, stride)
  }

  /// `cblas_sdot`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _dot(
    n: Int32, x: UnsafePointer<Float>?, y: UnsafePointer<Float>?
  ) -> Float {
    cblas_sdot(n, x, 1, y, 1)
  }

  /// `cblas_snrm2`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _nrm2(n: Int32, x: UnsafePointer<Float>?) -> Float {
    cblas_snrm2(n, x, 1)
  }

  /// `cblas_scopy`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _copy(
    n: Int32, x: UnsafePointer<Float>?, y: UnsafeMutablePointer<Float>?
  ) {
    cblas_scopy(n, x, 1, y, 1)
  }

  /// `cblas_somatcopy`, unchecked: an implementation detail, see ``BLASScalar``.
  public static func _omatcopy(
    rows: Int32, columns: Int32, a: UnsafePointer<Float>?, b: UnsafeMutablePointer<Float>?
  ) {
    cblas_somatcopy(CblasRowMajor, CblasTrans, rows, columns, 1, a, columns, b, rows)
  }
}
