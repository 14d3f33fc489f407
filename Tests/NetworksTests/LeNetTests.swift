import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("A convolutional network")
struct LeNetTests {
  /// The paper's counts.
  @Test(arguments: [
    (LeNetKind.dense, 431_080), (.wavelet, 36_030), (.random, 36_030), (.fastfood, 38_892),
  ])
  func weights(_ kind: LeNetKind, _ count: Int) {
    let network = kind.make(Float.self, shape: .init(), classes: 10)
    #expect(network.weightCount == count)
    #expect(network.parameters.count == count)
    #expect(network.imageCount == 784 && network.classCount == 10)
  }

  @Test func parameterNames() {
    let network = LeNetKind.dense.make(Float.self, shape: .init(), classes: 10)
    #expect(
      network.parameters.entries.map { "\($0.name) \($0.shape)" } == [
        "conv1.weight [20, 5, 5, 1]", "conv1.bias [20]", "conv2.weight [50, 5, 5, 20]",
        "conv2.bias [50]", "hidden.weight [500, 800]", "hidden.bias [500]",
        "readout.weight [10, 500]", "readout.bias [10]",
      ])
  }

  @Test func imagesThatCanBePooledTwice() {
    var shape = LeNet<Float>.Shape()
    for (rows, columns, isPossible) in [
      (28, 28, true), (32, 28, true), (30, 28, false), (28, 27, false), (16, 16, true),
      (12, 28, false), (8, 8, false),
    ] {
      (shape.rows, shape.columns) = (rows, columns)
      #expect(shape.isPossible == isPossible, "\(rows) × \(columns)")
    }
  }

  /// ⟨weights, outputs⟩ + ‖outputs‖²/2, whose gradient is weights + outputs.
  @Test(arguments: LeNetKind.allCases)
  func gradientAgreesWithDifferences(_ kind: LeNetKind) {
    let network = kind.make(Double.self)
    // Nine images are two parts.
    let batch = 9
    let images = randomNumbers(batch * network.imageCount, seed: 3, as: Double.self)
    let weights = randomNumbers(batch * network.classCount, seed: 4, as: Double.self)
    let pass = ImagePass<Double>(workspace: Workspace(threads: 1))
    let outputs = network.outputs(images, batch: batch, pass)
    let before = randomNumbers(network.parameters.count, seed: 5, as: Double.self)
    let outputGradient = zip(weights, outputs).map(+)
    var gradient = before
    var span = gradient.mutableSpan
    pass.pullback(
      network, images: images.span, outputGradient: outputGradient.span, gradient: &span)

    let values = network.parameters.values
    var changed = network
    let h = 1e-6
    for entry in network.parameters.entries {
      for i in entry.range {
        func loss(_ shift: Double) -> Double {
          var shifted = values
          shifted[i] += shift
          changed.assign(shifted)
          return zip(weights, changed.outputs(images, batch: batch, pass))
            .reduce(0) { $0 + $1.0 * $1.1 + $1.1 * $1.1 / 2 }
        }
        let difference = (loss(h) - loss(-h)) / (2 * h)
        #expect(
          abs(gradient[i] - before[i] - difference) <= 1e-6 * max(1, abs(difference)),
          "\(entry.name)[\(i - entry.range.lowerBound)]: \(gradient[i] - before[i]), \(difference)")
      }
    }
  }

  /// Batches of one and of several parts give each image the same outputs but for rounding.
  @Test(arguments: LeNetKind.allCases, [1, 7, 8, 20, 70])
  func batches(_ kind: LeNetKind, _ batch: Int) {
    let network = kind.make(Double.self)
    let images = randomNumbers(batch * network.imageCount, seed: 2, as: Double.self)
    let pass = ImagePass<Double>(workspace: Workspace(threads: 2))
    let together = network.outputs(images, batch: batch, pass)
    for i in 0..<batch {
      let image = Array(images[i * network.imageCount..<(i + 1) * network.imageCount])
      let alone = network.outputs(image, batch: 1, pass)
      let own = together[i * network.classCount..<(i + 1) * network.classCount]
      #expect(zip(alone, own).allSatisfy { abs($0 - $1) <= 1e-12 * max(1, abs($1)) })
    }
  }

  @Test(arguments: LeNetKind.allCases)
  func sameBitsForAnyNumberOfThreads(_ kind: LeNetKind) {
    expectSameBits(kind.make(Float.self))
  }

  @Test func sameBitsInThePapersSize() {
    expectSameBits(LeNetKind.wavelet.make(Float.self, shape: .init(), classes: 10))
  }

  private func expectSameBits(_ network: LeNet<Float>) {
    let batch = 70
    let images = randomNumbers(batch * network.imageCount, seed: 2, as: Float.self)
    func results(_ threads: Int) -> (outputs: [Float], gradient: [Float]) {
      let pass = ImagePass<Float>(workspace: Workspace(threads: threads))
      // A larger batch first, so that memory is used again.
      _ = network.outputs(randomNumbers(100 * network.imageCount, seed: 3), batch: 100, pass)
      let outputs = network.outputs(images, batch: batch, pass)
      var gradient = [Float](repeating: 0, count: network.parameters.count)
      var span = gradient.mutableSpan
      pass.pullback(network, images: images.span, outputGradient: outputs.span, gradient: &span)
      return (outputs, gradient)
    }
    let one = results(1)
    #expect(one.gradient.contains { $0 != 0 } && one.gradient.allSatisfy { $0.isFinite })
    for threads in [2, 3] {
      let several = results(threads)
      #expect(several.outputs == one.outputs)
      #expect(several.gradient == one.gradient)
    }
  }

  @Test func assignedParametersAreThoseRead() {
    for kind in LeNetKind.allCases {
      var network = kind.make(Float.self)
      let values = randomNumbers(network.parameters.count, seed: 8, as: Float.self)
      network.assign(values)
      #expect(network.parameters.values == values)
    }
  }

  @Test(arguments: LeNetKind.allCases)
  func auxiliaryLossIsTheHiddenMaps(_ kind: LeNetKind) {
    let network = kind.make(Double.self)
    #expect(network.auxiliaryLoss == network.hidden.auxiliaryLoss)
    var gradient = [Double](repeating: 0, count: network.parameters.count)
    var span = gradient.mutableSpan
    network.accumulateAuxiliaryGradient(weight: 2, into: &span)
    for entry in network.parameters.entries {
      let own = gradient[entry.range]
      let isLearned = entry.role == .filters && network.auxiliaryLoss != 0
      #expect(own.contains { $0 != 0 } == isLearned, "\(entry.name)")
    }
  }

  @Test func misuseTraps() async {
    let features = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 1)
      let map = DenseMap<Float>(inputs: 700, outputs: 5, using: &generator)
      _ = LeNet(hidden: map, classes: 10, using: &generator)
    }
    expectStandardError(features, holds: "A hidden map of 700 inputs for 800 features")
    let images = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = LeNetKind.dense.make(Float.self)
      _ = network.outputs([1, 2, 3], batch: 1, ImagePass(workspace: Workspace(threads: 1)))
    }
    expectStandardError(images, holds: "3 pixels and 5 outputs for 1 images of 196 and 5 classes")
    let gradient = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      let network = LeNetKind.dense.make(Float.self)
      let pass = ImagePass<Float>(workspace: Workspace(threads: 1))
      let images = [Float](repeating: 0, count: 196)
      let outputs = network.outputs(images, batch: 1, pass)
      var gradient: [Float] = [0]
      var span = gradient.mutableSpan
      pass.pullback(network, images: images.span, outputGradient: outputs.span, gradient: &span)
    }
    expectStandardError(gradient, holds: "5 outputs and 1 parameters for 1 images of 196")
  }
}
