public import Kernels

/// How far four filters are from a wavelet: the paper's soft constraints.
///
/// With `*` the full convolution, L the number of taps and `d` a vector of `2L − 1` with a 2 at
/// index `L − 1`, else 0:
///
/// - perfect reconstruction (equation 5): `Σ_k ((h0*f0)_k + (h1*f1)_k − d_k)²`
/// - alias cancellation (equation 6): `Σ_k (f0_k − s_k·h1_k)² + (f1_k + s_k·h0_k)²`, where
///   `s_k = (−1)^(k+1)`.
///
/// Both vanish on a wavelet. Scaling h0 by c and f0 by 1/c leaves the first unchanged, and likewise
/// for the high-pass pair. The second term ties both factors together, and one direction stays free:
/// (c·h0, h1/c, f0/c, c·f1).
public struct WaveletLoss<Scalar: KernelScalar>: Sendable, Equatable {
  /// The perfect-reconstruction term.
  public let perfectReconstruction: Scalar
  /// The alias-cancellation term.
  public let aliasCancellation: Scalar
  /// The sum of both terms.
  public var total: Scalar { perfectReconstruction + aliasCancellation }

  /// The loss of a bank given by its taps, four filters one after the other.
  public init(_ filters: Span<Scalar>) {
    let filters = Self.filters(filters)
    let taps = filters.count / 4
    perfectReconstruction = Self.residual(filters, taps).reduce(0) { $0 + $1 * $1 }
    aliasCancellation = (0..<2 * taps).reduce(0) { sum, k in
      let difference = Self.aliasDifference(filters, taps, k)
      return sum + difference * difference
    }
  }

  /// The loss of a bank.
  public init(_ bank: FilterBank<Scalar>) { self.init(bank.elements.span) }

  /// Adds `weight` times the gradient with respect to the taps to `gradient`.
  public static func accumulateGradient(
    of filters: Span<Scalar>, weight: Scalar, into gradient: inout MutableSpan<Scalar>
  ) {
    let filters = Self.filters(filters)
    guard gradient.count == filters.count else {
      fatalError("A gradient of \(gradient.count) for \(filters.count) taps")
    }
    let taps = filters.count / 4
    let residual = residual(filters, taps)
    for pair in 0..<2 {
      let h = pair * taps
      let f = (pair + 2) * taps
      for i in 0..<taps {
        for j in 0..<taps {
          let slope = 2 * weight * residual[i + j]
          gradient[h + i] += slope * filters[f + j]
          gradient[f + j] += slope * filters[h + i]
        }
      }
    }
    for k in 0..<2 * taps {
      let slope = 2 * weight * aliasDifference(filters, taps, k)
      let (synthesis, analysis, sign) = aliasPair(taps, k)
      gradient[synthesis] += slope
      gradient[analysis] -= sign * slope
    }
  }

  /// h0*f0 + h1*f1 − d.
  private static func residual(_ filters: [Scalar], _ taps: Int) -> [Scalar] {
    var result = [Scalar](repeating: 0, count: 2 * taps - 1)
    result[taps - 1] = -2
    for i in 0..<taps {
      for j in 0..<taps {
        result[i + j] += filters[i] * filters[2 * taps + j]
        result[i + j] += filters[taps + i] * filters[3 * taps + j]
      }
    }
    return result
  }

  /// Element k of (f0 − s·h1, f1 + s·h0): which taps it compares, as `synthesis − sign·analysis`.
  private static func aliasPair(_ taps: Int, _ k: Int) -> (Int, Int, Scalar) {
    let sign: Scalar = k % taps % 2 == 0 ? -1 : 1
    return k < taps ? (2 * taps + k, taps + k, sign) : (2 * taps + k, k - taps, -sign)
  }

  private static func aliasDifference(_ filters: [Scalar], _ taps: Int, _ k: Int) -> Scalar {
    let (synthesis, analysis, sign) = aliasPair(taps, k)
    return filters[synthesis] - sign * filters[analysis]
  }

  private static func filters(_ span: Span<Scalar>) -> [Scalar] {
    guard span.count >= 8, span.count.isMultiple(of: 8) else {
      fatalError("\(span.count) taps make no four filters of an even number of taps")
    }
    return span.indices.map { span[$0] }
  }
}
