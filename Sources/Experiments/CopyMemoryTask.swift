import Networks
import StructuredLinear

/// The copy-memory problem (Hochreiter and Schmidhuber 1997; as in Arjovsky, Shah and Bengio 2016):
/// ten symbols of eight, blanks, a marker, and ten steps in which the symbols are to be said in order.
///
/// A sequence has `blanks + 20` steps: 10 symbols, `blanks − 1` blanks, the marker, 10 blanks. Inputs
/// are one-hot of ten: 0 is the blank, 1...8 are symbols, 9 is the marker. The answer is blank up to
/// the marker. The loss is over all steps, right answers are counted over the last ten. Guessing has a
/// loss of 10·ln 8/(blanks + 20).
package struct CopyMemoryTask: SyntheticTask {
  /// How long the symbols have to be remembered.
  package let blanks: Int

  private static let symbols = 10
  private static let marker = 9
  package var steps: Int { blanks + 2 * Self.symbols }
  package var inputCount: Int { 10 }
  package var outputCount: Int { 10 }
  package var reading: RecurrentNetwork<Float>.Reading { .every }
  package var answersPerSequence: Int { Self.symbols }

  /// A task of so many blanks, at least 1.
  package init(blanks: Int) { self.blanks = blanks }

  package func batch(_ count: Int, using generator: inout SplitMix64) -> SequenceBatch {
    var inputs = [Float](repeating: 0, count: steps * count * 10)
    var labels = [Int](repeating: 0, count: steps * count)
    for sample in 0..<count {
      let symbols = (0..<Self.symbols).map { _ in Int.random(in: 1...8, using: &generator) }
      for step in 0..<steps {
        let input =
          step < Self.symbols
          ? symbols[step] : step == steps - Self.symbols - 1 ? Self.marker : 0
        inputs[(step * count + sample) * 10 + input] = 1
        if step >= steps - Self.symbols {
          labels[step * count + sample] = symbols[step - (steps - Self.symbols)]
        }
      }
    }
    return SequenceBatch(count: count, inputs: inputs, labels: labels)
  }

  package func loss(
    _ outputs: Span<Float>, of batch: SequenceBatch, gradient: inout MutableSpan<Float>
  ) -> Double {
    Loss.crossEntropy(outputs, labels: batch.labels.span, classes: 10, gradient: &gradient)
  }

  package func loss(_ outputs: Span<Float>, of batch: SequenceBatch) -> Double {
    Loss.crossEntropy(outputs, labels: batch.labels.span, classes: 10)
  }

  package func rightAnswers(_ outputs: Span<Float>, of batch: SequenceBatch) -> Int {
    let first = (steps - Self.symbols) * batch.count
    return Loss.correctCount(
      outputs.extracting(first * 10..<outputs.count),
      labels: batch.labels.span.extracting(first..<batch.labels.count), classes: 10)
  }
}
