import Kernels
import Networks
import StructuredLinear

/// LeNet in training on random images of MNIST's size.
final class ImageTraining: TimedTraining {
  private let pass: ImagePass<Float>
  var trainer: Trainer<LeNet<Float>>
  let batches: [(images: [Float], labels: [Int])]

  private static let batchSize = 64
  private static let classCount = 10

  init(
    hidden: any LinearMap<Float>, workspace: Workspace<Float>, using generator: inout SplitMix64
  ) {
    pass = ImagePass(workspace: workspace)
    let network = LeNet(hidden: hidden, classes: Self.classCount, using: &generator)
    trainer = Trainer(network, optimizer: Adadelta<Float>(count: network.weightCount))
    batches = (0..<8).map { _ in
      let images = (0..<Self.batchSize * network.imageCount).map { _ in
        Float.random(in: -1...1, using: &generator)
      }
      let labels = (0..<Self.batchSize).map { _ in
        Int.random(in: 0..<Self.classCount, using: &generator)
      }
      return (images, labels)
    }
  }

  func loss(
    _ network: LeNet<Float>, _ batch: (images: [Float], labels: [Int]),
    gradient: inout MutableSpan<Float>
  ) -> Double {
    var outputs = [Float](repeating: 0, count: Self.batchSize * Self.classCount)
    var outputGradient = outputs
    var output = outputs.mutableSpan
    var slope = outputGradient.mutableSpan
    pass.run(network, images: batch.images.span, batch: Self.batchSize, outputs: &output)
    let loss = Loss.crossEntropy(
      output.span, labels: batch.labels.span, classes: Self.classCount, gradient: &slope)
    pass.pullback(
      network, images: batch.images.span, outputGradient: slope.span, gradient: &gradient)
    return loss
  }

  func append(_ batch: (images: [Float], labels: [Int]), to file: inout SafetensorsFile) {
    let shape = trainer.network.shape
    file.append("inputs", shape: [Self.batchSize, 1, shape.rows, shape.columns], batch.images)
    file.append("labels", shape: [Self.batchSize], batch.labels)
  }

  var maps: [(name: String, map: any LinearMap<Float>)] { [("hidden", trainer.network.hidden)] }
}
