/// Basic linear algebra over spans of `Float` or `Double`, computed by OpenBLAS.
///
/// The names are those of the Basic Linear Algebra Subprograms (Dongarra et al., "A Set
/// of Level 3 Basic Linear Algebra Subprograms", ACM TOMS 16, 1990, and its forerunners).
/// Matrices are row-major without gaps: row `i` of an m × n matrix starts at element `i * n`.
///
/// Every count is checked before OpenBLAS sees it: a count other than the one the shape
/// asks for, a negative size and a size over `Int32.max` trap with both values.
///
/// Calls may run at the same time on several threads. A large call itself uses up to
/// ``OpenBLAS/threads`` threads.
public enum BLAS {}
