import KernelInterface

/// Where a transform's rows are: the signal, the lower levels' signals, and the bands.
struct TransformRows<Scalar: KernelScalar> {
  /// The signal.
  let signal: UnsafeMutablePointer<Scalar>
  /// The signals of all levels but the finest.
  let lower: UnsafeMutablePointer<Scalar>
  /// The bands in flat order.
  let bands: UnsafeMutablePointer<Scalar>
}

/// One run through the levels of a transform: its rows, its taps and what the plan says of them.
///
/// A signal of 1024 has levels of a dozen outputs, which take less time than counting the references
/// of what a level needs. So everything is looked up once, and levels find plain pointers.
struct TransformPass<Scalar: KernelScalar> {
  let layout: Layout<Scalar>
  let lanes: Int
  let rows: TransformRows<Scalar>
  let levels: Int
  let steps: UnsafePointer<Step>
  /// The plan's lists of rows and terms, which are empty where no window needs them.
  let sources: UnsafeBufferPointer<Int32>
  let terms: UnsafeBufferPointer<RowTerm>
  /// Taps of the low band's filter, then of the high band's.
  let taps: UnsafeMutablePointer<Scalar>
  /// Taps of one filter.
  let tapCount: Int
  /// Scratch for the windows and pairs of one end.
  let edges: UnsafeMutablePointer<Scalar>
  /// Whether the finest signal that a synthesis gives leaves all caches before anyone reads it.
  let streamsSignal: Bool

  /// The signal of a level.
  @inline(__always)
  func signal(_ level: Int) -> UnsafeMutablePointer<Scalar> {
    level == 0 ? rows.signal : rows.lower + steps[level].lowerRow * lanes
  }

  /// The low band that a level's analysis gives: the next level's signal, or the last band.
  @inline(__always)
  func low(_ level: Int) -> UnsafeMutablePointer<Scalar> {
    level + 1 < levels ? signal(level + 1) : rows.bands
  }

  /// The high band that a level's analysis gives.
  @inline(__always)
  func high(_ level: Int) -> UnsafeMutablePointer<Scalar> {
    rows.bands + steps[level].highStart * lanes
  }
}

extension RowEngine {
  /// Calls `body` with a pass over rows in the engine's layout.
  @inline(__always)
  func withPass(
    _ rows: TransformRows<Scalar>, _ plan: TransformPlan, _ taps: UnsafeMutablePointer<Scalar>,
    streamsSignal: Bool = false, _ body: (TransformPass<Scalar>) -> Void
  ) {
    let layout = layout
    let lanes = layout.kernels.lanes
    let edges = edges.scalars(plan.windowRows * lanes)
    plan.steps.withUnsafeBufferPointer { steps in
      plan.sources.withUnsafeBufferPointer { sources in
        plan.terms.withUnsafeBufferPointer { terms in
          body(
            TransformPass(
              layout: layout, lanes: lanes, rows: rows, levels: plan.levels,
              steps: steps.baseAddress!, sources: sources, terms: terms, taps: taps,
              tapCount: plan.taps, edges: edges, streamsSignal: streamsSignal))
        }
      }
    }
  }
}
