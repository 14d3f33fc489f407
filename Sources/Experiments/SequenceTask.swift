import Networks
import StructuredLinear

/// A synthetic task over sequences.
protocol SequenceTask: Sendable {
  /// Features of an input.
  var inputCount: Int { get }
  /// Outputs of the network.
  var outputCount: Int { get }
  /// Length of a sequence.
  var steps: Int { get }
  /// After which steps the outputs count.
  var reading: RecurrentNetwork<Float>.Reading { get }

  /// Draws sequences.
  func batch(_ count: Int, using generator: inout SplitMix64) -> SequenceBatch

  /// Mean loss and how many of `decisions(in:)` were right; the gradient is written where there is
  /// room for it.
  func loss(
    _ outputs: Span<Float>, of batch: SequenceBatch, gradient: inout MutableSpan<Float>
  ) -> Double

  /// How many answers are right.
  func rightAnswers(_ outputs: Span<Float>, of batch: SequenceBatch) -> Int

  /// How many answers a sequence asks for.
  var answersPerSequence: Int { get }
}

/// Some sequences and what is to be said of them.
struct SequenceBatch: Sendable, Equatable {
  /// How many sequences.
  let count: Int
  /// `[steps, count, inputs]`.
  let inputs: [Float]
  /// Numbers to be found, `[read steps, count, outputs]`; empty where classes are.
  var targets: [Float] = []
  /// Classes to be found, `[read steps, count]`; empty where numbers are.
  var labels: [Int] = []
}
