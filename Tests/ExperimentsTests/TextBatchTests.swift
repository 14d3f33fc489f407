import Experiments
import Testing

@Suite("Streams of text")
struct TextBatchTests {
  private let text = (0..<47).map { UInt8($0) }

  private func segment(_ batches: TextBatches, _ index: Int) -> (symbols: [Int], labels: [Int]) {
    var symbols = [-1]
    var labels = [-1]
    batches.write(batches.segments[index], to: &symbols, labels: &labels)
    return (symbols, labels)
  }

  /// Two streams of 23: 0…22 and 23…45.
  @Test func segmentsOverlapByWhatWarmsUp() {
    let batches = TextBatches(text, streams: 2, length: 8, warmUp: 3, end: .unused)
    #expect(batches.segments.map(\.start) == [0, 5, 10])
    let (symbols, labels) = segment(batches, 1)
    #expect(symbols == (5..<13).flatMap { [$0, $0 + 23] })
    #expect(labels == (9...13).flatMap { [$0, $0 + 23] })
  }

  /// What is scored of each stream is all but its first symbols, each once.
  @Test(arguments: 9...40, [0, 1, 3, 7]) func everySymbolIsScoredOnce(_ length: Int, _ warmUp: Int)
  {
    everySymbolIsScoredOnce(length, warmUp, .overlapping)
    everySymbolIsScoredOnce(length, warmUp, .shorter)
  }

  private func everySymbolIsScoredOnce(_ length: Int, _ warmUp: Int, _ end: TextBatches.End) {
    let text = (0..<3 * length).map { UInt8($0) }
    let batches = TextBatches(text, streams: 3, length: 8, warmUp: warmUp, end: end)
    var scored: [Int] = []
    for index in batches.segments.indices {
      let part = batches.segments[index]
      let (symbols, labels) = segment(batches, index)
      #expect(part.length == 8 || (end == .shorter && index + 1 == batches.segments.count))
      // Shorter segments overlap as all others do, by what warms up.
      if end == .shorter { #expect(part.start == index * (8 - warmUp) && part.warmUp == warmUp) }
      #expect(symbols.count == part.length * 3)
      #expect(labels.count == (part.length - part.warmUp) * 3)
      // Each label follows its symbol.
      #expect(labels == symbols.suffix(labels.count).map { $0 + 1 })
      scored += labels
    }
    let expected = (0..<3).flatMap { $0 * length + warmUp + 1..<($0 + 1) * length }
    #expect(scored.sorted() == expected)
  }

  /// A stream has to hold a segment and what follows it.
  @Test func shortTexts() {
    for (count, segments) in [(16, 0), (17, 0), (18, 1)] {
      for end in TextBatches.End.allCases {
        let batches = TextBatches(
          Array(text.prefix(count)), streams: 2, length: 8, warmUp: 3, end: end)
        #expect(batches.segments.count == segments)
      }
    }
  }
}
