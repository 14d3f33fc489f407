/// A floating-point type the BLAS and LAPACK compute with: `Float` or `Double`.
///
/// The requirements are the unchecked calls of one precision and are an
/// implementation detail: sizes are 32-bit, matrices row-major with tight
/// leading dimensions, and no count is checked. Use ``BLAS`` and ``Matrix``
/// instead, and do not conform other types.
public protocol BLASScalar: BinaryFloatingPoint, Sendable, BitwiseCopyable {
  /// C ← α op(A) op(B) + β C.
  ///
  /// Implementation detail of ``BLAS``.
  static func _gemm(
    transposeA: Bool, transposeB: Bool, m: Int32, n: Int32, k: Int32, alpha: Self,
    a: UnsafePointer<Self>?, b: UnsafePointer<Self>?, beta: Self, c: UnsafeMutablePointer<Self>?)

  /// y ← α op(A) x + β y with A stored as m × n.
  ///
  /// Implementation detail of ``BLAS``.
  static func _gemv(
    transpose: Bool, m: Int32, n: Int32, alpha: Self, a: UnsafePointer<Self>?,
    x: UnsafePointer<Self>?, beta: Self, y: UnsafeMutablePointer<Self>?)

  /// A ← α x yᵀ + A.
  ///
  /// Implementation detail of ``BLAS``.
  static func _ger(
    m: Int32, n: Int32, alpha: Self, x: UnsafePointer<Self>?, y: UnsafePointer<Self>?,
    a: UnsafeMutablePointer<Self>?)

  /// y ← α x + y.
  ///
  /// Implementation detail of ``BLAS``.
  static func _axpy(
    n: Int32, alpha: Self, x: UnsafePointer<Self>?, y: UnsafeMutablePointer<Self>?)

  /// x ← α x over every `stride`-th element.
  ///
  /// Implementation detail of ``BLAS``.
  static func _scal(n: Int32, alpha: Self, x: UnsafeMutablePointer<Self>?, stride: Int32)

  /// xᵀ y.
  ///
  /// Implementation detail of ``BLAS``.
  static func _dot(n: Int32, x: UnsafePointer<Self>?, y: UnsafePointer<Self>?) -> Self

  /// ‖x‖₂.
  ///
  /// Implementation detail of ``BLAS``.
  static func _nrm2(n: Int32, x: UnsafePointer<Self>?) -> Self

  /// y ← x.
  ///
  /// Implementation detail of ``BLAS``.
  static func _copy(n: Int32, x: UnsafePointer<Self>?, y: UnsafeMutablePointer<Self>?)

  /// B ← Aᵀ for a rows × columns matrix A, neither of them 0.
  ///
  /// Implementation detail of ``BLAS``.
  static func _omatcopy(
    rows: Int32, columns: Int32, a: UnsafePointer<Self>?, b: UnsafeMutablePointer<Self>?)

  /// Eigenvalues of an n × n matrix, which is overwritten; returns LAPACK's `info`.
  ///
  /// Implementation detail of ``Matrix``.
  static func _geev(
    n: Int32, a: UnsafeMutablePointer<Self>?, real: UnsafeMutablePointer<Self>?,
    imaginary: UnsafeMutablePointer<Self>?
  ) -> Int32

  /// Singular values of an m × n matrix, which is overwritten, and where `u` and `vt` are
  /// given the singular vectors in reduced form; returns LAPACK's `info`.
  ///
  /// Implementation detail of ``SVD``.
  static func _gesdd(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Self>?, s: UnsafeMutablePointer<Self>?,
    u: UnsafeMutablePointer<Self>?, vt: UnsafeMutablePointer<Self>?
  ) -> Int32

  /// R and the Householder vectors of an m × n matrix, in its place; returns LAPACK's `info`.
  ///
  /// Implementation detail of ``QR``.
  static func _geqrf(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Self>?, tau: UnsafeMutablePointer<Self>?
  ) -> Int32

  /// The m × n matrix Q of `n` Householder vectors, in their place; returns LAPACK's `info`.
  ///
  /// Implementation detail of ``QR``.
  static func _orgqr(
    m: Int32, n: Int32, a: UnsafeMutablePointer<Self>?, tau: UnsafePointer<Self>?
  ) -> Int32
}
