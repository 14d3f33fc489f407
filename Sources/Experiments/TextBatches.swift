/// A text as parallel streams, cut into segments that overlap: the first symbols of a segment warm the
/// state up, and what the network says after them is scored (Bai, Kolter and Koltun 2018).
package struct TextBatches: Sendable {
  /// One segment of all streams.
  package struct Segment: Sendable, Equatable {
    /// Where it starts in each stream.
    package let start: Int
    /// Symbols that are not scored.
    package let warmUp: Int
  }

  /// How many streams there are.
  package let streams: Int
  /// Symbols that a segment reads; it is scored by those that follow each.
  package let length: Int
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
  ///   - coversEnd: Whether a last segment, which overlaps the one before by more than others do,
  ///     scores what these leave at the end.
  package init(
    _ text: [UInt8], streams: Int, length: Int, warmUp: Int, coversEnd: Bool
  ) {
    self.text = text
    self.streams = streams
    self.length = length
    streamLength = text.count / streams
    var segments: [Segment] = []
    var start = 0
    while start + length < streamLength {
      segments.append(Segment(start: start, warmUp: warmUp))
      start += length - warmUp
    }
    let last = streamLength - 1 - length
    // Scored so far, counted in symbols that are read: those before `start + warmUp`.
    let scored = start + warmUp
    if coversEnd, last >= 0, !segments.isEmpty, scored < streamLength - 1 {
      segments.append(Segment(start: last, warmUp: scored - last))
    }
    self.segments = segments
  }

  /// Writes what a segment reads, `[length, streams]`, and what follows each symbol that is scored,
  /// `[length − warm-up, streams]`.
  package func write(_ segment: Segment, to symbols: inout [Int], labels: inout [Int]) {
    symbols.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    for step in 0..<length {
      for stream in 0..<streams {
        let at = stream * streamLength + segment.start + step
        symbols.append(Int(text[at]))
        if step >= segment.warmUp { labels.append(Int(text[at + 1])) }
      }
    }
  }
}
