import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("A convolutional network is PyTorch's")
struct GoldenLeNetTests {
  /// An array of parameters in our layout.
  private func ordered(_ name: String, _ values: [Double]) -> [Double] {
    switch name {
    case "conv1.weight": channelsLast(values, channels: 1, pixels: 9)
    case "conv2.weight": channelsLast(values, channels: 3, pixels: 9)
    default: values
    }
  }

  private func check<T: LayerScalar>(_ type: T.Type, rectified: Bool, tolerance: Double) {
    let golden = rectified ? GoldenImages.values.rectified : GoldenImages.values.plain
    var network = (rectified ? LeNetKind.rectified : .dense).make(type)
    let entries = network.parameters.entries
    network.assign(
      entries.flatMap { ordered($0.name, golden.weights[$0.name]!) }.converted(to: type))
    let pass = ImagePass<T>(workspace: Workspace(threads: 1))
    let images = golden.images.converted(to: type)
    let outputs = network.outputs(images, batch: golden.batch, pass)
    #expect(difference(outputs, golden.outputs) <= tolerance)
    var outputGradient = outputs
    var gradient = [T](repeating: 0, count: network.weightCount)
    var toOutputs = outputGradient.mutableSpan
    var span = gradient.mutableSpan
    let loss = Loss.crossEntropy(
      outputs.span, labels: golden.labels.span, classes: 5, gradient: &toOutputs)
    #expect(abs(loss - golden.loss) <= tolerance * golden.loss)
    pass.pullback(network, images: images.span, outputGradient: toOutputs.span, gradient: &span)
    for entry in entries {
      let expected = ordered(entry.name, golden.gradients[entry.name]!)
      #expect(difference(Array(gradient[entry.range]), expected) <= tolerance, "\(entry.name)")
    }
  }

  @Test(arguments: [false, true])
  func outputsAndGradients(_ rectified: Bool) {
    check(Double.self, rectified: rectified, tolerance: 1e-13)
    check(Float.self, rectified: rectified, tolerance: 1e-5)
  }
}
