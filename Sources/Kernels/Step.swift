/// One level of a plan: sizes, and what its convolutions need at the ends of a signal.
///
/// Outputs whose taps all meet the signal, the *interior*, are computed where it is. The few at both
/// ends are computed on *windows*: copies of the rows that they need, with what the extension puts
/// beyond the ends.
///
/// Plain numbers throughout, so that the transforms pass steps around without counting references;
/// the windows' row lists are in the plan.
struct Step: Sendable, Equatable {
  /// Rows of the signal.
  let length: Int
  /// Rows of each band.
  let bandLength: Int
  /// The first row of the signal among those of all levels but the finest, one after the other.
  let lowerRow: Int
  /// The first row of the high band.
  let highStart: Int

  /// The signal's row that meets the first tap of output 0, sign changed.
  let offset: Int
  /// Outputs of the down-sampling convolution that need no row beyond the signal's ends.
  let interiorOutputs: Range<Int>
  /// The other outputs, of an analysis.
  let edges: Edges
  /// The other outputs, of the adjoint of a synthesis.
  let adjointEdges: Edges

  /// 1 where the first pair of the up-sampling convolution starts a row before the signal, so that
  /// even taps meet the first row of a pair and odd taps the second.
  let pairShift: Int
  /// The band's row at which the first pair starts.
  let bandOffset: Int
  /// Pairs of rows that need no row beyond the bands' ends and write none beyond the signal's.
  let interiorPairs: Range<Int>
  /// The other pairs; their windows are of the bands.
  let pairEdges: Edges
  /// Whether an analysis repeats the last row of an odd signal.
  let repeatsLastRow: Bool

  /// Neighbouring outputs, or pairs, at an end; none where the range is empty.
  struct Edge: Sendable, Equatable {
    let outputs: Range<Int>
    /// Where the rows of their window are listed; −1 is a row of zeros.
    let sources: Range<Int>
  }

  /// Both ends; the first has all outputs where there is no interior.
  struct Edges: Sendable, Equatable {
    let first: Edge
    let last: Edge
  }

  init(
    length: Int, bandLength: Int, lowerRow: Int, highStart: Int, taps: Int, mode: ExtensionMode,
    sources: inout [Int32]
  ) {
    self.length = length
    self.bandLength = bandLength
    self.lowerRow = lowerRow
    self.highStart = highStart
    let extended = ExtendedSignal(length: length, mode: mode)
    repeatsLastRow = extended.period > length

    let offset = mode == .periodization ? taps / 2 - 1 : taps - 2
    self.offset = offset
    let reach = length - taps + offset
    let interior = Self.range((offset + 1) / 2, reach < 0 ? 0 : min(reach / 2 + 1, bandLength))
    interiorOutputs = interior
    func window(_ outputs: Range<Int>) -> Range<Int> {
      let first = 2 * outputs.lowerBound - offset
      return first..<first + 2 * outputs.count + taps - 2
    }
    edges = Self.edges(
      interior, bandLength, window, { extended.analysisSource($0) }, &sources)
    adjointEdges = Self.edges(
      interior, bandLength, window, { extended.adjointSource($0) }, &sources)

    let pairShift = offset % 2
    let bandOffset = (offset - pairShift) / 2
    self.pairShift = pairShift
    self.bandOffset = bandOffset
    let interiorPairs = Self.range(
      max(pairShift, taps / 2 - 1 - bandOffset),
      min(bandLength - bandOffset, (length + pairShift) / 2))
    self.interiorPairs = interiorPairs
    let pairs = (max(extended.period, length) + pairShift + 1) / 2
    let band = ExtendedSignal(bandOfLength: bandLength, mode: mode)
    pairEdges = Self.edges(
      interiorPairs, pairs,
      { pairs in
        let first = pairs.lowerBound + bandOffset - (taps / 2 - 1)
        return first..<first + pairs.count + taps / 2 - 1
      }, { band.analysisSource($0) }, &sources)
  }

  private static func range(_ first: Int, _ end: Int) -> Range<Int> {
    first < end ? first..<end : 0..<0
  }

  /// What an interior leaves of `0..<count`, with lists of the windows' rows.
  private static func edges(
    _ interior: Range<Int>, _ count: Int, _ window: (Range<Int>) -> Range<Int>,
    _ source: (Int) -> Int?, _ sources: inout [Int32]
  ) -> Edges {
    func edge(_ outputs: Range<Int>) -> Edge {
      let start = sources.count
      if !outputs.isEmpty { sources += window(outputs).map { Int32(source($0) ?? -1) } }
      return Edge(outputs: outputs, sources: start..<sources.count)
    }
    if interior.isEmpty { return Edges(first: edge(0..<count), last: edge(count..<count)) }
    return Edges(
      first: edge(0..<interior.lowerBound), last: edge(interior.upperBound..<count))
  }
}

/// Where the rows of an extended signal come from.
struct ExtendedSignal {
  private let length: Int
  /// The period where the signal continues periodically: its length made even; else 0.
  let period: Int

  init(length: Int, mode: ExtensionMode) {
    self.length = length
    period = mode == .periodization ? length + length % 2 : 0
  }

  /// A band, which has no row to repeat.
  init(bandOfLength length: Int, mode: ExtensionMode) {
    self.length = length
    period = mode == .periodization ? length : 0
  }

  /// The row that an analysis finds at `index`; nil is zero.
  func analysisSource(_ index: Int) -> Int? { row(index).map { min($0, length - 1) } }

  /// The row that the adjoint of a synthesis finds at `index`: synthesis drops the row that follows
  /// an odd signal, so that its adjoint has nothing there.
  func adjointSource(_ index: Int) -> Int? { row(index).flatMap { $0 < length ? $0 : nil } }

  private func row(_ index: Int) -> Int? {
    if (0..<length).contains(index) { return index }
    if period == 0 { return nil }
    let remainder = index % period
    return remainder < 0 ? remainder + period : remainder
  }
}
