// Outputs and pairs at the ends of a level's signal, which are computed on windows: copies of the
// rows that they need, with what the extension puts beyond the ends.

extension TransformPass {
  /// The outputs at both ends, each with the extended signal from its first output's first tap on.
  @inline(__always)
  func forEachEdge(
    _ edges: Step.Edges, _ x: UnsafeMutablePointer<Scalar>,
    _ body: (UnsafeMutablePointer<Scalar>, Range<Int>) -> Void
  ) {
    func run(_ edge: Step.Edge) {
      if !edge.outputs.isEmpty { body(extendedWindow(of: x, edge), edge.outputs) }
    }
    run(edges.first)
    run(edges.last)
  }

  /// The pairs at both ends of a level, and those beyond them that the adjoint of an extension adds
  /// back.
  @inline(__always)
  func upsampleEdges(_ edges: Step.Edges, _ level: Int, _ direction: Direction) {
    let step = steps + level
    let (low, high, x) = (low(level), high(level), signal(level))
    upsampleEdge(edges.first, low, high, x, level, direction)
    upsampleEdge(edges.last, low, high, x, level, direction)
    if direction == .adjoint {
      fold(step.pointee.folds.first, low, high, x)
      fold(step.pointee.folds.last, low, high, x)
    }
  }

  /// Pairs at an end: in place where all their rows belong to the signal.
  @inline(__always)
  private func upsampleEdge(
    _ edge: Step.Edge, _ low: UnsafeMutablePointer<Scalar>, _ high: UnsafeMutablePointer<Scalar>,
    _ x: UnsafeMutablePointer<Scalar>, _ level: Int, _ direction: Direction
  ) {
    if edge.outputs.isEmpty { return }
    let first = 2 * edge.outputs.lowerBound - steps[level].pairShift
    let count = 2 * edge.outputs.count
    if first >= 0 && first + count <= steps[level].length {
      upsampleWindow(edge, low, high, into: x + first * lanes)
    } else {
      let out = pairScratch(edge)
      upsampleWindow(edge, low, high, into: out)
      placeRows(out, first..<first + count, x, level, direction)
    }
  }

  /// The adjoint of an extension: what the adjoint of the convolution gives beyond an end is added
  /// to the rows that the extension took.
  @inline(__always)
  private func fold(
    _ edge: Step.Edge, _ low: UnsafeMutablePointer<Scalar>, _ high: UnsafeMutablePointer<Scalar>,
    _ x: UnsafeMutablePointer<Scalar>
  ) {
    if edge.outputs.isEmpty { return }
    let out = pairScratch(edge)
    upsampleWindow(edge, low, high, into: out)
    addTerms(of: edge, out, to: x)
  }

  /// An edge's pairs from windows of the bands.
  @inline(__always)
  private func upsampleWindow(
    _ edge: Step.Edge, _ low: UnsafeMutablePointer<Scalar>, _ high: UnsafeMutablePointer<Scalar>,
    into x: UnsafeMutablePointer<Scalar>
  ) {
    let before = (tapCount / 2 - 1) * lanes
    layout.kernels.upsample(
      window(of: low, edge, after: 0) + before,
      window(of: high, edge, after: edge.sources.count) + before, x, edge.outputs.count,
      taps, taps + tapCount, tapCount, false)
  }

  /// Scratch for an edge's pairs, behind its windows.
  @inline(__always)
  private func pairScratch(_ edge: Step.Edge) -> UnsafeMutablePointer<Scalar> {
    edges + 2 * edge.sources.count * lanes
  }

  /// The rows of an edge's window of an extended signal.
  @inline(__always)
  private func extendedWindow(of x: UnsafeMutablePointer<Scalar>, _ edge: Step.Edge)
    -> UnsafeMutablePointer<Scalar>
  {
    let window = window(of: x, edge, after: 0)
    if !edge.terms.isEmpty { addTerms(of: edge, x, to: window) }
    return window
  }

  /// The copied rows of an edge's window, in scratch that starts after some rows.
  @inline(__always)
  private func window(of x: UnsafeMutablePointer<Scalar>, _ edge: Step.Edge, after rows: Int)
    -> UnsafeMutablePointer<Scalar>
  {
    let window = edges + rows * lanes
    layout.kernels.copyRows(
      x, sources.baseAddress! + edge.sources.lowerBound, window, edge.sources.count)
    return window
  }

  @inline(__always)
  private func addTerms(
    of edge: Step.Edge, _ x: UnsafeMutablePointer<Scalar>, to y: UnsafeMutablePointer<Scalar>
  ) {
    layout.kernels.addRows(x, terms.baseAddress! + edge.terms.lowerBound, edge.terms.count, y)
  }

  /// Copies computed rows to where they belong, those outside the signal excepted. The row that
  /// follows an odd signal is dropped by synthesis; an adjoint of analysis adds it to the last one,
  /// of which the analysis has made a copy.
  @inline(__always)
  private func placeRows(
    _ rows: UnsafeMutablePointer<Scalar>, _ targets: Range<Int>,
    _ x: UnsafeMutablePointer<Scalar>, _ level: Int, _ direction: Direction
  ) {
    let length = steps[level].length
    let inside = targets.clamped(to: 0..<length)
    (x + inside.lowerBound * lanes).update(
      from: rows + (inside.lowerBound - targets.lowerBound) * lanes, count: inside.count * lanes)
    if direction == .adjoint && steps[level].repeatsLastRow && targets.contains(length) {
      let copy = rows + (length - targets.lowerBound) * lanes
      let last = x + (length - 1) * lanes
      for lane in 0..<lanes { last[lane] += copy[lane] }
    }
  }
}
