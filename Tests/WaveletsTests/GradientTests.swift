import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("Filter gradients")
struct GradientTests {
  /// The pullback of analysis or synthesis at `x` for the slope `dy`: the gradient of ⟨map(x), dy⟩
  /// with respect to x, and with respect to the filters added to `before`.
  static func pullback<Scalar: KernelScalar>(
    ofAnalysis isAnalysis: Bool, _ transform: WaveletTransform<Scalar>, _ x: [Scalar],
    _ dy: [Scalar], batch: Int, _ workspace: Workspace<Scalar>, addedTo before: [Double]
  ) -> (input: GuardedMemory<Scalar>, filters: GuardedMemory<Scalar>) {
    let input = GuardedMemory<Scalar>(x.count)
    let filters = GuardedMemory<Scalar>(before)
    input.withSpan { input in
      filters.withSpan { gradient in
        if isAnalysis {
          transform.analysisPullback(
            x.span, coefficientGradient: dy.span, signalGradient: &input,
            filterGradient: &gradient, batch: batch, workspace: workspace)
        } else {
          transform.synthesisPullback(
            x.span, signalGradient: dy.span, coefficientGradient: &input,
            filterGradient: &gradient, batch: batch, workspace: workspace)
        }
      }
    }
    return (input, filters)
  }

  /// Against the strided correlation that defines the gradient, summed over levels and batch.
  @Test(arguments: [true, false]) func agreeWithCorrelation(ofAnalysis isAnalysis: Bool) {
    let cases = (Array(1...64) + [127, 128, 129]).flatMap(TransformCase.all)
    // Once for all kernels: the definition takes longer than they do.
    let expected = cases.map { NaivePullback($0, ofAnalysis: isAnalysis) }
    func check<Scalar: KernelScalar>(_ set: InstructionSet, _: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for (one, naive) in zip(cases, expected) {
        let result = expectOnly(set) {
          Self.pullback(
            ofAnalysis: isAnalysis, one.transform(Scalar.self),
            converted(naive.x, to: Scalar.self), converted(naive.dy, to: Scalar.self),
            batch: one.batch, workspace, addedTo: naive.before)
        }
        #expect(
          relativeError(result.input.numbers, naive.input, scale: naive.inputScale)
            <= Scalar.tolerance, "input of \(one), \(set)")
        #expect(
          relativeError(result.filters.numbers, naive.filters, scale: naive.filterScale)
            <= Scalar.tolerance, "filters of \(one), \(set)")
        #expect(result.input.isIntact && result.filters.isIntact, "\(one)")
      }
    }
    for set in InstructionSet.available {
      for precision in Precision.allCases { check(set, precision.type) }
    }
  }

  /// Against central differences of the transform itself.
  ///
  /// With one level the map is linear in the
  /// filters, with J levels a polynomial of degree J, so that only rounding and h² are left.
  @Test(arguments: InstructionSet.available)
  func agreeWithFiniteDifferences(_ set: InstructionSet) {
    let workspace = Workspace<Double>(threads: 1, instructionSet: set)
    for (length, taps, levels, batch) in [
      (13, 2, 1, 1), (16, 6, 3, 5), (37, 8, 2, 9), (5, 10, 3, 2),
    ] {
      for mode in ExtensionMode.allCases {
        let one = TransformCase(
          length: length, taps: taps, levels: levels, mode: mode, batch: batch)
        for map in [Map.analysis, .synthesis] {
          let (x, dy) =
            map == .analysis
            ? (one.signals(), one.coefficients()) : (one.coefficients(), one.signals())
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
              let transform = WaveletTransform(
                FilterBank(elements: filters), length: length, levels: levels, mode: mode)
              return dot(map.apply(transform, x, batch: batch, workspace), dy)
            }
            return (values[0] - values[1]) / (2 * h)
          }
          let error = relativeError(gradient.filters.numbers, differences)
          #expect(error <= 1e-8, "\(map) of \(one)")
        }
      }
    }
  }

  /// The same bits for any number of threads.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func threadsChangeNothing(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for batch in [1, 5, 33, 100] {
        let one = TransformCase(length: 33, taps: 6, levels: 3, mode: .zero, batch: batch)
        let results = [1, 2, 3, 5].map { threads in
          Self.pullback(
            ofAnalysis: true, one.transform(Scalar.self), converted(one.signals(), to: Scalar.self),
            converted(one.coefficients(), to: Scalar.self), batch: batch,
            Workspace<Scalar>(threads: threads, instructionSet: set),
            addedTo: [Double](repeating: 0, count: 24))
        }
        for result in results {
          #expect(result.filters.scalars == results[0].filters.scalars, "\(batch) samples")
          #expect(result.input.scalars == results[0].input.scalars, "\(batch) samples")
        }
      }
    }
    check(precision.type)
  }
}
