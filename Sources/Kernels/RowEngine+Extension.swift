// What lies beyond the ends of a signal, written into its margins.

extension RowEngine {
  /// Fills rows `−left ..< 0` and `count ..< count + right` with zeros.
  @inline(__always)
  func extendByZeros(_ x: UnsafeMutablePointer<Scalar>, _ count: Int, left: Int, right: Int) {
    let lanes = kernels.lanes
    (x - left * lanes).update(repeating: 0, count: left * lanes)
    if right > 0 { (x + count * lanes).update(repeating: 0, count: right * lanes) }
  }

  /// Fills the same rows so that the signal continues with a period. A period longer than the signal
  /// by one needs that row written before.
  @inline(__always)
  func extendPeriodically(
    _ x: UnsafeMutablePointer<Scalar>, _ count: Int, period: Int, left: Int, right: Int
  ) {
    let lanes = kernels.lanes
    // Outwards from the ends, so that each copied row is there when a far one copies it again.
    var row = -1
    while row >= -left {
      (x + row * lanes).update(from: x + (row + period) * lanes, count: lanes)
      row -= 1
    }
    row = period
    while row < count + right {
      (x + row * lanes).update(from: x + (row - period) * lanes, count: lanes)
      row += 1
    }
  }

  /// What an odd signal of a periodic transform has after its last row.
  enum OddRow {
    /// The last sample once more, as the analysis has it.
    case repeated
    /// Nothing: synthesis drops this row, so its adjoint sees zero there.
    case zero
  }

  /// Extends a level's signal in a signal buffer as far as a down-sampling convolution reads it.
  @inline(__always)
  func extend(
    _ signal: UnsafeMutablePointer<Scalar>, level: Int, plan: TransformPlan, oddRow: OddRow
  ) {
    let x = signal + plan.signalRow[level] * kernels.lanes
    let count = plan.lengths[level]
    let left = plan.offset
    let right = 2 * plan.lengths[level + 1] - 2 - left + plan.taps - count
    switch plan.mode {
    case .zero:
      extendByZeros(x, count, left: left, right: right)
    case .periodization:
      let period = plan.period(of: count)
      let lanes = kernels.lanes
      if period > count {
        let last = x + count * lanes
        switch oddRow {
        case .repeated: last.update(from: last - lanes, count: lanes)
        case .zero: last.update(repeating: 0, count: lanes)
        }
      }
      extendPeriodically(x, count, period: period, left: left, right: right)
    }
  }

  /// Extends a band as far as an up-sampling convolution to `level` reads it.
  @inline(__always)
  func extendBand(_ band: UnsafeMutablePointer<Scalar>, to level: Int, plan: TransformPlan) {
    // By zeros, every band reaches as far as the convolution does: nothing is missing.
    guard plan.mode == .periodization else { return }
    let count = plan.lengths[level + 1]
    let first = plan.bandOffset
    extendPeriodically(
      band, count, period: count, left: plan.taps / 2 - 1 - first,
      right: plan.pairs(to: level) + first - count)
  }
}

extension TransformPlan {
  /// 1 where the first pair of an up-sampling convolution starts a row before the signal, so that
  /// even taps meet the first row of a pair and odd taps the second.
  var pairShift: Int { offset % 2 }

  /// The band's row at which the first pair starts.
  var bandOffset: Int { (offset - pairShift) / 2 }

  /// Pairs of rows that an up-sampling convolution to a level computes.
  func pairs(to level: Int) -> Int {
    let rows = mode == .periodization ? period(of: lengths[level]) : lengths[level]
    return (rows + pairShift + 1) / 2
  }
}
