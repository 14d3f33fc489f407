import KernelInterface

/// One level of a plan: sizes, and what its convolutions need at the ends of a signal.
///
/// The *interior*, outputs that need no row beyond the ends, is computed where the signal is. What is at
/// both ends is computed on *windows*: copies of the rows that it needs, with what the extension puts
/// beyond the ends. So is a short band as a whole.
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
  /// Outputs of the down-sampling convolution that need no row beyond the signal's ends, and whose pairs
  /// need none beyond the bands'.
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
  /// The pairs of no interior output: each takes the place of the first two rows of its output's window.
  let unmatchedPairs: Edges
  /// Whether an analysis repeats the last row of an odd signal.
  let repeatsLastRow: Bool
  /// Pairs beyond the signal's ends, of which the adjoint of an analysis adds rows back to the rows
  /// that the extension takes them from: their windows are of the bands, their terms lead from the
  /// first row of the pairs to the signal. None for an extension by zeros and for periodization.
  let folds: Edges

  /// Neighbouring outputs, or pairs, at an end; none where the range is empty.
  struct Edge: Sendable, Equatable {
    let outputs: Range<Int>
    /// Where the rows of their window are listed; −1 is a row of zeros.
    let sources: Range<Int>
    /// Where the terms are listed that are added to these rows.
    let terms: Range<Int>
  }

  /// Both ends; the first has all outputs where there is no interior.
  struct Edges: Sendable, Equatable {
    let first: Edge
    let last: Edge
  }

  /// Bands of so many rows have no interior: all of it on one window is one call of a kernel, which takes
  /// less time than three without the copy.
  private static let shortBand = 16

  init(
    length: Int, bandLength: Int, lowerRow: Int, highStart: Int, taps: Int, mode: ExtensionMode,
    sources: inout [Int32], terms: inout [RowTerm]
  ) {
    self.length = length
    self.bandLength = bandLength
    self.lowerRow = lowerRow
    self.highStart = highStart
    let extended = ExtendedSignal(length: length, mode: mode)
    repeatsLastRow = extended.period > length

    let offset = mode == .periodization ? taps / 2 - 1 : taps - 2
    self.offset = offset
    let pairShift = offset % 2
    let bandOffset = (offset - pairShift) / 2
    // The pair of output k meets band rows k − taps/2 + 1 to k and is the first pair of rows of the
    // output's window, which starts at row 2k − offset; offset is at most taps − 2. So where the band
    // rows start in the band and the window ends in the signal, everything else lies inside too.
    let reach = length - taps + offset
    let isShort = bandLength <= Self.shortBand
    let interior = Self.range(
      taps / 2 - 1, reach < 0 || isShort ? 0 : min(reach / 2 + 1, bandLength))
    interiorOutputs = interior
    func window(_ outputs: Range<Int>) -> Range<Int> {
      let first = 2 * outputs.lowerBound - offset
      return first..<first + 2 * outputs.count + taps - 2
    }
    edges = Self.edges(interior, bandLength, window, { extended.terms($0) }, &sources, &terms)
    adjointEdges = Self.edges(
      interior, bandLength, window, { extended.adjointTerms($0) }, &sources, &terms)

    self.pairShift = pairShift
    self.bandOffset = bandOffset
    let interiorPairs = Self.range(
      max(pairShift, taps / 2 - 1 - bandOffset),
      isShort ? 0 : min(bandLength - bandOffset, (length + pairShift) / 2))
    self.interiorPairs = interiorPairs
    let pairs = (max(extended.period, length) + pairShift + 1) / 2
    let band = ExtendedSignal(bandOfLength: bandLength, mode: mode)
    func bandWindow(_ pairs: Range<Int>) -> Range<Int> {
      let first = pairs.lowerBound + bandOffset - (taps / 2 - 1)
      return first..<first + pairs.count + taps / 2 - 1
    }
    pairEdges = Self.edges(
      interiorPairs, pairs, bandWindow, { band.terms($0) }, &sources, &terms)
    let matched = Self.range(interior.lowerBound - bandOffset, interior.upperBound - bandOffset)
    unmatchedPairs =
      matched == interiorPairs
      ? pairEdges : Self.edges(matched, pairs, bandWindow, { band.terms($0) }, &sources, &terms)

    func fold(_ pairs: Range<Int>) -> Edge {
      let pairs = extended.reachesBeyondEnds ? pairs : 0..<0
      let copies = Self.edge(pairs, bandWindow, { band.terms($0) }, &sources, &terms)
      let start = terms.count
      let rows = 2 * pairs.lowerBound..<2 * pairs.upperBound
      for row in rows where row < 0 || row >= length {
        let from = row - rows.lowerBound
        for term in extended.terms(row) {
          terms.append(RowTerm(from: from, to: term.row, weight: term.weight))
          if let minus = term.minus {
            terms.append(RowTerm(from: from, to: minus, weight: -term.weight))
          }
        }
      }
      return Edge(outputs: pairs, sources: copies.sources, terms: start..<terms.count)
    }
    // Taps reach from row −offset to the second row of the last output's pair.
    folds = Edges(
      first: fold(-offset / 2..<0), last: fold(length / 2..<max(bandLength, length / 2)))
  }

  /// Rows of scratch for an end: windows of two bands, and pairs of outputs.
  var windowRows: Int {
    [edges, adjointEdges, pairEdges, unmatchedPairs, folds].flatMap { [$0.first, $0.last] }
      .map { 2 * ($0.sources.count + $0.outputs.count) }.max()!
  }

  private static func range(_ first: Int, _ end: Int) -> Range<Int> {
    first < end ? first..<end : 0..<0
  }

  /// What an interior leaves of `0..<count`, with lists of the windows' rows.
  private static func edges(
    _ interior: Range<Int>, _ count: Int, _ window: (Range<Int>) -> Range<Int>,
    _ rowTerms: (Int) -> [ExtendedSignal.Term], _ sources: inout [Int32], _ terms: inout [RowTerm]
  ) -> Edges {
    let first = interior.isEmpty ? 0..<count : 0..<interior.lowerBound
    let last = interior.isEmpty ? count..<count : interior.upperBound..<count
    return Edges(
      first: edge(first, window, rowTerms, &sources, &terms),
      last: edge(last, window, rowTerms, &sources, &terms))
  }

  private static func edge(
    _ outputs: Range<Int>, _ window: (Range<Int>) -> Range<Int>,
    _ rowTerms: (Int) -> [ExtendedSignal.Term], _ sources: inout [Int32], _ terms: inout [RowTerm]
  ) -> Edge {
    let (firstSource, firstTerm) = (sources.count, terms.count)
    if !outputs.isEmpty {
      for (row, index) in window(outputs).enumerated() {
        var parts = rowTerms(index)[...]
        if let copy = parts.first, copy.minus == nil, copy.weight == 1 {
          sources.append(Int32(copy.row))
          parts = parts.dropFirst()
        } else {
          sources.append(-1)
        }
        terms += parts.map {
          RowTerm(from: $0.row, minus: $0.minus, to: row, weight: $0.weight)
        }
      }
    }
    return Edge(
      outputs: outputs, sources: firstSource..<sources.count, terms: firstTerm..<terms.count)
  }
}
