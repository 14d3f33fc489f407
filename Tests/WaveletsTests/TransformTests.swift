import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("Transforms agree with their definition")
struct TransformTests {
  /// All four maps at every length; nothing is written outside the output, and the same workspace
  /// serves every shape.
  @Test(arguments: Map.allCases) func everyLength(_ map: Map) {
    let cases = TransformCase.lengths.flatMap(TransformCase.all)
    // Once for all kernels: the definition takes longer than they do.
    let inputs = cases.map { map.isFromSignals ? $0.signals() : $0.coefficients() }
    let expected = zip(cases, inputs).map { map.naive($0.naive, $1) }
    let scales = zip(cases, inputs).map { map.roundingScale($0.naive, $1) }
    func check<Scalar: KernelScalar>(_ set: InstructionSet, _: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for (index, one) in cases.enumerated() {
        let transform = one.transform(Scalar.self)
        let input = converted(inputs[index], to: Scalar.self)
        let y = expectOnly(set) { map.apply(transform, input, batch: one.batch, workspace) }
        let error = relativeError(doubles(y), expected[index], scale: scales[index])
        #expect(error <= Scalar.tolerance, "\(map) of \(one), \(set)")
      }
    }
    for set in InstructionSet.available {
      for precision in Precision.allCases { check(set, precision.type) }
    }
  }

