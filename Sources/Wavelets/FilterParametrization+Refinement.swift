import LinearAlgebra

extension FilterParametrization where Scalar == Double {
  /// Parameters whose taps are nearer to a bank's, by the method of Gauss and Newton.
  ///
  /// - Parameters:
  ///   - start: Parameters near them.
  ///   - bank: The bank.
  ///   - taps: Taps that all others follow from.
  /// - Returns: The parameters, and the largest difference of one of these taps.
  func refined(
    _ start: [Double], toward bank: FilterBank<Double>, taps: Range<Int>
  ) -> (parameters: [Double], error: Double) {
    var parameters = start
    var best = (parameters: start, error: Double.infinity)
    for _ in 0..<12 {
      let differences = zip(self.bank(parameters).elements[taps], bank.elements[taps])
        .map { $0 - $1 }
      let error = differences.reduce(0) { $1.isFinite ? max($0, abs($1)) : .infinity }
      let isNear = best.error <= 1e-12
      if error < best.error { best = (parameters, error) }
      // Near the end steps are rounding alone; before, they may lead away first.
      if error <= 1e-16 || !error.isFinite || isNear && error >= best.error / 2 { break }
      guard let step = step(from: parameters, differences, taps: taps) else { break }
      for i in parameters.indices { parameters[i] -= step[i] }
    }
    return best
  }

  /// The least-squares solution of `J · step = differences`, with J the taps' derivatives.
  private func step(
    from parameters: [Double], _ differences: [Double], taps: Range<Int>
  ) -> [Double]? {
    var jacobian = Matrix<Double>(rows: taps.count, columns: count, repeating: 0)
    for (row, tap) in taps.enumerated() {
      var unit = [Double](repeating: 0, count: 4 * self.taps)
      unit[tap] = 1
      var slopes = [Double](repeating: 0, count: count)
      var span = slopes.mutableSpan
      pullback(parameters.span, tapGradient: unit.span, into: &span)
      for column in slopes.indices { jacobian[row, column] = slopes[column] }
    }
    guard let factors = try? jacobian.qr() else { return nil }
    var step = (0..<count).map { column in
      differences.indices.reduce(0) { $0 + factors.q[$1, column] * differences[$1] }
    }
    for i in step.indices.reversed() {
      for j in i + 1..<count { step[i] -= factors.r[i, j] * step[j] }
      step[i] /= factors.r[i, i]
    }
    return step.allSatisfy(\.isFinite) ? step : nil
  }
}
