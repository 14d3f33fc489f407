import LinearAlgebra
import Networks
import StructuredLinear
import Testing

@Suite("Losses are PyTorch's")
struct LossTests {
  func checkSquared<T: LayerScalar>(_: T.Type, tolerance: Double) {
    let golden = Golden.values.losses.squared
    let output = golden.output.converted(to: T.self)
    let target = golden.target.converted(to: T.self)
    var gradient = [T](repeating: .nan, count: output.count)
    var span = gradient.mutableSpan
    let loss = Loss.meanSquaredError(output.span, target: target.span, gradient: &span)
    #expect(abs(loss - golden.loss) <= tolerance)
    #expect(Loss.meanSquaredError(output.span, target: target.span) == loss)
    #expect(difference(gradient, golden.gradient) <= tolerance)
  }

  @Test func meanSquaredError() {
    checkSquared(Double.self, tolerance: 1e-15)
    checkSquared(Float.self, tolerance: 1e-6)
  }

  func checkEntropy<T: LayerScalar>(_: T.Type, tolerance: Double) {
    #expect(Golden.values.losses.entropies.count == 3)
    for golden in Golden.values.losses.entropies {
      let logits = golden.logits.converted(to: T.self)
      var gradient = [T](repeating: .nan, count: logits.count)
      var span = gradient.mutableSpan
      let loss = Loss.crossEntropy(
        logits.span, labels: golden.labels.span, classes: golden.classes, gradient: &span)
      // Logits are rounded relative to their size, of which probabilities are exponentials.
      let size = golden.logits.map(abs).max()!
      #expect(abs(loss - golden.loss) <= tolerance * size)
      #expect(
        Loss.crossEntropy(logits.span, labels: golden.labels.span, classes: golden.classes) == loss)
      #expect(difference(gradient, golden.gradient) <= tolerance * size)
    }
  }

  @Test func crossEntropy() {
    checkEntropy(Double.self, tolerance: 1e-15)
    checkEntropy(Float.self, tolerance: 1e-6)
  }

  /// The loss of a sure and wrong answer is finite, that of a sure and right one 0.
  @Test func crossEntropyOfSureAnswers() {
    let logits: [Double] = [1e6, 0, -1e6, 0, 1e6, -.infinity]
    #expect(Loss.crossEntropy(logits.span, labels: [0, 1].span, classes: 3) == 0)
    #expect(Loss.crossEntropy(logits.span, labels: [2, 0].span, classes: 3) == 1.5e6)
    var gradient = [Double](repeating: .nan, count: 6)
    var span = gradient.mutableSpan
    Loss.crossEntropy(logits.span, labels: [2, 1].span, classes: 3, gradient: &span)
    #expect(gradient == [0.5, 0, -0.5, 0, 0, 0])
  }

  @Test func nonFinite() {
    let logits: [Float] = [1, .nan, 2]
    #expect(Loss.crossEntropy(logits.span, labels: [0].span, classes: 3).isNaN)
    #expect(Loss.meanSquaredError(logits.span, target: [1, 2, 3].span).isNaN)
  }

  @Test func correctAnswers() {
    let logits: [Float] = [1, 3, 2, 5, 5, 4, 0, 0, -1]
    #expect(Loss.correctCount(logits.span, labels: [1, 0, 0].span, classes: 3) == 3)
    #expect(Loss.correctCount(logits.span, labels: [1, 1, 2].span, classes: 3) == 1)
  }

  @Test func countsOfTargets() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let (output, target): ([Float], [Float]) = ([1, 2, 3], [1, 2])
      _ = Loss.meanSquaredError(output.span, target: target.span)
    }
    expectMessage(result, "3 outputs to 2 targets")
  }

  @Test func nothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let none: [Float] = []
      _ = Loss.meanSquaredError(none.span, target: none.span)
    }
    expectMessage(result, "0 outputs to 0 targets")
  }

  @Test func countOfGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let output: [Float] = [1, 2, 3]
      var gradient: [Float] = [1, 2]
      var span = gradient.mutableSpan
      Loss.meanSquaredError(output.span, target: output.span, gradient: &span)
    }
    expectMessage(result, "A gradient of 2 for 3 outputs")
  }

  @Test func countOfLogits() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let logits: [Float] = [1, 2, 3, 4]
      _ = Loss.crossEntropy(logits.span, labels: [0].span, classes: 3)
    }
    expectMessage(result, "4 logits for 1 labels of 3 classes")
  }

  @Test func labelOutside() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let logits: [Float] = [1, 2, 3, 4]
      _ = Loss.crossEntropy(logits.span, labels: [1, 2].span, classes: 2)
    }
    expectMessage(result, "Label 2 of sample 1 is outside 0..<2")
  }
}
