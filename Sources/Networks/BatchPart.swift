/// How a batch is divided into parts that go through a network on their own, each on one thread: of
/// at most 32 samples, and two at least where there are enough. It depends on the batch alone, so that
/// results are the same, bit for bit, for any number of threads.
struct BatchDivision {
  /// Samples of the batch.
  let batch: Int

  /// How many parts there are.
  var count: Int { max(batch >= 8 ? 2 : 1, (batch + 31) / 32) }

  /// The samples of a part.
  subscript(part: Int) -> Range<Int> { part * batch / count..<(part + 1) * batch / count }
}

/// Some samples of a batch of sequences, which go through a network on their own.
package struct BatchPart: Sendable, Equatable {
  /// Length of the sequences.
  package let steps: Int
  /// Samples of the whole batch.
  package let batch: Int
  /// Those of this part.
  package let samples: Range<Int>

  /// Some samples of a batch.
  package init(steps: Int, batch: Int, samples: Range<Int>) {
    self.steps = steps
    self.batch = batch
    self.samples = samples
  }

  /// Steps of all its samples.
  package var rows: Int { steps * samples.count }
}
