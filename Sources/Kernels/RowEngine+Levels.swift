// One level of the transforms.

/// Where a transform's rows are: the signal, the lower levels' signals, and the bands.
struct TransformRows<Scalar: KernelScalar> {
  /// The signal.
  let signal: UnsafeMutablePointer<Scalar>
  /// The signals of all levels but the finest.
  let lower: UnsafeMutablePointer<Scalar>
  /// The bands in flat order.
  let bands: UnsafeMutablePointer<Scalar>
  let lanes: Int

  /// The signal of a level.
  @inline(__always)
  func signal(_ level: Int, _ plan: TransformPlan) -> UnsafeMutablePointer<Scalar> {
    level == 0 ? signal : lower + plan.steps[level].lowerRow * lanes
  }

  /// The low band that a level's analysis gives: the next level's signal, or the last band.
  @inline(__always)
  func low(_ level: Int, _ plan: TransformPlan) -> UnsafeMutablePointer<Scalar> {
    level + 1 < plan.levels ? signal(level + 1, plan) : bands
  }

  /// The high band that a level's analysis gives.
  @inline(__always)
  func high(_ level: Int, _ plan: TransformPlan) -> UnsafeMutablePointer<Scalar> {
    bands + plan.steps[level].highStart * lanes
  }
}

/// Which of two maps with the same convolution.
enum Direction {
  /// Analysis or synthesis.
  case forward
  /// The adjoint of the other.
  case adjoint
}

extension RowEngine {
  /// From a level's signal to its bands: analysis, or the adjoint of synthesis.
  @inline(__always)
  func downsample(
    _ rows: TransformRows<Scalar>, _ level: Int, _ plan: TransformPlan,
    _ taps: UnsafeMutablePointer<Scalar>, _ direction: Direction
  ) {
    let step = plan.steps[level]
    let lanes = kernels.lanes
    let kernel = kernels.downsample
    let low = rows.low(level, plan)
    let high = rows.high(level, plan)
    let x = rows.signal(level, plan)
    func run(_ x: UnsafeMutablePointer<Scalar>, _ outputs: Range<Int>) {
      let at = outputs.lowerBound * lanes
      kernel(x, low + at, high + at, outputs.count, taps, taps + plan.taps, plan.taps)
    }
    if !step.interiorOutputs.isEmpty {
      run(interiorWindow(x, step.interiorOutputs, step), step.interiorOutputs)
    }
    forEachEdge(direction == .forward ? step.edges : step.adjointEdges, x, plan, run)
  }

  /// The adjoint of a level's synthesis and the gradient of its taps, with lanes still to be added:
  /// the signal against the bands of the forward pass, which the adjoint then replaces.
  @inline(__always)
  func correlateAndDownsample(
    _ rows: TransformRows<Scalar>, _ level: Int, _ plan: TransformPlan,
    _ taps: UnsafeMutablePointer<Scalar>, _ sums: UnsafeMutablePointer<Scalar>
  ) {
    let step = plan.steps[level]
    let lanes = kernels.lanes
    let length = plan.taps
    let kernel = kernels.correlateDownsample
    let highSums = sums + length * table.panel.lanes
    let low = rows.low(level, plan)
    let high = rows.high(level, plan)
    let x = rows.signal(level, plan)
    func run(_ x: UnsafeMutablePointer<Scalar>, _ outputs: Range<Int>) {
      let at = outputs.lowerBound * lanes
      kernel(x, low + at, high + at, outputs.count, taps, taps + length, sums, highSums, length)
    }
    if !step.interiorOutputs.isEmpty {
      run(interiorWindow(x, step.interiorOutputs, step), step.interiorOutputs)
    }
    forEachEdge(step.adjointEdges, x, plan, run)
  }

  /// The adjoint of a level's analysis and the gradient of its taps, with lanes still to be added: the
  /// signal of the forward pass, which the adjoint then replaces, against the bands.
  @inline(__always)
  func correlateAndUpsample(
    _ rows: TransformRows<Scalar>, _ level: Int, _ plan: TransformPlan,
    _ taps: UnsafeMutablePointer<Scalar>, _ sums: UnsafeMutablePointer<Scalar>
  ) {
    let step = plan.steps[level]
    let lanes = kernels.lanes
    let length = plan.taps
    let kernel = kernels.correlate
    let highSums = sums + length * table.panel.lanes
    let low = rows.low(level, plan)
    let high = rows.high(level, plan)
    let x = rows.signal(level, plan)
    func correlate(_ x: UnsafeMutablePointer<Scalar>, _ outputs: Range<Int>) {
      let at = outputs.lowerBound * lanes
      kernel(x, low + at, high + at, outputs.count, sums, highSums, length)
    }
    forEachEdge(step.edges, x, plan, correlate)
    // An output's pair replaces the first two rows of its window, which no later output meets. At
    // the ends some outputs have no pair in the interior, and some pairs no output.
    let outputs = step.interiorOutputs
    let pairs = step.interiorPairs
    let both = (pairs.lowerBound + step.bandOffset..<pairs.upperBound + step.bandOffset)
      .clamped(to: outputs)
    let done = (both.lowerBound - step.bandOffset..<both.upperBound - step.bandOffset)
      .clamped(to: pairs)
    func correlateInterior(_ outputs: Range<Int>) {
      if !outputs.isEmpty { correlate(interiorWindow(x, outputs, step), outputs) }
    }
    correlateInterior(outputs.lowerBound..<both.lowerBound)
    if !both.isEmpty {
      let at = both.lowerBound * lanes
      kernels.correlateUpsample(
        interiorWindow(x, both, step), low + at, high + at, both.count, taps, taps + length, sums,
        highSums, length)
    }
    correlateInterior(both.upperBound..<outputs.upperBound)
    upsample(low, high, x, pairs.lowerBound..<done.lowerBound, step, plan, taps)
    upsample(low, high, x, done.upperBound..<pairs.upperBound, step, plan, taps)
    upsampleEdge(step.pairEdges.first, low, high, x, step, plan, taps, .adjoint)
    upsampleEdge(step.pairEdges.last, low, high, x, step, plan, taps, .adjoint)
    fold(step.folds.first, low, high, x, plan, taps)
    fold(step.folds.last, low, high, x, plan, taps)
  }

