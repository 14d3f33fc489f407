import Kernels
import LinearAlgebra
import StructuredLinear
import Testing
import Wavelets

@Suite("Gradients against central differences, in Double")
struct GradientTests {
  /// The derivative of `f` at 0 from four values; for a polynomial of moderate degree and size the
  /// error of the formula, h⁴/30·f⁽⁵⁾, and that of rounding, ε/h, are both below 1e-11.
  func derivative(_ f: (Double) -> Double) -> Double {
    let h = 1.0 / 4096
    return (8 * (f(h) - f(-h)) - (f(2 * h) - f(-2 * h))) / (12 * h)
  }

  func expectClose(
    _ gradient: [Double], _ expected: [Double], _ context: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let size = expected.map(abs).max() ?? 0
    let error = zip(gradient, expected).map { abs($0 - $1) }.max() ?? 0
    #expect(size > 0, "\(context)", sourceLocation: sourceLocation)
    #expect(error <= 1e-7 * size, "\(context)", sourceLocation: sourceLocation)
  }

  /// The pullback of `Σ outputGradient·y` for every input and parameter.
  func check(_ map: some LinearMap<Double>, batch: Int, _ context: String) {
    let x: [Double] = randomElements(batch * map.inputCount, seed: 21)
    let dy: [Double] = randomElements(batch * map.outputCount, seed: 22)
    for instructionSet in InstructionSet.available {
      let workspace = Workspace<Double>(threads: 1, instructionSet: instructionSet)
      func loss(_ map: some LinearMap<Double>, _ x: [Double]) -> Double {
        BLAS.dot(x: map.outputs(x, batch: batch, workspace).span, y: dy.span)
      }
      let gradients = map.gradients(x, dy, batch: batch, workspace)
      let context = "\(context), batch \(batch), \(instructionSet)"
      expectClose(
        gradients.input,
        x.indices.map { i in
          derivative { step in
            var moved = x
            moved[i] += step
            return loss(map, moved)
          }
        }, "input of \(context)")
      // Tensor by tensor, so that large gradients of one do not hide errors in another.
      for entry in map.parameters.entries {
        expectClose(
          Array(gradients.parameters[entry.range]),
          entry.range.map { i in
            derivative { step in
              var moved = map
              moved.parameters.values[i] += step
              return loss(moved, x)
            }
          }, "\(entry.name) of \(context)")
      }
    }
  }

  @Test(arguments: MapKind.allCases, [1, 5, 17]) func everyKind(kind: MapKind, batch: Int) {
    let map = kind.make(Double.self, inputs: 13)
    check(map, batch: batch, kind.rawValue)
  }

  @Test(arguments: ExtensionMode.allCases, 1...5)
  func randomFilters(mode: ExtensionMode, levels: Int) {
    var generator = SplitMix64(seed: 7)
    for (inputs, outputs, taps) in [(16, 16, 4), (7, 9, 6), (11, 5, 2)] {
      let random = FilterBank<Double>.random(taps: taps, using: &generator)
      var map = WaveletMap<Double>(
        inputs: inputs, outputs: outputs,
        bank: FilterBank(elements: random.elements.map { $0 / 2 }), levels: levels, mode: mode,
        bias: true)
      map.randomizeParameters(seed: 8)
      check(map, batch: 3, "\(inputs) → \(outputs), \(taps) taps, \(levels) levels, \(mode)")
    }
  }

  @Test(arguments: MapKind.allCases) func floatAgreesWithDouble(kind: MapKind) {
    for batch in batches {
      let map = kind.make(Double.self, inputs: 37)
      // The mask of dropout is drawn alike, as the generator's numbers do not depend on the type.
      var narrow: any LinearMap<Float> = kind.make(Float.self, inputs: 37)
      narrow.parameters.values = map.parameters.values.map { Float($0) }
      for instructionSet in InstructionSet.available {
        let workspace = Workspace<Double>(threads: 1, instructionSet: instructionSet)
        expectAgreement(narrow, map, batch, workspace, "\(kind), \(batch), \(instructionSet)")
      }
    }
  }

  func expectAgreement(
    _ narrow: some LinearMap<Float>, _ map: some LinearMap<Double>, _ batch: Int,
    _ workspace: Workspace<Double>, _ context: String
  ) {
    let x: [Float] = randomElements(batch * map.inputCount, seed: 23)
    let dy: [Float] = randomElements(batch * map.outputCount, seed: 24)
    let expected = map.gradients(
      x.map { Double($0) }, dy.map { Double($0) }, batch: batch, workspace)
    let actual = narrow.gradients(
      x, dy, batch: batch,
      Workspace<Float>(threads: 1, instructionSet: workspace.instructionSet))
    func close(_ a: [Float], _ b: [Double]) -> Bool {
      let size = b.map(abs).max() ?? 0
      return a.count == b.count && zip(a, b).allSatisfy { abs(Double($0) - $1) <= 2e-5 * size }
    }
    #expect(close(actual.input, expected.input), "input, \(context)")
    for entry in map.parameters.entries {
      #expect(
        close(
          Array(actual.parameters[entry.range]), Array(expected.parameters[entry.range])),
        "\(entry.name), \(context)")
    }
  }

  @Test(arguments: [2, 4, 6, 10]) func auxiliaryLoss(taps: Int) {
    var generator = SplitMix64(seed: 9)
    let map = WaveletMap<Double>(
      inputs: 8, outputs: 8, bank: .random(taps: taps, using: &generator), levels: 2)
    var gradient = [Double](repeating: 0.5, count: map.parameters.count)
    var span = gradient.mutableSpan
    map.accumulateAuxiliaryGradient(weight: 0.75, into: &span)
    let filters = map.parameters["filters"]!.range
    expectClose(
      filters.map { gradient[$0] - 0.5 },
      filters.map { i in
        derivative { step in
          var moved = map
          moved.parameters.values[i] += step
          return 0.75 * moved.auxiliaryLoss
        }
      }, "\(taps) taps")
    #expect(gradient[filters.upperBound...].allSatisfy { $0 == 0.5 })
  }

  @Test func mapsWithoutFiltersHaveNoAuxiliaryLoss() {
    let map = FastfoodMap<Double>(inputs: 8, outputs: 8)
    var gradient = [Double](repeating: 0.5, count: map.parameters.count)
    var span = gradient.mutableSpan
    map.accumulateAuxiliaryGradient(weight: 1, into: &span)
    #expect(map.auxiliaryLoss == 0)
    #expect(gradient.allSatisfy { $0 == 0.5 })
  }
}
