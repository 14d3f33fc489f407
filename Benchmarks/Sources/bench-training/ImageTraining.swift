import Kernels
import Networks
import StructuredLinear

/// LeNet in training on random images of MNIST's size.
final class ImageTraining: TimedTraining {
  private let pass: ImagePass<Float>
  private var trainer: Trainer<LeNet<Float>>
  private let batches: [(images: [Float], labels: [Int])]
  private var next = 0

  private static let batchSize = 64
  private static let classCount = 10

  var weightCount: Int { trainer.parameters.count }

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

  /// The loss on a batch; adds its gradient.
  private func loss(
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

  func takeStep() throws {
    let batch = batches[next % batches.count]
    next += 1
    _ = try trainer.takeStep { network, gradient in
      loss(network, batch, gradient: &gradient)
    }
  }

  func export(_ workspace: Workspace<Float>) -> SafetensorsFile {
    let batch = batches[0]
    let (loss, gradient) = lossAndGradient(trainer) { network, gradient in
      self.loss(network, batch, gradient: &gradient)
    }
    let shape = trainer.network.shape
    var file = SafetensorsFile()
    file.append("inputs", shape: [Self.batchSize, 1, shape.rows, shape.columns], batch.images)
    file.append("labels", shape: [Self.batchSize], batch.labels)
    file.append("loss", shape: [], [loss])
    file.append(
      trainer.parameters, gradient: gradient, maps: [("hidden", trainer.network.hidden)], workspace)
    return file
  }
}
