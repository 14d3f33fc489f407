public import Kernels
public import LinearAlgebra

extension FilterBank where Scalar: BLASScalar {
  /// How far the bank is from perfect reconstruction, whatever the signal: the largest coefficient
  /// of equation 3, `H0(z)F0(z) + H1(z)F1(z) − 2z^{−(L−1)}`, and of equation 4,
  /// `H0(−z)F0(z) + H1(−z)F1(z)`. NaN where a coefficient is.
  public var reconstructionError: Scalar {
    [false, true].flatMap {
      GeneralWaveletLoss.polynomial(elements.span, isAlias: $0)
    }.reduce(0, largerMagnitude)
  }

  /// The matrix A of an analysis, `[coefficientCount, length]` (equation 1).
  ///
  /// Traps for a length outside `1...TransformPlan.largestLength` and a number of levels below 1.
  public func analysisMatrix(
    length: Int, levels: Int, mode: ExtensionMode = .periodization
  ) -> Matrix<Scalar> {
    let transform = WaveletTransform(self, length: length, levels: levels, mode: mode)
    let basis = Matrix<Scalar>.identity(length)
    var rows = Matrix<Scalar>(rows: length, columns: transform.coefficientCount, repeating: 0)
    var span = rows.elements.mutableSpan
    transform.analysis(
      basis.elements.span, into: &span, batch: length, workspace: Workspace(threads: 1))
    return rows.transposed()
  }

  /// The condition number of A in the 2-norm: how much reconstruction may enlarge relative errors.
  /// It is 1 for an orthogonal bank with periodization where 2^levels divides the length.
  ///
  /// - Throws: `LAPACKError` where the taps are not finite or the iteration does not converge.
  public func conditionNumber(
    length: Int, levels: Int, mode: ExtensionMode = .periodization
  ) throws(LAPACKError) -> Scalar {
    try analysisMatrix(length: length, levels: levels, mode: mode).conditionNumber()
  }
}

/// The larger of two magnitudes, of which the first is one already; NaN once there was one, which `max`
/// loses.
func largerMagnitude<Scalar: FloatingPoint>(_ largest: Scalar, _ x: Scalar) -> Scalar {
  largest.isNaN || x.isNaN ? .nan : max(largest, abs(x))
}
