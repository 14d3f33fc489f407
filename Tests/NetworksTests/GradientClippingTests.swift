import LinearAlgebra
import Networks
import StructuredLinear
import Testing

@Suite("Gradient clipping is PyTorch's")
struct GradientClippingTests {
  func check<T: LayerScalar>(_: T.Type, tolerance: Double) {
    let golden = Golden.values.clipping
    for testCase in golden.cases {
      var gradient = golden.gradient.converted(to: T.self)
      var span = gradient.mutableSpan
      let norm = clipGradientNorm(&span, to: testCase.maximum)
      #expect(abs(norm - testCase.norm) <= tolerance * testCase.norm)
      #expect(difference(gradient, testCase.clipped) <= tolerance * testCase.maximum)
    }
  }

  @Test func clips() {
    check(Double.self, tolerance: 1e-14)
    check(Float.self, tolerance: 1e-6)
  }

  @Test func shortGradientsKeepTheirBits() {
    var gradient: [Float] = [0.1, -0.2, 0.3]
    var span = gradient.mutableSpan
    clipGradientNorm(&span, to: 1)
    #expect(gradient == [0.1, -0.2, 0.3])
  }

  @Test func brokenGradientsStayBroken() {
    var gradient: [Double] = [1, .nan, 2]
    var span = gradient.mutableSpan
    #expect(clipGradientNorm(&span, to: 1).isNaN)
    #expect(gradient.allSatisfy { $0.isNaN })
  }

  @Test func maximumOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var gradient: [Float] = [1]
      var span = gradient.mutableSpan
      clipGradientNorm(&span, to: 0)
    }
    expectMessage(result, "clipped above 0, not at 0.0")
  }
}
