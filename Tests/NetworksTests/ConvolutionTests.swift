import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("Convolutions and pools of images")
struct ConvolutionTests {
  private static let shapes = [
    // rows, columns, input channels, output channels, size, batch
    [5, 4, 1, 2, 3, 3], [6, 7, 3, 4, 2, 2], [4, 4, 2, 3, 4, 1], [3, 5, 2, 1, 1, 2],
    // More than one group of samples, of which the last is smaller.
    [12, 12, 20, 3, 5, 6],
  ]

  private func convolution<T: LayerScalar>(_ shape: [Int]) -> Convolution2D<T> {
    var generator = SplitMix64(seed: 1)
    return Convolution2D(
      rows: shape[0], columns: shape[1], inputChannels: shape[2], outputChannels: shape[3],
      size: shape[4], using: &generator)
  }

  /// The definition, sum by sum.
  private func naive(_ layer: Convolution2D<Double>, _ input: [Double], batch: Int) -> [Double] {
    let shape = layer.shape
    let (weight, bias) = (layer.parameters["weight"]!, layer.parameters["bias"]!)
    let values = layer.parameters.values
    var output: [Double] = []
    for sample in 0..<batch {
      for i in 0..<shape.outputRows {
        for j in 0..<shape.outputColumns {
          for o in 0..<layer.outputChannels {
            var sum = values[bias.range.lowerBound + o]
            for a in 0..<shape.size {
              for b in 0..<shape.size {
                for c in 0..<shape.channels {
                  let place = ((o * shape.size + a) * shape.size + b) * shape.channels + c
                  let pixel = ((sample * shape.rows + i + a) * shape.columns + j + b)
                  sum +=
                    values[weight.range.lowerBound + place] * input[pixel * shape.channels + c]
                }
              }
            }
            output.append(sum)
          }
        }
      }
    }
    return output
  }

  private func outputs(
    _ layer: Convolution2D<Double>, _ input: [Double], batch: Int
  ) -> [Double] {
    var output = [Double](repeating: .nan, count: batch * layer.outputCount)
    var span = output.mutableSpan
    layer.apply(input.span, into: &span, batch: batch, workspace: Workspace(threads: 1))
    return output
  }

