import ComplexModule
import LinearAlgebra

/// Wavelets by spectral factorisation (Daubechies 1988 and 1992, chapter 8; Strang and Nguyen,
/// section 5.5): Daubechies' orthogonal ones, and the filters of biorthogonal ones.
///
/// With p vanishing moments, the product filter is `(1 − y)^p·P(y)` with
/// `P(y) = Σ_{k<p} C(p−1+k, k)·y^k` and `y = (2 − z − 1/z)/4`. Each root of P gives a pair of roots
/// z, 1/z, of which an orthogonal scaling filter takes one, and conjugates together; p more are at
/// −1. Of two symmetric filters, which share 2·p roots at −1, one takes both z and 1/z.
struct SpectralFactorisation {
  /// Roots that go together: one that is real, or two conjugates. All are inside the unit circle; the
  /// real parts of their y fall.
  let groups: [[ComplexDoubleDouble]]
  private let moments: Int

  /// Factors the product filter of a number of vanishing moments.
  init(moments: Int) {
    self.moments = moments
    let coefficients = Self.productPolynomial(moments)
    // Of two conjugates, the one above the axis stands for both.
    let roots = Self.roots(coefficients).sorted { $0.real.high > $1.real.high }
    groups = roots.compactMap { y in
      if abs(y.imaginary.high) < 1e-9 {
        return [Self.innerRoot(ComplexDoubleDouble(y.real))]
      }
      if y.imaginary.high < 0 { return nil }
      let z = Self.innerRoot(y)
      return [z, ComplexDoubleDouble(z.real, -z.imaginary)]
    }
  }

  /// The scaling filter of extremal phase: all roots inside the unit circle.
  func extremalPhase() -> [Double] {
    scalingFilter { _ in false }
  }

  /// The scaling filter of the most linear phase, by least squares.
  ///
  /// The phase of a root z inside the unit circle differs from a straight line by
  /// `d_z(ω) = arg(1 − z·e^{−iω})`, that of 1/z by `−d_z(ω)`. So of all choices of signs, one per
  /// group, that one is taken for which `Σ ±d` has the least mean square. A filter and its mirror
  /// image are equal in that; the one with its mean before the middle is returned.
  func leastAsymmetric() -> [Double] {
    let deviations = groups.map(Self.phaseDeviation)
    let products = deviations.map { a in
      deviations.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    }
    func sign(_ group: Int, _ choice: Int) -> Double { choice >> group & 1 == 0 ? 1 : -1 }
    func meanSquare(_ choice: Int) -> Double {
      var sum = 0.0
      for i in groups.indices {
        for j in groups.indices { sum += sign(i, choice) * sign(j, choice) * products[i][j] }
      }
      return sum
    }
    // The last group stays inside: the other half are mirror images.
    let choices = 0..<1 << max(0, groups.count - 1)
    let best = choices.min { meanSquare($0) < meanSquare($1) }!
    let filter = scalingFilter { best >> $0 & 1 == 1 }
    let moment = filter.indices.reduce(0.0) { $0 + Double($1) * filter[$1] }
    let middle = Double(filter.count - 1) / 2 * filter.reduce(0, +)
    return moment < middle ? filter : filter.reversed()
  }

  /// `C(p−1+k, k)` for k in `0..<p`.
  private static func productPolynomial(_ moments: Int) -> [DoubleDouble] {
    var coefficients = [DoubleDouble(1)]
    for k in 1..<max(moments, 1) {
      coefficients.append(
        coefficients[k - 1] * DoubleDouble(Double(moments - 1 + k)) / DoubleDouble(Double(k)))
    }
    return coefficients
  }

  /// The roots of a polynomial, lowest power first, as eigenvalues of its companion matrix.
  private static func companionRoots(_ coefficients: [DoubleDouble])
    -> [(real: Double, imaginary: Double)]
  {
    let degree = coefficients.count - 1
    guard degree > 0 else { return [] }
    var companion = Matrix<Double>(rows: degree, columns: degree, repeating: 0)
    for i in 0..<degree {
      companion[i, degree - 1] = -coefficients[i].high / coefficients[degree].high
      if i > 0 { companion[i, i - 1] = 1 }
    }
    do { return try companion.eigenvalues() } catch { fatalError("\(error)") }
  }

