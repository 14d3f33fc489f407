// The taps of a filter bank in the order of the convolutions, and the sums of their gradients.

/// Gradients of the taps of two filters: a row of the panel layout for each tap, whose lanes are
/// still to be added.
struct TapSums<Scalar: KernelScalar> {
  let low: UnsafeMutablePointer<Scalar>
  let high: UnsafeMutablePointer<Scalar>
}

extension RowEngine {
  /// The analysis filters in the order of their convolution, that is reversed, in scratch.
  @inline(__always)
  func analysisTaps(_ filters: Span<Scalar>, _ plan: TransformPlan) -> UnsafeMutablePointer<Scalar>
  {
    requireFilters(filters.count, plan)
    let length = plan.taps
    let taps = self.taps.scalars(2 * length)
    for j in 0..<length {
      taps[j] = filters[length - 1 - j]
      taps[length + j] = filters[2 * length - 1 - j]
    }
    return taps
  }

  /// The synthesis filters, in the same scratch.
  @inline(__always)
  func synthesisTaps(_ filters: Span<Scalar>, _ plan: TransformPlan) -> UnsafeMutablePointer<Scalar>
  {
    requireFilters(filters.count, plan)
    let length = plan.taps
    let taps = self.taps.scalars(2 * length)
    for j in 0..<2 * length { taps[j] = filters[2 * length + j] }
    return taps
  }

  /// Zeros to sum the gradients of two filters in.
  @inline(__always)
  func zeroSums(_ plan: TransformPlan) -> TapSums<Scalar> {
    let lanes = table.panel.lanes
    // A row for each tap, then a scalar for each.
    let count = 2 * plan.taps * (lanes + 1)
    let rows = sums.scalars(count)
    for i in 0..<count { rows[i] = 0 }
    return TapSums(low: rows, high: rows + plan.taps * lanes)
  }

  /// The sums over the lanes, a scalar for each tap of two filters.
  @inline(__always)
  func totals(_ sums: TapSums<Scalar>, _ plan: TransformPlan) -> UnsafeMutablePointer<Scalar> {
    let count = 2 * plan.taps
    let totals = sums.low + count * table.panel.lanes
    table.panel.laneSums(sums.low, totals, count)
    return totals
  }

  func requireFilters(_ count: Int, _ plan: TransformPlan) {
    require(
      count == 4 * plan.taps, "\(count) taps for a bank of four filters of \(plan.taps) each")
  }
}
