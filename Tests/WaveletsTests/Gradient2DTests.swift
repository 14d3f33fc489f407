import Kernels
import LinearAlgebra
import NaiveReference
import Testing
import Wavelets

@Suite("Filter gradients in 2-D")
struct Gradient2DTests {
  /// The gradient of ⟨map(x), dy⟩ with respect to x, and with respect to the filters added to
  /// `before`.
  static func pullback<Scalar: KernelScalar & BLASScalar>(
    ofAnalysis isAnalysis: Bool, _ transform: WaveletTransform2D<Scalar>, _ x: [Scalar],
    _ dy: [Scalar], batch: Int, _ workspace: Workspace<Scalar>, addedTo before: [Double]
  ) -> (input: GuardedMemory<Scalar>, filters: GuardedMemory<Scalar>) {
    let input = GuardedMemory<Scalar>(x.count)
    let filters = GuardedMemory<Scalar>(before)
    input.withSpan { input in
      filters.withSpan { gradient in
        if isAnalysis {
          transform.analysisPullback(
            x.span, coefficientGradient: dy.span, matrixGradient: &input,
            filterGradient: &gradient, batch: batch, workspace: workspace)
        } else {
          transform.synthesisPullback(
            x.span, matrixGradient: dy.span, coefficientGradient: &input,
            filterGradient: &gradient, batch: batch, workspace: workspace)
        }
      }
    }
    return (input, filters)
  }

  /// Against sums over the lines of every level.
  @Test(arguments: [true, false]) func agreeWithLoops(isAnalysis: Bool) {
    let cases = MatrixCase.few
    let inputs: [(x: [Double], dy: [Double])] = cases.map {
      isAnalysis ? ($0.matrices(), $0.coefficients()) : ($0.coefficients(), $0.matrices())
    }
    let expected = zip(cases, inputs).map {
      $0.naive.pullback(ofAnalysis: isAnalysis, $1.x, $1.dy)
    }
    let adjoint = isAnalysis ? Map.analysisAdjoint : .synthesisAdjoint
    let inputScales = zip(cases, inputs).map { one, input in
      one.mode.enlarges
        ? norm(one.naive.magnitude.apply(adjoint, input.dy.map(abs))) : norm(input.dy)
    }
    func check<Scalar: KernelScalar & BLASScalar>(_ set: InstructionSet, _: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for (index, one) in cases.enumerated() {
        let (x, dy) = inputs[index]
        let before = randomNumbers(4 * one.taps, seed: 3)
        let result = expectOnly(set) {
          Self.pullback(
            ofAnalysis: isAnalysis, one.transform(Scalar.self), converted(x, to: Scalar.self),
            converted(dy, to: Scalar.self), batch: one.batch, workspace, addedTo: before)
        }
        let filters = zip(before, expected[index].filters).map { $0 + $1 }
        let scale = norm(x) * norm(dy)
        #expect(
          relativeError(result.input.numbers, expected[index].input, scale: inputScales[index])
            <= 2 * Scalar.tolerance, "input of \(one)")
        #expect(
          relativeError(result.filters.numbers, filters, scale: scale) <= 2 * Scalar.tolerance,
          "filters of \(one)")
        #expect(result.input.isIntact && result.filters.isIntact, "\(one)")
      }
    }
    for set in InstructionSet.available {
      for precision in Precision.allCases { check(set, precision.matrixType) }
    }
  }

  /// Against central differences of the transform itself, which is a polynomial in the taps.
  @Test(arguments: InstructionSet.available)
  func agreeWithFiniteDifferences(_ set: InstructionSet) {
    let workspace = Workspace<Double>(threads: 1, instructionSet: set)
    for (rows, columns, taps, levels, batch) in [
      (5, 8, 2, 1, 1), (7, 4, 6, 2, 3), (1, 9, 4, 3, 2), (12, 13, 4, 3, 5),
    ] {
      for mode in ExtensionMode.allCases {
        let one = MatrixCase(
          shape: MatrixShape(rows: rows, columns: columns), taps: taps, levels: levels, mode: mode,
          batch: batch)
        for map in [Map.analysis, .synthesis] {
          let (x, dy) =
            map == .analysis
            ? (one.matrices(), one.coefficients()) : (one.coefficients(), one.matrices())
          let gradient = expectOnly(set) {
            Self.pullback(
              ofAnalysis: map == .analysis, one.transform(Double.self), x, dy, batch: batch,
              workspace, addedTo: [Double](repeating: 0, count: 4 * taps))
          }
          let h = 1e-5
          let differences = (0..<4 * taps).map { tap in
            let values = [h, -h].map { step in
              var filters = one.filters
              filters[tap] += step
              let transform = WaveletTransform2D(
                FilterBank(elements: filters), shape: one.shape, levels: levels, mode: mode)
              return dot(map.apply(transform, x, batch: batch, workspace), dy)
            }
            return (values[0] - values[1]) / (2 * h)
          }
          let error = relativeError(gradient.filters.numbers, differences)
          #expect(error <= 1e-7, "\(map) of \(one)")
        }
      }
    }
  }

  /// The same bits for any number of threads; the gradient of the input is the adjoint's.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func threadsChangeNothing(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) {
      for one in MatrixCase.larger.flatMap(MatrixCase.all) {
        let matrices = converted(one.matrices(), to: Scalar.self)
        let coefficients = converted(one.coefficients(), to: Scalar.self)
        let transform = one.transform(Scalar.self)
        for isAnalysis in [true, false] {
          let (x, dy) = isAnalysis ? (matrices, coefficients) : (coefficients, matrices)
          let results = [1, 2, 3].map { threads in
            Self.pullback(
              ofAnalysis: isAnalysis, transform, x, dy, batch: one.batch,
              Workspace<Scalar>(threads: threads, instructionSet: set),
              addedTo: [Double](repeating: 0, count: 4 * one.taps))
          }
          for result in results {
            #expect(result.filters.scalars == results[0].filters.scalars, "\(one)")
            #expect(result.input.scalars == results[0].input.scalars, "\(one)")
          }
          let adjoint = (isAnalysis ? Map.analysisAdjoint : .synthesisAdjoint).apply(
            transform, dy, batch: one.batch,
            Workspace<Scalar>(threads: 1, instructionSet: set))
          let error = relativeError(results[0].input.numbers, doubles(adjoint))
          #expect(error <= Scalar.tolerance, "\(one)")
        }
      }
    }
    check(precision.matrixType)
  }

  @Test func emptyBatch() {
    let transform = WaveletTransform2D<Float>(
      .haar, shape: MatrixShape(rows: 3, columns: 5), levels: 2)
    for isAnalysis in [true, false] {
      let result = Self.pullback(
        ofAnalysis: isAnalysis, transform, [], [], batch: 0, Workspace(threads: 2),
        addedTo: [1, 2, 3, 4, 5, 6, 7, 8])
      #expect(result.filters.scalars == [1, 2, 3, 4, 5, 6, 7, 8])
    }
  }
}
