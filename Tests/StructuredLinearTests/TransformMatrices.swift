import Kernels
import LinearAlgebra
import NaiveReference

/// The transforms as dense matrices, written down from their definitions without the kernels.
enum TransformMatrices {
  /// `H[i, j] = (−1)^popcount(i & j) / √n`.
  static func hadamard(_ n: Int) -> Matrix<Double> {
    let size = 1 / Double(n).squareRoot()
    return Matrix(
      rows: n, columns: n,
      elements: (0..<n * n).map { (($0 / n) & ($0 % n)).nonzeroBitCount % 2 == 0 ? size : -size })
  }

  /// A: from signals to coefficients in flat order, a column for what becomes of each sample.
  static func analysis(_ transform: NaiveTransform) -> Matrix<Double> {
    columns(transform.lengths[0], transform.coefficientCount, transform.analysis)
  }

  /// S: from coefficients in flat order to signals.
  static func synthesis(_ transform: NaiveTransform) -> Matrix<Double> {
    columns(transform.coefficientCount, transform.lengths[0], transform.synthesis)
  }

  private static func columns(
    _ inputs: Int, _ outputs: Int, _ map: ([Double]) -> [Double]
  ) -> Matrix<Double> {
    let identity = Matrix<Double>.identity(inputs).elements
    let images = (0..<inputs).flatMap { map(Array(identity[$0 * inputs..<($0 + 1) * inputs])) }
    return Matrix(rows: inputs, columns: outputs, elements: images).transposed()
  }
}
