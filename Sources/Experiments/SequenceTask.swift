import Networks
import StructuredLinear

/// A task over sequences.
package protocol SequenceTask: Sendable {
  /// Features of an input.
  var inputCount: Int { get }
  /// Outputs of the network.
  var outputCount: Int { get }
  /// Length of a sequence.
  var steps: Int { get }
  /// After which steps the outputs count.
  var reading: RecurrentNetwork<Float>.Reading { get }

  /// Training sequences of an epoch; nil where they are drawn anew for ever.
  var sequencesPerEpoch: Int? { get }

  /// The sequences of a training step, 0 the first, which are drawn from the generator where they are
  /// not of a set.
  mutating func batch(
    _ count: Int, at step: Int, using generator: inout SplitMix64
  ) -> SequenceBatch

  /// How many sequences there are to test with where so many are asked for.
  func testCount(of asked: Int) -> Int

  /// Sequences to test with. They are asked for in order, with the same generator.
  func testBatch(_ places: Range<Int>, using generator: inout SplitMix64) -> SequenceBatch

  /// The mean loss; the gradient is written in place of what is there.
  func loss(
    _ outputs: Span<Float>, of batch: SequenceBatch, gradient: inout MutableSpan<Float>
  ) -> Double

  /// The mean loss alone.
  func loss(_ outputs: Span<Float>, of batch: SequenceBatch) -> Double

  /// How many answers are right.
  func rightAnswers(_ outputs: Span<Float>, of batch: SequenceBatch) -> Int

  /// How many answers a sequence asks for.
  var answersPerSequence: Int { get }
}

/// A task whose sequences are made up.
package protocol SyntheticTask: SequenceTask {
  /// Draws sequences.
  func batch(_ count: Int, using generator: inout SplitMix64) -> SequenceBatch
}

extension SyntheticTask {
  package var sequencesPerEpoch: Int? { nil }

  package func batch(
    _ count: Int, at step: Int, using generator: inout SplitMix64
  ) -> SequenceBatch {
    batch(count, using: &generator)
  }

  package func testCount(of asked: Int) -> Int { asked }

  package func testBatch(
    _ places: Range<Int>, using generator: inout SplitMix64
  ) -> SequenceBatch {
    batch(places.count, using: &generator)
  }
}

/// Some sequences and what is to be said of them.
package struct SequenceBatch: Sendable, Equatable {
  /// How many sequences.
  package let count: Int
  /// `[steps, count, inputs]`.
  package let inputs: [Float]
  /// Numbers to be found, `[read steps, count, outputs]`; empty where classes are.
  package var targets: [Float] = []
  /// Classes to be found, `[read steps, count]`; empty where numbers are.
  package var labels: [Int] = []
}
