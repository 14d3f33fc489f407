import Kernels
import Testing

@Suite("Misuse traps with both values in the message")
struct TrapTests {
  @Test func lengthOfZero() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TransformPlan(length: 0, taps: 2, levels: 1, mode: .zero)
    }
    expectMessage(result, "length of 1...1073741824", "not 0")
  }

  @Test func hugeLength() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TransformPlan(length: 1 << 31, taps: 2, levels: 1, mode: .zero)
    }
    expectMessage(result, "length of 1...1073741824", "not 2147483648")
  }

  @Test func groupOfAnotherWorkspace() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let width = Workspace<Double>(threads: 1).panelWidth
      let input = [Double](repeating: 1, count: 2 * width)
      nonisolated(unsafe) var twice: SampleGroup?
      var floats = [Float](repeating: 0, count: 2 * width)
      var floatSpan = floats.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(batch: 2 * width, output: &floatSpan, stride: 1) {
        _, group, _ in twice = group
      }
      var output = input
      var span = output.mutableSpan
      Workspace<Double>(threads: 1).forEachGroup(batch: 2 * width, output: &span, stride: 1) {
        engine, _, _ in
        engine.pack(
          input.span, twice!, columns: 0..<1, stride: 1, into: RowPlace(.permuted, count: 1))
      }
    }
    expectMessage(result, "Samples 0..<", "of another workspace for", "lanes")
  }

  @Test func columnsBeforeTheFirst() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let input = [Float](repeating: 1, count: 8)
      var output = input
      var span = output.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(batch: 1, output: &span, stride: 8) {
        engine, group, _ in
        engine.pack(
          input.span, group, columns: -3..<2, stride: 8, into: RowPlace(.permuted, count: 8))
      }
    }
    expectMessage(result, "Columns -3..<2 of samples of 8")
  }

  @Test func parametersBeforeTheFirst() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let input = [Float](repeating: 1, count: 5)
      var (output, gradient) = (input, input)
      var span = output.mutableSpan
      var sums = gradient.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(
        batch: 1, output: &span, stride: 5, shared: &sums
      ) { engine, group, _, sums in
        engine.unpackPullback(
          RowPlace(.permuted, count: 5), scale: input.span, input.span, group, columns: 0..<5,
          stride: 5, gradient: &sums, scaleRange: -2..<3, biasRange: nil)
      }
    }
    expectMessage(result, "Parameters -2..<3 of 5 for 5 columns")
  }

  @Test func transformIntoItself() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let plan = TransformPlan(length: 8, taps: 2, levels: 1, mode: .periodization)
      let filters = [Float](repeating: 0, count: 8)
      var output = filters
      var span = output.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(batch: 1, output: &span, stride: 8) {
        engine, _, _ in
        engine.analysis(.analysis, into: .analysis, plan, filters: filters.span)
      }
    }
    expectMessage(result, "A transform of the buffers analysis, analysis and analysis")
  }

  @Test func panelsIntoThemselves() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let plan = TransformPlan(length: 8, taps: 2, levels: 1, mode: .periodization)
      let filters = [Float](repeating: 0, count: 8)
      let workspace = Workspace<Float>(threads: 1)
      let panels = Panels<Float>(batch: 1, features: 8, workspace: workspace)
      workspace.analysis(panels, into: panels, plan, filters: filters.span)
    }
    expectMessage(result, "Panels that are transformed into themselves")
  }

  @Test func oddTaps() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TransformPlan(length: 8, taps: 5, levels: 1, mode: .zero)
    }
    expectMessage(result, "even number of taps, at least 2", "not 5")
  }

  @Test func noLevels() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = TransformPlan(length: 8, taps: 2, levels: 0, mode: .periodization)
    }
    expectMessage(result, "at least 1 level", "not 0")
  }

  @Test func permutationWithARepeatedIndex() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Permutation([0, 2, 2])
    }
    expectMessage(result, "Index 2 is outside 0..<3 or occurs twice")
  }

  @Test func permutationOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let factors = [Float](repeating: 1, count: 8)
      var output = [Float](repeating: 0, count: 8)
      var span = output.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(batch: 1, output: &span, stride: 8) {
        engine, _, _ in engine.permuteAndScale(.identity(7), by: factors.span)
      }
    }
    expectMessage(result, "8 factors for a permutation of 7")
  }

  @Test func noThreads() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Workspace<Float>(threads: 0)
    }
    expectMessage(result, "at least 1 thread", "not 0")
  }

  @Test func scratchOfLessThanNothing() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      Workspace<Float>(threads: 1).withScratch(3, -1) { _, _ in }
    }
    expectMessage(result, "3 and -1 scalars")
  }

  @Test func outputOfAnotherSize() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var output = [Float](repeating: 0, count: 5)
      var span = output.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(batch: 2, output: &span, stride: 3) { _, _, _ in }
    }
    expectMessage(result, "2 × 3 outputs in 5 scalars")
  }

  @Test func walshHadamardOfNoPowerOfTwo() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var output = [Float](repeating: 0, count: 12)
      var span = output.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(batch: 1, output: &span, stride: 12) {
        engine, _, _ in engine.walshHadamard(RowPlace(.coefficients, count: 12))
      }
    }
    expectMessage(result, "power of two, not 12")
  }

  @Test func columnsBeyondASample() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let samples = [Float](repeating: 0, count: 4)
      var output = [Float](repeating: 0, count: 4)
      var span = output.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(batch: 1, output: &span, stride: 4) {
        engine, group, _ in
        engine.pack(
          samples.span, group, columns: 0..<5, stride: 4, into: RowPlace(.analysis, count: 5))
      }
    }
    expectMessage(result, "Columns 0..<5", "samples of 4")
  }

  @Test func filtersOfAnotherLength() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let plan = TransformPlan(length: 8, taps: 4, levels: 1, mode: .zero)
      let filters = [Float](repeating: 0, count: 8)
      var output = [Float](repeating: 0, count: 8)
      var span = output.mutableSpan
      Workspace<Float>(threads: 1).forEachGroup(batch: 1, output: &span, stride: 8) {
        engine, _, _ in
        engine.analysis(.analysis, into: .coefficients, plan, filters: filters.span)
      }
    }
    expectMessage(result, "8 taps for a bank of four filters of 4 each")
  }

  @Test func panelsOfNoWholeSamples() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let samples = [Float](repeating: 0, count: 7)
      _ = Panels(samples.span, features: 3, workspace: Workspace(threads: 1))
    }
    expectMessage(result, "7 scalars are no batch of 3 features")
  }
}
