import Networks
import StructuredLinear

/// The adding problem (Hochreiter and Schmidhuber 1997): of a sequence of numbers uniform in [0, 1],
/// two are marked, one in each half; the answer is their sum. Right within 0.05. Always answering 1
/// has a mean squared error of 1/6.
package struct AddingTask: SyntheticTask {
  package let steps: Int
  package var inputCount: Int { 2 }
  package var outputCount: Int { 1 }
  package var reading: RecurrentNetwork<Float>.Reading { .last }
  package var answersPerSequence: Int { 1 }

  /// A task over so many steps, at least 2.
  package init(steps: Int) { self.steps = steps }

  package func batch(_ count: Int, using generator: inout SplitMix64) -> SequenceBatch {
    var inputs = [Float](repeating: 0, count: steps * count * 2)
    var targets = [Float](repeating: 0, count: count)
    for sample in 0..<count {
      for step in 0..<steps {
        inputs[(step * count + sample) * 2] = Float.random(in: 0...1, using: &generator)
      }
      let half = steps / 2
      for step in [
        Int.random(in: 0..<half, using: &generator),
        Int.random(in: half..<steps, using: &generator),
      ] {
        inputs[(step * count + sample) * 2 + 1] = 1
        targets[sample] += inputs[(step * count + sample) * 2]
      }
    }
    return SequenceBatch(count: count, inputs: inputs, targets: targets)
  }

  package func loss(
    _ outputs: Span<Float>, of batch: SequenceBatch, gradient: inout MutableSpan<Float>
  ) -> Double {
    Loss.meanSquaredError(outputs, target: batch.targets.span, gradient: &gradient)
  }

  package func loss(_ outputs: Span<Float>, of batch: SequenceBatch) -> Double {
    Loss.meanSquaredError(outputs, target: batch.targets.span)
  }

  package func rightAnswers(_ outputs: Span<Float>, of batch: SequenceBatch) -> Int {
    batch.targets.indices.count { abs(outputs[$0] - batch.targets[$0]) < 0.05 }
  }
}