  /// The signal from the first tap of interior outputs on.
  @inline(__always)
  private func interiorWindow(
    _ x: UnsafeMutablePointer<Scalar>, _ outputs: Range<Int>, _ step: Step
  ) -> UnsafeMutablePointer<Scalar> {
    x + (2 * outputs.lowerBound - step.offset) * kernels.lanes
  }

  /// The outputs at both ends, each with the extended signal from its first output's first tap on.
  @inline(__always)
  private func forEachEdge(
    _ edges: Step.Edges, _ x: UnsafeMutablePointer<Scalar>, _ plan: TransformPlan,
    _ body: (UnsafeMutablePointer<Scalar>, Range<Int>) -> Void
  ) {
    if !edges.first.outputs.isEmpty {
      body(extendedWindow(of: x, edges.first, plan), edges.first.outputs)
    }
    if !edges.last.outputs.isEmpty {
      body(extendedWindow(of: x, edges.last, plan), edges.last.outputs)
    }
  }

  /// From a level's bands to its signal: synthesis, or the adjoint of analysis.
  @inline(__always)
  func upsample(
    _ rows: TransformRows<Scalar>, _ level: Int, _ plan: TransformPlan,
    _ taps: UnsafeMutablePointer<Scalar>, _ direction: Direction
  ) {
    let step = plan.steps[level]
    let low = rows.low(level, plan)
    let high = rows.high(level, plan)
    let x = rows.signal(level, plan)
    upsample(low, high, x, step.interiorPairs, step, plan, taps)
    upsampleEdge(step.pairEdges.first, low, high, x, step, plan, taps, direction)
    upsampleEdge(step.pairEdges.last, low, high, x, step, plan, taps, direction)
    if direction == .adjoint {
      fold(step.folds.first, low, high, x, plan, taps)
      fold(step.folds.last, low, high, x, plan, taps)
    }
  }

  /// Interior pairs.
  @inline(__always)
  private func upsample(
    _ low: UnsafeMutablePointer<Scalar>, _ high: UnsafeMutablePointer<Scalar>,
    _ x: UnsafeMutablePointer<Scalar>, _ pairs: Range<Int>, _ step: Step, _ plan: TransformPlan,
    _ taps: UnsafeMutablePointer<Scalar>
  ) {
    if pairs.isEmpty { return }
    let lanes = kernels.lanes
    let at = (pairs.lowerBound + step.bandOffset) * lanes
    kernels.upsample(
      low + at, high + at, x + (2 * pairs.lowerBound - step.pairShift) * lanes, pairs.count, taps,
      taps + plan.taps, plan.taps)
  }

  /// Pairs at an end: in place where all their rows belong to the signal.
  @inline(__always)
  private func upsampleEdge(
    _ edge: Step.Edge, _ low: UnsafeMutablePointer<Scalar>, _ high: UnsafeMutablePointer<Scalar>,
    _ x: UnsafeMutablePointer<Scalar>, _ step: Step, _ plan: TransformPlan,
    _ taps: UnsafeMutablePointer<Scalar>, _ direction: Direction
  ) {
    if edge.outputs.isEmpty { return }
    let lanes = kernels.lanes
    let first = 2 * edge.outputs.lowerBound - step.pairShift
    let count = 2 * edge.outputs.count
    if first >= 0 && first + count <= step.length {
      upsampleWindow(edge, low, high, into: x + first * lanes, plan, taps)
    } else {
      let out = pairScratch(edge)
      upsampleWindow(edge, low, high, into: out, plan, taps)
      placeRows(out, first..<first + count, x, step, direction)
    }
  }

