import Kernels
import Networks
import StructuredLinear

/// A recurrent network in training on sequences whose last state is read out: the adding problem, or
/// images as sequences of pixels.
final class SequenceTraining: TimedTraining {
  private let steps: Int
  private let outputCount: Int
  private let pass: SequencePass<Float>
  var trainer: Trainer<RecurrentNetwork<Float>>
  let batches: [Batch]

  private static let batchSize = 50

  /// `inputs` `[steps, batch, inputs]`, and what is to be answered.
  struct Batch {
    var inputs: [Float]
    var answers: Answers
  }

  enum Answers {
    case numbers([Float])
    case classes([Int])
  }

  private init(
    _ cell: GatedRecurrentCell<Float>, outputs: Int, steps: Int, workspace: Workspace<Float>,
    batches: (inout SplitMix64) -> [Batch], using generator: inout SplitMix64
  ) {
    self.steps = steps
    outputCount = outputs
    pass = SequencePass(workspace: workspace)
    let network = RecurrentNetwork(
      cell: cell, outputs: outputs, reading: .last, using: &generator)
    trainer = Trainer(
      network, optimizer: RMSprop<Float>(count: network.parameters.count, rate: 1e-3))
    self.batches = batches(&generator)
  }

  /// The sums of two marked inputs among 150.
  convenience init(
    adding cell: GatedRecurrentCell<Float>, workspace: Workspace<Float>,
    using generator: inout SplitMix64
  ) {
    let steps = 150
    self.init(
      cell, outputs: 1, steps: steps, workspace: workspace,
      batches: { generator in
        (0..<8).map { _ in Self.additions(Self.batchSize, steps: steps, using: &generator) }
      },
      using: &generator)
  }

  /// One of ten classes after 784 normalised pixels, which are random here.
  convenience init(
    pixels cell: GatedRecurrentCell<Float>, workspace: Workspace<Float>,
    using generator: inout SplitMix64
  ) {
    let steps = 28 * 28
    self.init(
      cell, outputs: 10, steps: steps, workspace: workspace,
      batches: { generator in
        (0..<8).map { _ in
          Batch(
            inputs: (0..<steps * Self.batchSize).map { _ in .random(in: -1...1, using: &generator)
            },
            answers: .classes(
              (0..<Self.batchSize).map { _ in Int.random(in: 0..<10, using: &generator) }))
        }
      },
      using: &generator)
    trainer.largestGradientNorm = 1
  }

  private static func additions(
    _ count: Int, steps: Int, using generator: inout SplitMix64
  ) -> Batch {
    var inputs = [Float](repeating: 0, count: steps * count * 2)
    var sums = [Float](repeating: 0, count: count)
    for sample in 0..<count {
      for step in 0..<steps {
        inputs[(step * count + sample) * 2] = Float.random(in: 0...1, using: &generator)
      }
      for half in [0..<steps / 2, steps / 2..<steps] {
        let step = Int.random(in: half, using: &generator)
        inputs[(step * count + sample) * 2 + 1] = 1
        sums[sample] += inputs[(step * count + sample) * 2]
      }
    }
    return Batch(inputs: inputs, answers: .numbers(sums))
  }

  func loss(
    _ network: RecurrentNetwork<Float>, _ batch: Batch, gradient: inout MutableSpan<Float>
  ) -> Double {
    var outputs = [Float](repeating: 0, count: Self.batchSize * outputCount)
    var outputGradient = outputs
    var output = outputs.mutableSpan
    var slope = outputGradient.mutableSpan
    pass.run(
      network, inputs: batch.inputs.span, steps: steps, batch: Self.batchSize, outputs: &output)
    let loss =
      switch batch.answers {
      case .numbers(let numbers):
        Loss.meanSquaredError(output.span, target: numbers.span, gradient: &slope)
      case .classes(let labels):
        Loss.crossEntropy(
          output.span, labels: labels.span, classes: outputCount, gradient: &slope)
      }
    pass.pullback(network, outputGradient: slope.span, gradient: &gradient)
    return loss
  }

  func append(_ batch: Batch, to file: inout SafetensorsFile) {
    let width = batch.inputs.count / (steps * Self.batchSize)
    file.append("inputs", shape: [steps, Self.batchSize, width], batch.inputs)
    switch batch.answers {
    case .numbers(let numbers): file.append("targets", shape: [numbers.count, 1], numbers)
    case .classes(let labels): file.append("labels", shape: [labels.count], labels)
    }
  }

  var maps: [(name: String, map: any LinearMap<Float>)] { trainer.network.cell.namedMaps }
}

extension GatedRecurrentCell<Float> {
  /// The maps with their names among a network's parameters.
  var namedMaps: [(name: String, map: any LinearMap<Float>)] {
    zip(Gate.allCases, maps).map { ("cell.\($0.rawValue)", $1) }
  }
}
