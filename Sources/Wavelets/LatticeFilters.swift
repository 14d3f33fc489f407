public import Kernels
import RealModule

/// Orthogonal filters as a lattice of rotations (Vaidyanathan and Hoang 1988): `angles` `[L/2]`.
///
/// With `R` for "backwards, with alternating signs", a scaling filter s of 2m taps and its high-pass
/// partner `R s` grow by two taps and stay orthogonal to their even shifts under a rotation:
/// `s' = cos θ·(s, 0, 0) + sin θ·(0, 0, R s)`. The first filter is `(cos θ, sin θ)`. So every choice
/// of angles gives an orthogonal bank, and every orthogonal bank has angles.
///
/// f0 is s, h0 is s backwards, and the high-pass filters follow with PyWavelets' signs.
public struct LatticeFilters<Scalar: KernelScalar>: FilterParametrization {
  /// Taps in each filter, L.
  public let taps: Int

  /// Traps for an odd number of taps or fewer than 2.
  public init(taps: Int) {
    requireEvenTaps(taps)
    self.taps = taps
  }

  /// `angles`.
  public var name: String { "angles" }
  /// `[L/2]`.
  public var shape: [Int] { [taps / 2] }

  /// The angles of an orthogonal bank, by undoing one rotation after the other. What rounding of the
  /// taps is enlarged to at each rotation is then taken back by the method of Gauss and Newton.
  ///
  /// - Throws: ``FilterConversionError`` where the angles do not give each tap back to 1e-10 in
  ///   Double, 1e-5 in Float.
  public func parameters(
    of bank: FilterBank<Scalar>
  ) throws(FilterConversionError) -> [Scalar] {
    guard bank.taps == taps else { throw .taps(expected: taps, found: bank.taps) }
    let wide = FilterBank<Double>(elements: bank.elements.map { Double($0) })
    let angles = LatticeFilters<Double>(taps: taps).refined(
      Lattice.angles(Array(wide.synthesisLow)), toward: wide, taps: 2 * taps..<3 * taps)
    let result = angles.parameters.map { Scalar($0) }
    let error = distance(of: result, from: bank)
    guard error <= conversionTolerance else { throw .notOrthogonal(error: error) }
    return result
  }

  /// The taps of the lattice.
  public func evaluate(_ parameters: Span<Scalar>, into taps: inout MutableSpan<Scalar>) {
    requireCounts(parameters: parameters.count, taps: taps.count)
    let scaling = Lattice.stages(parameters.indices.map { Double(parameters[$0]) }).last!
    let n = self.taps
    for k in 0..<n {
      let value = Scalar(scaling[k])
      let sign: Scalar = k.isMultiple(of: 2) ? 1 : -1
      taps[n - 1 - k] = value
      taps[n + k] = -sign * value
      taps[2 * n + k] = value
      taps[4 * n - 1 - k] = -sign * value
    }
  }

  /// Back through the rotations.
  public func pullback(
    _ parameters: Span<Scalar>, tapGradient: Span<Scalar>, into gradient: inout MutableSpan<Scalar>
  ) {
    requireCounts(
      parameters: parameters.count, taps: tapGradient.count, gradient: gradient.count)
    let n = taps
    let scaling = (0..<n).map { k in
      let sign: Scalar = k.isMultiple(of: 2) ? 1 : -1
      return Double(
        tapGradient[n - 1 - k] - sign * tapGradient[n + k] + tapGradient[2 * n + k]
          - sign * tapGradient[4 * n - 1 - k])
    }
    let angles = parameters.indices.map { Double(parameters[$0]) }
    for (i, slope) in Lattice.pullback(angles, scaling).enumerated() {
      gradient[i] += Scalar(slope)
    }
  }
}

/// The lattice of a scaling filter, in double precision.
enum Lattice {
  /// The filters of 2, 4, … taps.
  static func stages(_ angles: [Double]) -> [[Double]] {
    var stages = [[Double.cos(angles[0]), Double.sin(angles[0])]]
    for angle in angles.dropFirst() {
      let last = stages.last!
      let (c, s) = (Double.cos(angle), Double.sin(angle))
      stages.append(
        zip(last + [0, 0], [0, 0] + partner(last)).map { $0 * c + $1 * s })
    }
    return stages
  }

  /// The gradient with respect to the angles, of one with respect to the filter.
  static func pullback(_ angles: [Double], _ gradient: [Double]) -> [Double] {
    let stages = stages(angles)
    var gradient = gradient
    var result = [Double](repeating: 0, count: angles.count)
    for i in (1..<angles.count).reversed() {
      let last = stages[i - 1]
      let high = partner(last)
      let (c, s) = (Double.cos(angles[i]), Double.sin(angles[i]))
      for k in last.indices {
        result[i] += gradient[k + 2] * c * high[k] - gradient[k] * s * last[k]
      }
      // The transpose of R is −R, as the number of taps is even.
      let back = partner(Array(gradient[2...]))
      gradient = last.indices.map { c * gradient[$0] - s * back[$0] }
    }
    result[0] = gradient[1] * Double.cos(angles[0]) - gradient[0] * Double.sin(angles[0])
    return result
  }

  /// The angles of an orthogonal scaling filter; of another one, those of some filter near it.
  ///
  /// Undoing a rotation, `sin θ·s' + cos θ·R s'` has to begin with two zeros. Both equations agree for
  /// an orthogonal filter, so the one with the larger numbers is solved.
  static func angles(_ scaling: [Double]) -> [Double] {
    var filter = scaling
    var angles: [Double] = []
    while filter.count > 2 {
      let high = partner(filter)
      let k = Double.hypot(filter[0], high[0]) >= Double.hypot(filter[1], high[1]) ? 0 : 1
      let angle = Double.atan2(y: -high[k], x: filter[k])
      angles.append(angle)
      let (c, s) = (Double.cos(angle), Double.sin(angle))
      filter = (0..<filter.count - 2).map { c * filter[$0] - s * high[$0] }
    }
    angles.append(Double.atan2(y: filter[1], x: filter[0]))
    return angles.reversed()
  }

  /// R: backwards, with alternating signs.
  private static func partner(_ filter: [Double]) -> [Double] {
    filter.indices.map { ($0.isMultiple(of: 2) ? 1 : -1) * filter[filter.count - 1 - $0] }
  }
}
