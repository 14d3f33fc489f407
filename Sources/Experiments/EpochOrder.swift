import StructuredLinear

/// The order of an epoch's samples, which depends on a seed and the epoch alone.
struct EpochOrder: Sendable {
  private let range: Range<Int>
  private let seed: UInt64
  /// The order that was asked for last.
  private var latest: (epoch: Int, order: [Int])?

  /// Orders of the samples of a range.
  init(_ range: Range<Int>, seed: UInt64) {
    self.range = range
    self.seed = seed
  }

  /// The order of an epoch, shuffled where it is not the epoch that was asked for before.
  mutating func callAsFunction(_ epoch: Int) -> [Int] {
    if let latest, latest.epoch == epoch { return latest.order }
    var generator = SplitMix64(seed: seed ^ 0x6f72_6465_7200)
    generator = SplitMix64(seed: generator.next() &+ UInt64(epoch))
    let order = Array(range).shuffled(using: &generator)
    latest = (epoch, order)
    return order
  }
}