  /// The roots, from the eigenvalues on by the method of Ehrlich and Aberth: Newton's, with the other
  /// roots divided out, so that no two of these inexact starts end at the same root. From the third
  /// digit on, which eigenvalues have, each step triples the number of digits.
  private static func roots(_ coefficients: [DoubleDouble]) -> [ComplexDoubleDouble] {
    let one = ComplexDoubleDouble(DoubleDouble(1))
    var roots = companionRoots(coefficients).map {
      ComplexDoubleDouble(DoubleDouble($0.real), DoubleDouble($0.imaginary))
    }
    for _ in 0..<8 {
      roots = roots.indices.map { i in
        let y = roots[i]
        var value = ComplexDoubleDouble(DoubleDouble(0))
        var slope = value
        for coefficient in coefficients.reversed() {
          slope = slope * y + value
          value = value * y + ComplexDoubleDouble(coefficient)
        }
        let step = value / slope
        let others = roots.indices.reduce(ComplexDoubleDouble(DoubleDouble(0))) {
          $1 == i ? $0 : $0 + one / (y - roots[$1])
        }
        return y - step / (one - step * others)
      }
    }
    return roots
  }

  /// The root inside the unit circle of `y = (2 − z − 1/z)/4`, that is of `z² − 2·h·z + 1` for
  /// `h = 1 − 2·y`: in double precision, then by Newton's method.
  private static func innerRoot(_ y: ComplexDoubleDouble) -> ComplexDoubleDouble {
    let one = ComplexDoubleDouble(DoubleDouble(1))
    let half = one - y - y
    let h = Complex(half.real.high, half.imaginary.high)
    let root = Complex.sqrt(h * h - 1)
    let start = (h + root).length < 1 ? h + root : h - root
    var z = ComplexDoubleDouble(DoubleDouble(start.real), DoubleDouble(start.imaginary))
    for _ in 0..<3 {
      let slope = z + z - half - half
      z = z - (z * z - half * z - half * z + one) / slope
    }
    return z
  }

  /// `arg(1 − z·e^{−iω})`, summed over the roots of a group, at points of the upper half circle.
  private static func phaseDeviation(_ group: [ComplexDoubleDouble]) -> [Double] {
    (1..<256).map { j in
      let back = Complex(length: 1, phase: -Double.pi * Double(j) / 256)
      return group.reduce(0.0) { sum, z in
        sum + (1 - Complex(z.real.high, z.imaginary.high) * back).phase
      }
    }
  }

  /// The symmetric filter with some roots at −1 and all of some groups, and their reciprocals.
  func symmetric(zeros: Int, groups chosen: [Int]) -> [Double] {
    let roots = chosen.flatMap { groups[$0] }
    return Self.filter(zeros: zeros, roots + roots.map { Self.one / $0 })
  }

  /// The filter with the roots of each group, or their reciprocals where `isOutside`.
  private func scalingFilter(_ isOutside: (Int) -> Bool) -> [Double] {
    let roots = groups.indices.flatMap { index in
      isOutside(index) ? groups[index].map { Self.one / $0 } : groups[index]
    }
    return Self.filter(zeros: moments, roots)
  }

  private static var one: ComplexDoubleDouble { ComplexDoubleDouble(DoubleDouble(1)) }

  /// The filter with some roots at −1 and others, whose taps add up to √2.
  private static func filter(zeros: Int, _ roots: [ComplexDoubleDouble]) -> [Double] {
    var filter = [one]
    let minusOne = ComplexDoubleDouble(DoubleDouble(-1))
    for root in [ComplexDoubleDouble](repeating: minusOne, count: zeros) + roots {
      filter.append(ComplexDoubleDouble(DoubleDouble(0)))
      for i in (1..<filter.count).reversed() { filter[i] = filter[i] - filter[i - 1] * root }
    }
    // Roots come in conjugate pairs, so what is left of imaginary parts is rounding.
    let sum = filter.reduce(DoubleDouble(0)) { $0 + $1.real }
    // √2 in double precision, and one step of Heron's.
    let start = DoubleDouble(2.0.squareRoot())
    let root = (start + DoubleDouble(2) / start) / DoubleDouble(2)
    return filter.map { ($0.real * root / sum).high }
  }
}