  @Test(arguments: shapes)
  func agreesWithItsDefinition(_ shape: [Int]) {
    let layer: Convolution2D<Double> = convolution(shape)
    let batch = shape[5]
    let input = randomNumbers(batch * layer.inputCount, seed: 2, as: Double.self)
    #expect(
      difference(outputs(layer, input, batch: batch), naive(layer, input, batch: batch)) < 1e-13)
  }

  /// ⟨dy, f(x)⟩ is linear in the image and in the parameters, so that differences are exact but for
  /// rounding.
  @Test(arguments: shapes)
  func pullback(_ shape: [Int]) {
    let layer: Convolution2D<Double> = convolution(shape)
    let batch = shape[5]
    let workspace = Workspace<Double>(threads: 1)
    let input = randomNumbers(batch * layer.inputCount, seed: 2, as: Double.self)
    let outputGradient = randomNumbers(batch * layer.outputCount, seed: 3, as: Double.self)
    let before = randomNumbers(input.count, seed: 4, as: Double.self)
    let parametersBefore = randomNumbers(layer.parameters.count, seed: 5, as: Double.self)
    var inputGradient = before
    var gradient = parametersBefore
    var inputSpan = inputGradient.mutableSpan
    var span = gradient.mutableSpan
    layer.pullback(
      input.span, outputGradient: outputGradient.span, inputGradient: &inputSpan,
      parameterGradient: &span, batch: batch, workspace: workspace)
    func product(_ layer: Convolution2D<Double>, _ input: [Double]) -> Double {
      zip(outputGradient, outputs(layer, input, batch: batch)).reduce(0) { $0 + $1.0 * $1.1 }
    }
    for i in stride(from: 0, to: input.count, by: max(1, input.count / 200)) {
      func shifted(_ by: Double) -> [Double] {
        var shifted = input
        shifted[i] += by
        return shifted
      }
      let difference = (product(layer, shifted(0.5)) - product(layer, shifted(-0.5)))
      #expect(abs(inputGradient[i] - before[i] - difference) < 1e-10, "input \(i)")
    }
    for i in stride(from: 0, to: gradient.count, by: max(1, gradient.count / 200)) {
      func shifted(_ by: Double) -> Convolution2D<Double> {
        var shifted = layer
        shifted.parameters.values[i] += by
        return shifted
      }
      let difference = (product(shifted(0.5), input) - product(shifted(-0.5), input))
      #expect(abs(gradient[i] - parametersBefore[i] - difference) < 1e-10, "parameter \(i)")
    }
  }

  @Test func startsUniform() {
    let layer: Convolution2D<Double> = convolution([12, 12, 20, 50, 5, 1])
    #expect(layer.parameters.entries.map(\.name) == ["weight", "bias"])
    #expect(layer.parameters["weight"]?.shape == [50, 5, 5, 20])
    #expect(layer.parameters.count == 25_050)
    let bound = 1 / 500.0.squareRoot()
    let values = layer.parameters.values
    #expect(values.allSatisfy { abs($0) <= bound })
    // The variance of a uniform distribution is a third of the squared bound.
    let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
    #expect(abs(variance / (bound * bound / 3) - 1) < 0.03)
  }

  @Test(arguments: [false, true])
  func poolingsGradientAgreesWithDifferences(_ rectifies: Bool) {
    let pooling = MaxPooling2D<Double>(rows: 4, columns: 6, channels: 3, rectifies: rectifies)
    let workspace = Workspace<Double>(threads: 1)
    // Largest values on either side of zero.
    let input = randomNumbers(2 * pooling.inputCount, seed: 1, as: Double.self).map { $0 - 0.5 }
    func outputs(_ input: [Double]) -> [Double] {
      var output = [Double](repeating: .nan, count: 2 * pooling.outputCount)
      var span = output.mutableSpan
      pooling.apply(input.span, into: &span, batch: 2, workspace: workspace)
      return output
    }
    let output = outputs(input)
    let outputGradient = randomNumbers(output.count, seed: 2, as: Double.self)
    var gradient = input
    var span = gradient.mutableSpan
    pooling.pullback(
      &span, output: output.span, outputGradient: outputGradient.span, batch: 2,
      workspace: workspace)
    for i in input.indices {
      func loss(_ shift: Double) -> Double {
        var shifted = input
        shifted[i] += shift
        return zip(outputGradient, outputs(shifted)).reduce(0) { $0 + $1.0 * $1.1 }
      }
      #expect(abs(gradient[i] - (loss(1e-6) - loss(-1e-6)) / 2e-6) < 1e-8, "\(i)")
    }
    #expect(output.contains { $0 < 0 } != rectifies)
  }

  @Test func rectifier() {
    var x: [Float] = [-1, 0, 2, .nan, -.infinity, .infinity]
    do {
      var span = x.mutableSpan
      Rectifier.apply(&span)
    }
    #expect(x[..<3] == [0, 0, 2] && x[3].isNaN && x[4...] == [0, .infinity])
    var gradient: [Float] = [1, 2, 3, 4, 5, 6]
    var span = gradient.mutableSpan
    Rectifier.pullback(output: x.span, gradient: &span)
    #expect(gradient == [0, 0, 3, 4, 0, 6])
  }

  @Test func misuseTraps() async {
    let odd = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = MaxPooling2D<Float>(rows: 5, columns: 4, channels: 1)
    }
    expectStandardError(odd, holds: "A pooling of 5 × 4 × 1: rows and columns have to be even")
    let large = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 1)
      _ = Convolution2D<Float>(
        rows: 4, columns: 5, inputChannels: 1, outputChannels: 2, size: 5, using: &generator)
    }
    expectStandardError(large, holds: "A convolution of 4 × 5 × 1 by windows of 5 × 5")
    let count = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 1)
      let layer = Convolution2D<Float>(
        rows: 4, columns: 4, inputChannels: 1, outputChannels: 2, size: 3, using: &generator)
      var output = [Float](repeating: 0, count: 8)
      var span = output.mutableSpan
      layer.apply([1, 2, 3].span, into: &span, batch: 1, workspace: Workspace(threads: 1))
    }
    expectStandardError(count, holds: "3 inputs and 8 outputs for a batch of 1")
  }
}
