import Foundation
import Kernels
import LinearAlgebra
import Networks
import StructuredLinear

/// A network in training on the adding problem.
final class RecurrentTraining {
  private let steps: Int
  private let count: Int
  private let workspace: Workspace<Float>
  private let pass: SequencePass<Float>
  private var trainer: Trainer<RecurrentNetwork<Float>>
  private var batches: [Batch]
  private var next = 0

  /// The exact number of weights.
  var weightCount: Int { trainer.parameters.count }

  /// `inputs` `[steps, count, 2]` and the sums of the two marked ones, `[count]`.
  private struct Batch {
    var inputs: [Float]
    var targets: [Float]
  }

  init(
    _ candidate: RecurrentCandidate, hidden: Int, steps: Int, batch: Int,
    workspace: Workspace<Float>
  ) {
    self.steps = steps
    count = batch
    self.workspace = workspace
    pass = SequencePass(workspace: workspace)
    var generator = SplitMix64(seed: 1)
    let maps = Gate.allCases.map { candidate.map(of: $0, hidden, using: &generator) }
    let cell = GatedRecurrentCell<Float>(
      inputs: 2, reset: maps[0], update: maps[1], state: maps[2], using: &generator)
    let network = RecurrentNetwork(cell: cell, outputs: 1, reading: .last, using: &generator)
    trainer = Trainer(
      network, optimizer: RMSprop<Float>(count: network.parameters.count, rate: 1e-3))
    batches = (0..<8).map { _ in Self.batch(batch, steps: steps, using: &generator) }
  }

  private static func batch(
    _ count: Int, steps: Int, using generator: inout SplitMix64
  ) -> Batch {
    var batch = Batch(
      inputs: [Float](repeating: 0, count: steps * count * 2),
      targets: [Float](repeating: 0, count: count))
    for sample in 0..<count {
      for step in 0..<steps {
        batch.inputs[(step * count + sample) * 2] = Float.random(in: 0...1, using: &generator)
      }
      for half in [0..<steps / 2, steps / 2..<steps] {
        let step = Int.random(in: half, using: &generator)
        batch.inputs[(step * count + sample) * 2 + 1] = 1
        batch.targets[sample] += batch.inputs[(step * count + sample) * 2]
      }
    }
    return batch
  }

  /// The loss on a batch; adds its gradient.
  private func loss(
    _ network: RecurrentNetwork<Float>, _ batch: Batch, gradient: inout MutableSpan<Float>
  ) -> Double {
    var outputs = [Float](repeating: 0, count: count)
    var outputGradient = outputs
    var output = outputs.mutableSpan
    var slope = outputGradient.mutableSpan
    pass.run(network, inputs: batch.inputs.span, steps: steps, batch: count, outputs: &output)
    let loss = Loss.meanSquaredError(output.span, target: batch.targets.span, gradient: &slope)
    pass.pullback(network, outputGradient: slope.span, gradient: &gradient)
    return loss
  }

  /// Milliseconds of each training step, over about as many seconds and three steps at least.
  func time(seconds: Double) throws -> [Double] {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var milliseconds: [Double] = []
    while milliseconds.count < 3 || clock.now < end {
      let batch = batches[next % batches.count]
      next += 1
      let start = clock.now
      _ = try trainer.takeStep { network, gradient in
        loss(network, batch, gradient: &gradient)
      }
      milliseconds.append((clock.now - start) / .milliseconds(1))
    }
    return milliseconds
  }

  /// Writes the network with its maps as dense matrices, a batch, its loss, and the gradients with
  /// respect to what is dense already.
  func export(to path: String) throws {
    let network = trainer.network
    let batch = batches[0]
    let parameters = network.parameters
    var file = SafetensorsFile()
    file.append("inputs", shape: [steps, count, 2], batch.inputs)
    file.append("targets", shape: [count, 1], batch.targets)
    for (gate, map) in zip(Gate.allCases, network.cell.maps) {
      let matrix = map.materialized(workspace: workspace)
      file.append(
        "cell.\(gate.rawValue).weight", shape: [matrix.rows, matrix.columns], matrix.elements)
    }
    var gradient = [Float](repeating: 0, count: parameters.count)
    var span = gradient.mutableSpan
    file.append("loss", shape: [], [loss(network, batch, gradient: &span)])
    for entry in parameters.entries where entry.role == .matrix || entry.role == .bias {
      if file[entry.name] == nil {
        file.append(entry.name, shape: entry.shape, Array(parameters.values[entry.range]))
      }
      file.append("gradient.\(entry.name)", shape: entry.shape, Array(gradient[entry.range]))
    }
    try file.write(to: path)
  }
}

/// Prints one line at once.
func answer(_ object: JSON.Object) {
  FileHandle.standardOutput.write(Data((JSON.object(object).description + "\n").utf8))
}

/// The most memory that this process has had in use, 0 where the system does not say.
func peakKilobytes() -> Int {
  let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
  let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
  return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
}