  /// ⟨A x, y⟩ = ⟨x, Aᵀ y⟩ and ⟨S b, y⟩ = ⟨b, Sᵀ y⟩.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func adjointIdentities(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for one in TransformCase.few {
        let transform = one.transform(Scalar.self)
        let (x, b) = (one.signals(), one.coefficients())
        let images = Map.allCases.map { map in
          let input = converted(map.isFromSignals ? x : b, to: Scalar.self)
          return doubles(
            expectOnly(set) { map.apply(transform, input, batch: one.batch, workspace) })
        }
        let scale = (1 + norm(images[0]) + norm(images[1])) * (norm(x) + norm(b))
        #expect(
          abs(dot(images[0], b) - dot(x, images[2])) <= Scalar.tolerance * scale, "A of \(one)")
        #expect(
          abs(dot(images[1], x) - dot(b, images[3])) <= Scalar.tolerance * scale, "S of \(one)")
      }
    }
    check(precision.type)
  }

  /// Bands that leave the inner caches, of panels and of a signal, are written past them.
  @Test(arguments: [Map.analysis, .synthesisAdjoint]) func largeBands(_ map: Map) {
    for (length, batch) in [(12_301, 16), ((1 << 18) + 3, 1)] {
      let one = TransformCase(
        length: length, taps: 6, levels: 1, mode: .periodization, batch: batch)
      let input = one.signals()
      let expected = map.naive(one.naive, input)
      func check<Scalar: KernelScalar>(_ set: InstructionSet, _: Scalar.Type) {
        let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
        let y = expectOnly(set) {
          map.apply(
            one.transform(Scalar.self), converted(input, to: Scalar.self), batch: batch, workspace)
        }
        let error = relativeError(doubles(y), expected, scale: norm(input))
        #expect(error <= Scalar.tolerance, "\(map) of \(one), \(set)")
      }
      for set in InstructionSet.available {
        for precision in Precision.allCases { check(set, precision.type) }
      }
    }
  }

  /// A signal of a batch that no cache holds is written past the caches: the same bits.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func synthesisOfLargeBatches(_ set: InstructionSet, _ precision: Precision) throws {
    func check<Scalar: KernelScalar>(_: Scalar.Type) throws {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for length in [1000, 1003, 4096] {
        let transform = WaveletTransform(
          FilterBank<Scalar>(try Wavelet("db3")), length: length, levels: 3)
        let bands = converted(randomNumbers(transform.coefficientCount, seed: 1), to: Scalar.self)
        let signals = [1, 1 << 20].map { batch in
          var signal = [Scalar](repeating: 0, count: length)
          var span = signal.mutableSpan
          workspace.forEachGroup(batch: 1, output: &span, stride: length, panels: false) {
            engine, _, part in
            engine.synthesis(
              bands.span, into: &part, transform.plan, filters: transform.bank.elements.span,
              batch: batch)
          }
          return signal
        }
        #expect(signals[0] == signals[1], "\(length) samples")
      }
    }
    try check(precision.type)
  }

  /// On panels the same kernels run as on row-major batches of whole panels: the same bits.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func panelsGiveTheSameBits(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for threads in [1, 2, 3] {
        let workspace = Workspace<Scalar>(threads: threads, instructionSet: set)
        for one in TransformCase.few {
          let batch = (1 + one.batch % 3) * workspace.panelWidth
          let transform = one.transform(Scalar.self)
          let x = converted(randomNumbers(batch * one.length, seed: 1), to: Scalar.self)
          let b = Map.analysis.apply(transform, x, batch: batch, workspace)
          let signals = Panels(x.span, features: one.length, workspace: workspace)
          let bands = Panels<Scalar>(
            batch: batch, features: transform.coefficientCount, workspace: workspace)
          transform.analysis(signals, into: bands, workspace: workspace)
          #expect(bands.samples() == b, "analysis of \(batch) in \(one)")
          let back = Panels<Scalar>(batch: batch, features: one.length, workspace: workspace)
          transform.synthesis(bands, into: back, workspace: workspace)
          let y = Map.synthesis.apply(transform, b, batch: batch, workspace)
          #expect(back.samples() == y, "synthesis of \(batch) in \(one)")
        }
      }
    }
    check(precision.type)
  }

  /// Batches that fill no panel: the panels route agrees with the definition too.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func partialPanels(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for one in TransformCase.few {
        let transform = one.transform(Scalar.self)
        let x = one.signals()
        let input = converted(x, to: Scalar.self)
        let bands = expectOnly(set) {
          let signals = Panels(input.span, features: one.length, workspace: workspace)
          let bands = Panels<Scalar>(
            batch: one.batch, features: transform.coefficientCount, workspace: workspace)
          transform.analysis(signals, into: bands, workspace: workspace)
          return bands
        }
        let error = relativeError(
          doubles(bands.samples()), Map.analysis.naive(one.naive, x),
          scale: Map.analysis.roundingScale(one.naive, x))
        #expect(error <= Scalar.tolerance, "\(one)")
      }
    }
    check(precision.type)
  }

  /// The same bits for any number of threads.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func threadsChangeNothing(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspaces = [1, 2, 3, 5].map { Workspace<Scalar>(threads: $0, instructionSet: set) }
      for one in TransformCase.few {
        let transform = one.transform(Scalar.self)
        for map in Map.allCases {
          let x = map.isFromSignals ? one.signals() : one.coefficients()
          let input = converted(x, to: Scalar.self)
          let results = workspaces.map {
            map.apply(transform, input, batch: one.batch, $0)
          }
          for result in results { #expect(result == results[0], "\(map) of \(one)") }
        }
      }
    }
    check(precision.type)
  }

  /// Lines through equal samples are level, to the last bit, however far they are continued.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func levelLines(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for length in [2, 3, 7, 40] {
        for batch in [1, 16] {
          let x = [Scalar](repeating: Scalar(0.1), count: batch * length)
          let results = [ExtensionMode.constant, .smooth, .antireflect].map { mode in
            let transform = WaveletTransform(
              FilterBank<Scalar>.daubechies(10), length: length, levels: 1, mode: mode)
            return Map.analysis.apply(transform, x, batch: batch, workspace)
          }
          #expect(results[1] == results[0], "smooth, \(batch) × \(length)")
          #expect(results[2] == results[0], "antireflect, \(batch) × \(length)")
        }
      }
    }
    check(precision.type)
  }

  @Test func emptyBatch() {
    let transform = WaveletTransform<Float>(.haar, length: 8, levels: 2)
    for map in Map.allCases {
      #expect(map.apply(transform, [], batch: 0, Workspace(threads: 2)).isEmpty)
    }
  }
}
