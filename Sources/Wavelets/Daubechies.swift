import ComplexModule
import LinearAlgebra

/// Daubechies' orthogonal wavelets by spectral factorisation (Daubechies 1988; Strang and Nguyen,
/// section 5.5).
///
/// With p vanishing moments, the product filter is
/// `P(y) = Σ_{k<p} C(p−1+k, k)·y^k` times `(1 − y)^p`, where `y = (2 − z − 1/z)/4`. Each root of P
/// gives a pair of roots z, 1/z; the scaling filter of extremal phase takes those inside the unit
/// circle, and p more at −1.
enum Daubechies {
  /// Up to here the roots are accurate enough for orthonormality to 1e-14.
  static let largest = 10

  static func scalingFilter(_ moments: Int) -> [Double] {
    guard (1...largest).contains(moments) else {
      fatalError("Daubechies wavelets have 1...\(largest) vanishing moments, not \(moments)")
    }
    var filter = Polynomial(coefficients: [1])
    for _ in 0..<moments { filter.multiply(byRoot: -1) }
    for y in roots(moments) {
      // y = (2 − z − 1/z)/4 ⇔ z² − (2 − 4y)·z + 1 = 0; the two solutions are reciprocal.
      let half = 1 - 2 * y
      let root = Complex.sqrt(half * half - 1)
      let z = half + root
      filter.multiply(byRoot: z.length < 1 ? z : half - root)
    }
    // Roots come in conjugate pairs, so what is left of imaginary parts is rounding.
    let taps = filter.coefficients.map(\.real)
    let sum = taps.reduce(0, +)
    return taps.map { $0 * 2.0.squareRoot() / sum }
  }

  /// Roots of P, as eigenvalues of its companion matrix, polished by Newton's method.
  private static func roots(_ moments: Int) -> [Complex<Double>] {
    var coefficients = [1.0]
    for k in 1..<moments {
      coefficients.append(coefficients[k - 1] * Double(moments - 1 + k) / Double(k))
    }
    let degree = moments - 1
    guard degree > 0 else { return [] }
    var companion = Matrix<Double>(rows: degree, columns: degree, repeating: 0)
    for i in 0..<degree {
      companion[i, degree - 1] = -coefficients[i] / coefficients[degree]
      if i > 0 { companion[i, i - 1] = 1 }
    }
    let eigenvalues: [(real: Double, imaginary: Double)]
    do { eigenvalues = try companion.eigenvalues() } catch { fatalError("\(error)") }
    return eigenvalues.map { polish(Complex($0.real, $0.imaginary), coefficients) }
  }

  private static func polish(_ start: Complex<Double>, _ coefficients: [Double]) -> Complex<Double>
  {
    var y = start
    for _ in 0..<3 {
      var value: Complex<Double> = 0
      var slope: Complex<Double> = 0
      for coefficient in coefficients.reversed() {
        slope = slope * y + value
        value = value * y + Complex(coefficient)
      }
      y = y - value / slope
    }
    return y
  }
}

/// A polynomial with complex coefficients, highest power first.
private struct Polynomial {
  var coefficients: [Complex<Double>]

  mutating func multiply(byRoot root: Complex<Double>) {
    coefficients.append(0)
    for i in (1..<coefficients.count).reversed() {
      coefficients[i] = coefficients[i] - coefficients[i - 1] * root
    }
  }
}
