import Networks
import StructuredLinear

/// A synthetic task over sequences.
package protocol SequenceTask: Sendable {
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
