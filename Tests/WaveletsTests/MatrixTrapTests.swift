import Kernels
import Testing
import Wavelets

@Suite("Matrices that do not fit trap with both values in the message")
struct MatrixTrapTests {
  @Test func negativeShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MatrixShape(rows: 3, columns: -1)
    }
    expectMessage(result, "3 × -1")
  }

  @Test func emptyShape() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletTransform2D<Float>(.haar, shape: MatrixShape(rows: 0, columns: 5))
    }
    expectMessage(result, "at least 1 × 1, not 0 × 5")
  }

  @Test func noLevels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = WaveletTransform2D<Float>(.haar, shape: MatrixShape(rows: 4, columns: 5), levels: 0)
    }
    expectMessage(result, "at least 1 level", "not 0")
  }

  @Test func matricesOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let transform = WaveletTransform2D<Float>(.haar, shape: MatrixShape(rows: 4, columns: 6))
      let matrices = [Float](repeating: 0, count: 47)
      var coefficients = [Float](repeating: 0, count: 48)
      var span = coefficients.mutableSpan
      transform.analysis(matrices.span, into: &span, batch: 2, workspace: Workspace(threads: 1))
    }
    expectMessage(result, "47 samples", "2 matrices of 4 × 6")
  }

  @Test func coefficientsOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let transform = WaveletTransform2D<Float>(.haar, shape: MatrixShape(rows: 3, columns: 5))
      let coefficients = [Float](repeating: 0, count: 15)
      var matrices = [Float](repeating: 0, count: 15)
      var span = matrices.mutableSpan
      transform.synthesis(coefficients.span, into: &span, workspace: Workspace(threads: 1))
    }
    expectMessage(result, "15 coefficients", "1 matrices of 3 × 5 with 24 coefficients")
  }

  @Test func gradientOfOtherFilters() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let transform = WaveletTransform2D<Float>(.haar, shape: MatrixShape(rows: 2, columns: 2))
      let matrices = [Float](repeating: 0, count: 4)
      var (gradient, filters) = (matrices, [Float](repeating: 0, count: 16))
      var one = gradient.mutableSpan
      var other = filters.mutableSpan
      transform.analysisPullback(
        matrices.span, coefficientGradient: matrices.span, matrixGradient: &one,
        filterGradient: &other, workspace: Workspace(threads: 1))
    }
    expectMessage(result, "gradient of 16 scalars for 8 taps")
  }

  @Test func axisOfAnotherLength() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let transform = WaveletTransform<Float>(.haar, length: 8, levels: 1)
      let matrices = [Float](repeating: 0, count: 40)
      var coefficients = [Float](repeating: 0, count: 40)
      var span = coefficients.mutableSpan
      transform.analysis(
        matrices.span, shape: MatrixShape(rows: 8, columns: 5), along: .rows, into: &span,
        workspace: Workspace(threads: 1))
    }
    expectMessage(result, "rows of a 8 × 5 matrix", "signals of 5", "8")
  }

  @Test func axisOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let transform = WaveletTransform<Float>(.haar, length: 8, levels: 1)
      let coefficients = [Float](repeating: 0, count: 41)
      var matrices = [Float](repeating: 0, count: 40)
      var span = matrices.mutableSpan
      transform.synthesis(
        coefficients.span, shape: MatrixShape(rows: 8, columns: 5), along: .columns, into: &span,
        workspace: Workspace(threads: 1))
    }
    expectMessage(result, "40 samples and 41 coefficients", "1 matrices of 8 × 5")
  }
}
