import LinearAlgebra
import Networks
import StructuredLinear
import Testing

@Suite("Embeddings")
struct EmbeddingTests {
  func embedding<T: LayerScalar>(_ count: Int, _ width: Int) -> Embedding<T> {
    var generator = SplitMix64(seed: 1)
    return Embedding(count: count, width: width, using: &generator)
  }

  @Test func looksUp() {
    let embedding: Embedding<Float> = embedding(5, 3)
    let values = embedding.parameters.values
    let indices = [4, 0, 4, 2]
    var output = [Float](repeating: .nan, count: 12)
    var span = output.mutableSpan
    embedding.apply(indices.span, into: &span)
    #expect(output == indices.flatMap { values[3 * $0..<3 * $0 + 3] })
    #expect(embedding.parameters.entries.map(\.name) == ["weight"])
    #expect(embedding.parameters["weight"]?.shape == [5, 3])
  }

  /// Gradients of a symbol that occurs twice are added, and to what is there.
  @Test func scatters() {
    let embedding: Embedding<Double> = embedding(4, 2)
    let indices = [3, 1, 3]
    let outputGradient: [Double] = [1, 2, 10, 20, 100, 200]
    var gradient = [Double](repeating: 0.5, count: 8)
    var span = gradient.mutableSpan
    embedding.pullback(
      indices.span, outputGradient: outputGradient.span, parameterGradient: &span)
    #expect(gradient == [0.5, 0.5, 10.5, 20.5, 0.5, 0.5, 101.5, 202.5])
  }

  @Test func startsNormal() {
    let embedding: Embedding<Double> = embedding(200, 100)
    let values = embedding.parameters.values
    let count = Double(values.count)
    #expect(abs(values.reduce(0, +) / count) < 0.03)
    #expect(abs(values.reduce(0) { $0 + $1 * $1 } / count - 1) < 0.03)
    // Of a normal distribution 68.27 % are within one deviation, 4.55 % beyond two.
    let within = Double(values.count { abs($0) < 1 }) / count
    #expect(abs(within - 0.6827) < 0.01)
    let beyond = Double(values.count { abs($0) > 2 }) / count
    #expect(abs(beyond - 0.0455) < 0.005)
  }

  @Test func indexOutside() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 1)
      let embedding = Embedding<Float>(count: 5, width: 1, using: &generator)
      var output: [Float] = [0]
      var span = output.mutableSpan
      embedding.apply([5].span, into: &span)
    }
    expectMessage(result, "Index 5 for an embedding of 5 vectors")
  }

  @Test func countOfOutputs() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 1)
      let embedding = Embedding<Float>(count: 5, width: 2, using: &generator)
      var output: [Float] = [0, 0, 0]
      var span = output.mutableSpan
      embedding.apply([1, 2].span, into: &span)
    }
    expectMessage(result, "3 outputs for 2 indices of an embedding of width 2")
  }

  @Test func countOfGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 1)
      let embedding = Embedding<Float>(count: 5, width: 2, using: &generator)
      var gradient = [Float](repeating: 0, count: 9)
      var span = gradient.mutableSpan
      let one: [Float] = [1, 1]
      embedding.pullback([1].span, outputGradient: one.span, parameterGradient: &span)
    }
    expectMessage(result, "A gradient of 9 for 10 parameters")
  }

  @Test func noSymbols() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 1)
      _ = Embedding<Float>(count: 0, width: 3, using: &generator)
    }
    expectMessage(result, "An embedding of 0 vectors of 3")
  }
}
