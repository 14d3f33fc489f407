import Kernels
import StructuredLinear
import Testing

@Suite("Dropout on the diagonals")
struct DropoutMapTests {
  func base() -> WaveletMap<Double> {
    var map = WaveletMap<Double>(inputs: 40, outputs: 90, levels: 3, bias: true)
    map.randomizeParameters(seed: 81)
    return map
  }
  let x: [Double] = randomElements(17 * 40, seed: 82)
  let dy: [Double] = randomElements(17 * 90, seed: 83)
  let workspace = Workspace<Double>(threads: 1)

  @Test func isTheBaseMapWithoutAMask() {
    let base = base()
    var map = DropoutMap(base, rate: 0.5)
    let outputs = bits(base.outputs(x, batch: 17, workspace))
    let gradients = base.gradients(x, dy, batch: 17, workspace)
    func expectBase() {
      #expect(map.mask == nil)
      #expect(bits(map.outputs(x, batch: 17, workspace)) == outputs)
      #expect(map.gradients(x, dy, batch: 17, workspace) == gradients)
      #expect(map.materialized(workspace: workspace) == base.materialized(workspace: workspace))
    }
    expectBase()
    var generator = SplitMix64(seed: 84)
    map.resample(using: &generator)
    #expect(bits(map.outputs(x, batch: 17, workspace)) != outputs)
    map.removeMask()
    expectBase()
  }

  /// A base that drops as well is drawn anew, and drops nothing in evaluation.
  @Test func dropoutOfDropout() throws {
    let base = base()
    let outputs = bits(base.outputs(x, batch: 17, workspace))
    var map = DropoutMap(DropoutMap(base, rate: 0.5), rate: 0)
    var generator = SplitMix64(seed: 87)
    map.resample(using: &generator)
    let first = bits(map.outputs(x, batch: 17, workspace))
    map.resample(using: &generator)
    #expect(first != outputs && bits(map.outputs(x, batch: 17, workspace)) != first)
    map.removeMask()
    #expect(bits(map.outputs(x, batch: 17, workspace)) == outputs)
  }

  @Test func maskIsWithinDiagonals() throws {
    var map = DropoutMap(base(), rate: 0.25)
    var generator = SplitMix64(seed: 85)
    map.resample(using: &generator)
    let mask = try #require(map.mask)
    #expect(mask.count == map.weightCount)
    for entry in map.parameters.entries {
      if entry.role == .diagonal {
        #expect(mask[entry.range].allSatisfy { $0 == 0 || $0 == 1 / 0.75 })
        #expect(mask[entry.range].contains(0))
        #expect(mask[entry.range].contains(1 / 0.75))
      } else {
        #expect(mask[entry.range].allSatisfy { $0 == 1 })
      }
    }
  }

  @Test(arguments: [0.1, 0.5, 0.9]) func dropsAtTheRate(rate: Double) throws {
    var map = DropoutMap(FastfoodMap<Float>(inputs: 1024, outputs: 1024), rate: rate)
    var generator = SplitMix64(seed: 86)
    var dropped = 0
    for _ in 0..<10 {
      map.resample(using: &generator)
      dropped += try #require(map.mask).count { $0 == 0 }
    }
    // Five standard deviations of 30,720 independent draws.
    let count = 30_720.0
    let deviation = (count * rate * (1 - rate)).squareRoot()
    #expect(abs(Double(dropped) - count * rate) < 5 * deviation)
  }

  @Test func masksFollowTheGenerator() {
    var first = DropoutMap(base(), rate: 0.5)
    var second = first
    var generators = (SplitMix64(seed: 87), SplitMix64(seed: 87))
    first.resample(using: &generators.0)
    second.resample(using: &generators.1)
    #expect(first.mask == second.mask)
    second.resample(using: &generators.1)
    #expect(first.mask != second.mask, "copies are independent")
  }

  /// The base map with masked values, also after either has changed.
  @Test func isTheMaskedMap() throws {
    var map = DropoutMap(base(), rate: 0.5)
    var generator = SplitMix64(seed: 88)
    func expectMasked() throws {
      let mask = try #require(map.mask)
      var masked = map.base
      masked.parameters.values = zip(mask, map.parameters.values).map { $0 * $1 }
      #expect(
        bits(map.outputs(x, batch: 17, workspace)) == bits(masked.outputs(x, batch: 17, workspace)))
      #expect(map.materialized(workspace: workspace) == masked.materialized(workspace: workspace))
      let gradients = map.gradients(x, dy, batch: 17, workspace)
      let expected = masked.gradients(x, dy, batch: 17, workspace)
      #expect(gradients.input == expected.input)
      #expect(gradients.parameters == zip(mask, expected.parameters).map { $0 * $1 })
    }
    map.resample(using: &generator)
    try expectMasked()
    map.resample(using: &generator)
    try expectMasked()
    map.randomizeParameters(seed: 89)
    try expectMasked()
    #expect(map.parameters == map.base.parameters)
    let values = map.parameters.values
    map.resample(using: &generator)
    #expect(map.parameters.values == values, "a mask leaves the parameters alone")
  }

  @Test func rateZeroDropsNothing() {
    let base = base()
    var map = DropoutMap(base, rate: 0)
    var generator = SplitMix64(seed: 90)
    map.resample(using: &generator)
    #expect(
      bits(map.outputs(x, batch: 17, workspace)) == bits(base.outputs(x, batch: 17, workspace)))
  }

  @Test func forwardsTheBaseMap() {
    let base = base()
    var map = DropoutMap(base, rate: 0.5)
    var generator = SplitMix64(seed: 91)
    map.resample(using: &generator)
    #expect(map.inputCount == 40)
    #expect(map.outputCount == 90)
    #expect(map.weightCount == base.weightCount)
    #expect(map.auxiliaryLoss == base.auxiliaryLoss)
    func auxiliaryGradient(_ map: some LinearMap<Double>) -> [Double] {
      var gradient = [Double](repeating: 1, count: map.weightCount)
      var span = gradient.mutableSpan
      map.accumulateAuxiliaryGradient(weight: 2, into: &span)
      return gradient
    }
    #expect(auxiliaryGradient(map) == auxiliaryGradient(base))
  }
}
