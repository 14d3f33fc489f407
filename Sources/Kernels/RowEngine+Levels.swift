// One level of the transforms, on buffers laid out by a plan.

extension RowEngine {
  /// The low band that a level's analysis gives: the next level's signal, or the last band.
  @inline(__always)
  private func low(
    _ signal: UnsafeMutablePointer<Scalar>, _ bands: UnsafeMutablePointer<Scalar>, _ level: Int,
    _ plan: TransformPlan
  ) -> UnsafeMutablePointer<Scalar> {
    level + 1 < plan.levels
      ? signal + plan.signalRow[level + 1] * kernels.lanes : bands + plan.bands[0].row * kernels.lanes
  }

  /// The high band that a level's analysis gives.
  @inline(__always)
  private func high(
    _ bands: UnsafeMutablePointer<Scalar>, _ level: Int, _ plan: TransformPlan
  ) -> UnsafeMutablePointer<Scalar> {
    bands + plan.highBand(level + 1).row * kernels.lanes
  }

  /// From an extended signal to its bands.
  @inline(__always)
  func downsample(
    _ signal: UnsafeMutablePointer<Scalar>, _ bands: UnsafeMutablePointer<Scalar>, _ level: Int,
    _ plan: TransformPlan, _ taps: UnsafeMutablePointer<Scalar>
  ) {
    kernels.downsample(
      signal + (plan.signalRow[level] - plan.offset) * kernels.lanes,
      low(signal, bands, level, plan), high(bands, level, plan), plan.lengths[level + 1],
      taps, taps + plan.taps, plan.taps)
  }

  /// From bands to a signal; extends the bands first.
  @inline(__always)
  func upsample(
    _ signal: UnsafeMutablePointer<Scalar>, _ bands: UnsafeMutablePointer<Scalar>, _ level: Int,
    _ plan: TransformPlan, _ taps: UnsafeMutablePointer<Scalar>
  ) {
    let lanes = kernels.lanes
    let low = low(signal, bands, level, plan)
    let high = high(bands, level, plan)
    extendBand(low, to: level, plan: plan)
    extendBand(high, to: level, plan: plan)
    kernels.upsample(
      low + plan.bandOffset * lanes, high + plan.bandOffset * lanes,
      signal + (plan.signalRow[level] - plan.pairShift) * lanes, plan.pairs(to: level),
      taps, taps + plan.taps, plan.taps)
  }

  /// The gradient of both convolutions' taps: an extended signal against bands.
  @inline(__always)
  func correlate(
    _ signal: UnsafeMutablePointer<Scalar>, _ bands: UnsafeMutablePointer<Scalar>, _ level: Int,
    _ plan: TransformPlan, _ sums: UnsafeMutablePointer<Scalar>
  ) {
    kernels.correlate(
      signal + (plan.signalRow[level] - plan.offset) * kernels.lanes,
      low(signal, bands, level, plan), high(bands, level, plan), plan.lengths[level + 1],
      sums, sums + plan.taps, plan.taps)
  }

  /// The adjoint of repeating the last sample of an odd signal: its copy's gradient is its own.
  @inline(__always)
  func foldOddRow(
    _ signal: UnsafeMutablePointer<Scalar>, _ level: Int, _ plan: TransformPlan
  ) {
    let count = plan.lengths[level]
    guard plan.mode == .periodization, !count.isMultiple(of: 2) else { return }
    let lanes = kernels.lanes
    let last = signal + (plan.signalRow[level] + count - 1) * lanes
    for lane in 0..<lanes { last[lane] += last[lanes + lane] }
  }

  /// The analysis filters in the order of their convolution, that is reversed, in scratch that has
  /// room for their gradients behind.
  @inline(__always)
  func analysisTaps(_ filters: Span<Scalar>, _ plan: TransformPlan) -> UnsafeMutablePointer<Scalar> {
    requireFilters(filters.count, plan)
    let length = plan.taps
    let taps = self.taps.scalars(4 * length)
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
    let taps = self.taps.scalars(4 * length)
    for j in 0..<2 * length { taps[j] = filters[2 * length + j] }
    return taps
  }

  func requireFilters(_ count: Int, _ plan: TransformPlan) {
    require(
      count == 4 * plan.taps, "\(count) taps for a bank of four filters of \(plan.taps) each")
  }
}
