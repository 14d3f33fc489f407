public import Kernels

/// How far four filters are from perfect reconstruction, with the alias condition of equation 4 in
/// place of the tie of equation 6, which is only one way to meet it.
///
/// Each term is the sum of the squared coefficients of a polynomial, of `2L − 1` coefficients:
///
/// - perfect reconstruction (equation 5): `H0(z)F0(z) + H1(z)F1(z) − 2z^{−(L−1)}`
/// - alias cancellation (equation 4): `H0(−z)F0(z) + H1(−z)F1(z)`
///
/// Scaling h0 by c and f0 by 1/c, and likewise h1 and f1 by their own c, changes neither.
public struct GeneralWaveletLoss<Scalar: KernelScalar>: Sendable, Equatable {
  /// The perfect-reconstruction term.
  public let perfectReconstruction: Scalar
  /// The alias-cancellation term.
  public let aliasCancellation: Scalar
  /// The sum of both terms.
  public var total: Scalar { perfectReconstruction + aliasCancellation }

  /// The loss of a bank given by its taps, four filters one after the other.
  public init(_ filters: Span<Scalar>) {
    func square(_ isAlias: Bool) -> Scalar {
      Self.polynomial(filters, isAlias: isAlias).reduce(0) { $0 + $1 * $1 }
    }
    perfectReconstruction = square(false)
    aliasCancellation = square(true)
  }

  /// The loss of a bank.
  public init(_ bank: FilterBank<Scalar>) { self.init(bank.elements.span) }

  /// Adds `weight` times the gradient with respect to the taps to `gradient`.
  public static func accumulateGradient(
    of filters: Span<Scalar>, weight: Scalar, into gradient: inout MutableSpan<Scalar>
  ) {
    guard gradient.count == filters.count else {
      fatalError("A gradient of \(gradient.count) for \(filters.count) taps")
    }
    for isAlias in [false, true] {
      let residual = polynomial(filters, isAlias: isAlias)
      forEachProduct(taps: filters.count / 4) { h, f, k, isOdd in
        let sign: Scalar = isAlias && isOdd ? -1 : 1
        let slope = 2 * weight * sign * residual[k]
        gradient[h] += slope * filters[f]
        gradient[f] += slope * filters[h]
      }
    }
  }

  /// The coefficients of one of the two polynomials.
  static func polynomial(_ filters: Span<Scalar>, isAlias: Bool) -> [Scalar] {
    guard filters.count >= 8, filters.count.isMultiple(of: 8) else {
      fatalError("\(filters.count) taps make no four filters of an even number of taps")
    }
    let taps = filters.count / 4
    var result = [Scalar](repeating: 0, count: 2 * taps - 1)
    if !isAlias { result[taps - 1] = -2 }
    forEachProduct(taps: taps) { h, f, k, isOdd in
      let product = filters[h] * filters[f]
      result[k] += isAlias && isOdd ? -product : product
    }
    return result
  }

  /// Calls `body` with the places of an analysis and a synthesis tap, the coefficient that their
  /// product is part of, and whether the analysis tap is an odd one.
  private static func forEachProduct(taps: Int, _ body: (Int, Int, Int, Bool) -> Void) {
    for pair in 0..<2 {
      for i in 0..<taps {
        for j in 0..<taps {
          body(pair * taps + i, (pair + 2) * taps + j, i + j, i % 2 == 1)
        }
      }
    }
  }
}
