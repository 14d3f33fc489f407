import Kernels
import Testing
import Wavelets

@Suite("Misuse traps with both values in the message")
struct TrapTests {
  @Test func walshHadamardOfNoPowerOfTwo() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WalshHadamardTransform(length: 12)
    }
    expectMessage(result, "power of two, not 12")
  }

  @Test func lengthOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletTransform<Float>(.haar, length: 0, levels: 1)
    }
    expectMessage(result, "length of 1...1073741824", "not 0")
  }

  @Test func noLevels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletTransform<Float>(.haar, length: 8, levels: 0)
    }
    expectMessage(result, "at least 1 level", "not 0")
  }

  @Test func signalsOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let transform = WaveletTransform<Float>(.haar, length: 8, levels: 1)
      let signals = [Float](repeating: 0, count: 15)
      var coefficients = [Float](repeating: 0, count: 16)
      var span = coefficients.mutableSpan
      transform.analysis(signals.span, into: &span, batch: 2, workspace: Workspace(threads: 1))
    }
    expectMessage(result, "15", "2 signals of 8")
  }

  @Test func coefficientsOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let transform = WaveletTransform<Float>(.daubechies(2), length: 8, levels: 1, mode: .zero)
      let coefficients = [Float](repeating: 0, count: 16)
      var signals = [Float](repeating: 0, count: 16)
      var span = signals.mutableSpan
      transform.synthesis(
        coefficients.span, into: &span, batch: 2, workspace: Workspace(threads: 1))
    }
    expectMessage(result, "16", "10")
  }

  @Test func panelsOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let workspace = Workspace<Float>(threads: 1)
      let transform = WaveletTransform<Float>(.haar, length: 8, levels: 1)
      let signals = Panels(batch: 1, features: 9, workspace: workspace)
      let coefficients = Panels(batch: 1, features: 8, workspace: workspace)
      transform.analysis(signals, into: coefficients, workspace: workspace)
    }
    expectMessage(result, "Panels of 9 and 8 features", "8")
  }

  @Test func haarPaddedToAnOddNumber() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FilterBank<Float>.haar(paddedTo: 3)
    }
    expectMessage(result, "even number of taps, at least 2, not 3")
  }

  @Test func daubechiesTooLong() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FilterBank<Float>.daubechies(39)
    }
    expectMessage(result, "1...38", "not 39")
  }

  @Test func cascadeWithoutLevels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FilterBank<Float>.haar.functions(levels: 0)
    }
    expectMessage(result, "1...20 levels, not 0")
  }

  @Test func symletTooShort() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FilterBank<Float>.symlet(1)
    }
    expectMessage(result, "2...20", "not 1")
  }

  @Test func elementsOfNoFourFilters() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = FilterBank<Float>(elements: [Float](repeating: 0, count: 12))
    }
    expectMessage(result, "12 taps make no four filters")
  }

  @Test func lossGradientOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let filters = [Float](repeating: 0, count: 16)
      var gradient = [Float](repeating: 0, count: 8)
      var span = gradient.mutableSpan
      WaveletLoss.accumulateGradient(of: filters.span, weight: 1, into: &span)
    }
    expectMessage(result, "A gradient of 8 for 16 taps")
  }
}
