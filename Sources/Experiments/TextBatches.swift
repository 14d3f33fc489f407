/// A text as parallel streams, cut into segments that overlap: the first symbols of a segment warm the
/// state up, and what the network says after them is scored (Bai, Kolter and Koltun 2018).
package struct TextBatches: Sendable {
  /// One segment of all streams.
  package struct Segment: Sendable, Equatable {
    /// Where it starts in each stream.
    package let start: Int
    /// Symbols that are not scored.
    package let warmUp: Int
    /// Symbols that it reads; it is scored by those that follow each.
    package let length: Int
  }

  /// What becomes of the symbols that whole segments leave at the end.
  package enum End: Sendable, CaseIterable {
    /// Nothing.
    case unused
    /// A last segment, which overlaps the one before by more than others do, scores them.
    case overlapping
    /// A last, shorter segment scores them, which goes on where the one before ends.
    case shorter
  }

  /// How many streams there are.
  package let streams: Int
  /// The segments, in the order of the text.
  package let segments: [Segment]
  private let text: [UInt8]
  private let streamLength: Int

  /// Cuts a text. What is left of a division into equal streams is not used.
  ///
  /// - Parameters:
  ///   - text: The symbols.
  ///   - streams: Into how many streams.
  ///   - length: Symbols of a segment.
  ///   - warmUp: Symbols of a segment that are not scored, fewer than `length`.
  ///   - end: What becomes of what these leave at the end.
  package init(_ text: [UInt8], streams: Int, length: Int, warmUp: Int, end: End) {
    self.text = text
    self.streams = streams
    streamLength = text.count / streams
    var segments: [Segment] = []
    var start = 0
    while start + length < streamLength {
      segments.append(Segment(start: start, warmUp: warmUp, length: length))
      start += length - warmUp
    }
    // Of a stream's symbols all but the last are read; those before `scored` are scored so far.
    let read = streamLength - 1
    let scored = start + warmUp
    if !segments.isEmpty, scored < read {
      switch end {
      case .unused: break
      case .overlapping:
        let last = read - length
        segments.append(Segment(start: last, warmUp: scored - last, length: length))
      case .shorter:
        segments.append(Segment(start: start, warmUp: warmUp, length: read - start))
      }
    }
    self.segments = segments
  }

  /// Writes what a segment reads, `[length, streams]`, and what follows each symbol that is scored,
  /// `[length − warm-up, streams]`.
  package func write(_ segment: Segment, to symbols: inout [Int], labels: inout [Int]) {
    symbols.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    for step in 0..<segment.length {
      for stream in 0..<streams {
        let at = stream * streamLength + segment.start + step
        symbols.append(Int(text[at]))
        if step >= segment.warmUp { labels.append(Int(text[at + 1])) }
      }
    }
  }
}
