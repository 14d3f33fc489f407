import Kernels
import LinearAlgebra

/// The transforms as dense matrices, written down from their definitions without the kernels.
enum TransformMatrices {
  /// `H[i, j] = (−1)^popcount(i & j) / √n`.
  static func hadamard(_ n: Int) -> Matrix<Double> {
    let size = 1 / Double(n).squareRoot()
    return Matrix(
      rows: n, columns: n,
      elements: (0..<n * n).map { (($0 / n) & ($0 % n)).nonzeroBitCount % 2 == 0 ? size : -size })
  }

  /// A: from signals of n to coefficients in flat order.
  static func analysis(
    low: [Double], high: [Double], n: Int, levels: Int, mode: ExtensionMode
  ) -> Matrix<Double> {
    pyramid(n, levels, low.count, mode) { length in
      (
        downsampling(low, length, mode),
        downsampling(high, length, mode)
      )
    }
  }

  /// S: from coefficients in flat order to signals of n.
  static func synthesis(
    low: [Double], high: [Double], n: Int, levels: Int, mode: ExtensionMode
  ) -> Matrix<Double> {
    // A level's synthesis ends where the next finer one begins, so the transpose has A's shape.
    pyramid(n, levels, low.count, mode) { length in
      (
        upsampling(low, length, mode).transposed(),
        upsampling(high, length, mode).transposed()
      )
    }.transposed()
  }

  private static func pyramid(
    _ n: Int, _ levels: Int, _ taps: Int, _ mode: ExtensionMode,
    level: (Int) -> (low: Matrix<Double>, high: Matrix<Double>)
  ) -> Matrix<Double> {
    var low = Matrix<Double>.identity(n)
    var bands: [Matrix<Double>] = []
    for _ in 0..<levels {
      let filters = level(low.rows)
      bands.append(filters.high * low)
      low = filters.low * low
    }
    bands.append(low)
    return Matrix(
      rows: bands.reduce(0) { $0 + $1.rows }, columns: n,
      elements: bands.reversed().flatMap(\.elements))
  }

  private static func bandCount(_ n: Int, _ taps: Int, _ mode: ExtensionMode) -> Int {
    mode == .zero ? (n + taps - 1) / 2 : (n + 1) / 2
  }

  /// One level's analysis by one filter.
  private static func downsampling(
    _ h: [Double], _ n: Int, _ mode: ExtensionMode
  ) -> Matrix<Double> {
    let count = bandCount(n, h.count, mode)
    var matrix = Matrix<Double>(rows: count, columns: n, repeating: 0)
    for k in 0..<count {
      for j in h.indices {
        switch mode {
        case .zero:
          let i = 2 * k + 1 - j
          if (0..<n).contains(i) { matrix[k, i] += h[j] }
        case .periodization:
          // An odd signal repeats its last sample.
          matrix[k, min(wrap(2 * k + h.count / 2 - j, n + n % 2), n - 1)] += h[j]
        }
      }
    }
    return matrix
  }

  /// One level's synthesis by one filter.
  private static func upsampling(
    _ f: [Double], _ n: Int, _ mode: ExtensionMode
  ) -> Matrix<Double> {
    let count = bandCount(n, f.count, mode)
    var matrix = Matrix<Double>(rows: n, columns: count, repeating: 0)
    for k in 0..<count {
      for j in f.indices {
        let i =
          switch mode {
          case .zero: j + 2 * k + 2 - f.count
          case .periodization: wrap(j + 2 * k + 1 - f.count / 2, n + n % 2)
          }
        if (0..<n).contains(i) { matrix[i, k] += f[j] }
      }
    }
    return matrix
  }

  private static func wrap(_ i: Int, _ period: Int) -> Int { (i % period + period) % period }
}
