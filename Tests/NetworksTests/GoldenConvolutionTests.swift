import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("Convolutions and pools are PyTorch's")
struct GoldenConvolutionTests {
  private func check<T: LayerScalar>(_: T.Type, rectified: Bool, tolerance: Double) {
    let golden = rectified ? GoldenImages.values.rectified : GoldenImages.values.plain
    let workspace = Workspace<T>(threads: 1)
    var generator = SplitMix64(seed: 1)
    func stage(_ name: String, _ rows: Int, _ inputs: Int, _ outputs: Int) -> Stage<T> {
      var convolution = Convolution2D<T>(
        rows: rows, columns: rows, inputChannels: inputs, outputChannels: outputs, size: 3,
        using: &generator)
      let weight = golden.weights["\(name).weight"]!
      convolution.parameters.values =
        (channelsLast(weight, channels: inputs, pixels: 9) + golden.weights["\(name).bias"]!)
        .converted(to: T.self)
      let pooling = MaxPooling2D<T>(
        rows: rows - 2, columns: rows - 2, channels: outputs, rectifies: rectified)
      return Stage(convolution: convolution, pooling: pooling, batch: golden.batch)
    }
    let first = stage("conv1", 14, 1, 3)
    let second = stage("conv2", 6, 3, 4)
    let images = golden.images.converted(to: T.self)
    first.run(images, workspace)
    #expect(
      difference(first.pooled, channelsLast(golden.pooled1, channels: 3, pixels: 36)) <= tolerance)
    second.run(first.pooled, workspace)
    #expect(
      difference(second.pooled, channelsLast(golden.pooled2, channels: 4, pixels: 4)) <= tolerance)

    func gradient(_ name: String, _ channels: Int, _ pixels: Int) -> [Double] {
      channelsLast(golden.gradients[name]!, channels: channels, pixels: pixels)
    }
    let pooled2 = gradient("pooled2", 4, 4).converted(to: T.self)
    let (toPooled1, parameters2) = second.pullback(first.pooled, pooled2, workspace)
    #expect(difference(toPooled1, gradient("pooled1", 3, 36)) <= tolerance)
    #expect(
      difference(
        parameters2, gradient("conv2.weight", 3, 9) + golden.gradients["conv2.bias"]!)
        <= tolerance)
    let (toImages, parameters1) = first.pullback(images, toPooled1, workspace)
    #expect(difference(toImages, golden.gradients["images"]!) <= tolerance)
    #expect(
      difference(
        parameters1, gradient("conv1.weight", 1, 9) + golden.gradients["conv1.bias"]!)
        <= tolerance)
  }

  @Test(arguments: [false, true])
  func valuesAndGradients(_ rectified: Bool) {
    check(Double.self, rectified: rectified, tolerance: 1e-14)
    check(Float.self, rectified: rectified, tolerance: 1e-5)
  }

  /// A convolution and its pooling.
  private final class Stage<T: LayerScalar> {
    let convolution: Convolution2D<T>
    let pooling: MaxPooling2D<T>
    let batch: Int
    var convolved: [T] = []
    var pooled: [T] = []

    init(convolution: Convolution2D<T>, pooling: MaxPooling2D<T>, batch: Int) {
      self.convolution = convolution
      self.pooling = pooling
      self.batch = batch
      convolved = [T](repeating: 0, count: batch * convolution.outputCount)
      pooled = [T](repeating: 0, count: batch * pooling.outputCount)
    }

    func run(_ input: [T], _ workspace: Workspace<T>) {
      var (convolved, pooled) = (convolved, pooled)
      do {
        var span = convolved.mutableSpan
        convolution.apply(input.span, into: &span, batch: batch, workspace: workspace)
        var result = pooled.mutableSpan
        pooling.apply(span.span, into: &result, batch: batch, workspace: workspace)
      }
      (self.convolved, self.pooled) = (convolved, pooled)
    }

    func pullback(
      _ input: [T], _ gradient: [T], _ workspace: Workspace<T>
    ) -> (input: [T], parameters: [T]) {
      var convolved = convolved
      let pooled = pooled
      var inputGradient = input.map { _ in T(0) }
      var parameterGradient = convolution.parameters.values.map { _ in T(0) }
      do {
        var span = convolved.mutableSpan
        pooling.pullback(
          &span, output: pooled.span, outputGradient: gradient.span, batch: batch,
          workspace: workspace)
        var toInput = inputGradient.mutableSpan
        var toParameters = parameterGradient.mutableSpan
        convolution.pullback(
          input.span, outputGradient: span.span, inputGradient: &toInput,
          parameterGradient: &toParameters, batch: batch, workspace: workspace)
      }
      return (inputGradient, parameterGradient)
    }
  }
}