  /// The adjoint of an extension: what the adjoint of the convolution gives beyond an end is added
  /// to the rows that the extension took.
  @inline(__always)
  private func fold(
    _ edge: Step.Edge, _ low: UnsafeMutablePointer<Scalar>, _ high: UnsafeMutablePointer<Scalar>,
    _ x: UnsafeMutablePointer<Scalar>, _ plan: TransformPlan, _ taps: UnsafeMutablePointer<Scalar>
  ) {
    if edge.outputs.isEmpty { return }
    let out = pairScratch(edge)
    upsampleWindow(edge, low, high, into: out, plan, taps)
    plan.terms.withUnsafeBufferPointer {
      kernels.addRows(out, $0.baseAddress! + edge.terms.lowerBound, edge.terms.count, x)
    }
  }

  /// An edge's pairs from windows of the bands.
  @inline(__always)
  private func upsampleWindow(
    _ edge: Step.Edge, _ low: UnsafeMutablePointer<Scalar>, _ high: UnsafeMutablePointer<Scalar>,
    into x: UnsafeMutablePointer<Scalar>, _ plan: TransformPlan,
    _ taps: UnsafeMutablePointer<Scalar>
  ) {
    let before = (plan.taps / 2 - 1) * kernels.lanes
    kernels.upsample(
      window(of: low, edge, plan, after: 0) + before,
      window(of: high, edge, plan, after: edge.sources.count) + before, x, edge.outputs.count,
      taps, taps + plan.taps, plan.taps)
  }

  /// Scratch for an edge's pairs, behind its windows.
  @inline(__always)
  private func pairScratch(_ edge: Step.Edge) -> UnsafeMutablePointer<Scalar> {
    edges.scalars(windowCapacity(edge) * kernels.lanes) + 2 * edge.sources.count * kernels.lanes
  }

  /// The rows of an edge's window of an extended signal.
  @inline(__always)
  private func extendedWindow(
    of x: UnsafeMutablePointer<Scalar>, _ edge: Step.Edge, _ plan: TransformPlan
  ) -> UnsafeMutablePointer<Scalar> {
    let window = window(of: x, edge, plan, after: 0)
    if !edge.terms.isEmpty {
      plan.terms.withUnsafeBufferPointer {
        kernels.addRows(x, $0.baseAddress! + edge.terms.lowerBound, edge.terms.count, window)
      }
    }
    return window
  }

  /// The copied rows of an edge's window, in scratch that starts after some rows.
  @inline(__always)
  private func window(
    of x: UnsafeMutablePointer<Scalar>, _ edge: Step.Edge, _ plan: TransformPlan, after rows: Int
  ) -> UnsafeMutablePointer<Scalar> {
    let window = edges.scalars(windowCapacity(edge) * kernels.lanes) + rows * kernels.lanes
    plan.sources.withUnsafeBufferPointer {
      kernels.copyRows(x, $0.baseAddress! + edge.sources.lowerBound, window, edge.sources.count)
    }
    return window
  }

  /// Rows of scratch for an edge: windows of two bands, and pairs of outputs.
  @inline(__always)
  private func windowCapacity(_ edge: Step.Edge) -> Int {
    2 * (edge.sources.count + edge.outputs.count)
  }

  /// Copies computed rows to where they belong, those outside the signal excepted. The row that
  /// follows an odd signal is dropped by synthesis; an adjoint of analysis adds it to the last one,
  /// of which the analysis has made a copy.
  @inline(__always)
  private func placeRows(
    _ rows: UnsafeMutablePointer<Scalar>, _ targets: Range<Int>,
    _ x: UnsafeMutablePointer<Scalar>, _ step: Step, _ direction: Direction
  ) {
    let lanes = kernels.lanes
    let inside = targets.clamped(to: 0..<step.length)
    (x + inside.lowerBound * lanes).update(
      from: rows + (inside.lowerBound - targets.lowerBound) * lanes, count: inside.count * lanes)
    if direction == .adjoint && step.repeatsLastRow && targets.contains(step.length) {
      let copy = rows + (step.length - targets.lowerBound) * lanes
      let last = x + (step.length - 1) * lanes
      for lane in 0..<lanes { last[lane] += copy[lane] }
    }
  }

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
  func zeroSums(_ plan: TransformPlan) -> UnsafeMutablePointer<Scalar> {
    let lanes = table.panel.lanes
    // A row for each tap, then a scalar for each.
    let count = 2 * plan.taps * (lanes + 1)
    let rows = sums.scalars(count)
    for i in 0..<count { rows[i] = 0 }
    return rows
  }

  /// The sums over the lanes, a scalar for each tap of two filters.
  @inline(__always)
  func totals(_ rows: UnsafeMutablePointer<Scalar>, _ plan: TransformPlan)
    -> UnsafeMutablePointer<Scalar>
  {
    let count = 2 * plan.taps
    let totals = rows + count * table.panel.lanes
    table.panel.laneSums(rows, totals, count)
    return totals
  }

  func requireFilters(_ count: Int, _ plan: TransformPlan) {
    require(
      count == 4 * plan.taps, "\(count) taps for a bank of four filters of \(plan.taps) each")
  }
}
