import Kernels
import Networks
import StructuredLinear
import Wavelets

/// A network in training on random data.
protocol TimedTraining: AnyObject {
  associatedtype Network: Model<Float>
  associatedtype Batch

  var trainer: Trainer<Network> { get set }
  /// What is trained on, in turns.
  var batches: [Batch] { get }
  /// The network's maps with their names among its parameters.
  var maps: [(name: String, map: any LinearMap<Float>)] { get }

  /// The loss on a batch; adds its gradient.
  func loss(_ network: Network, _ batch: Batch, gradient: inout MutableSpan<Float>) -> Double

  /// Adds a batch's inputs and answers to a file.
  func append(_ batch: Batch, to file: inout SafetensorsFile)
}

extension TimedTraining {
  /// The exact number of weights.
  var weightCount: Int { trainer.parameters.count }

  /// Takes a step on the next batch.
  private func takeStep() throws {
    let batch = batches[trainer.step % batches.count]
    _ = try trainer.takeStep { network, gradient in
      loss(network, batch, gradient: &gradient)
    }
  }

  /// The network, a batch, its loss and the gradients of that.
  func export(_ workspace: Workspace<Float>) -> SafetensorsFile {
    var gradient = [Float](repeating: 0, count: trainer.parameters.count)
    var span = gradient.mutableSpan
    let loss = loss(trainer.network, batches[0], gradient: &span)
    var file = SafetensorsFile()
    append(batches[0], to: &file)
    file.append("loss", shape: [], [loss])
    file.append(trainer.parameters, gradient: gradient, maps: maps, workspace)
    return file
  }

  /// Milliseconds of each training step, over about as many seconds and one step at least.
  func time(seconds: Double) throws -> [Double] {
    let clock = ContinuousClock()
    let end = clock.now + .seconds(seconds)
    var milliseconds: [Double] = []
    repeat {
      let start = clock.now
      try takeStep()
      milliseconds.append((clock.now - start) / .milliseconds(1))
    } while clock.now < end
    return milliseconds
  }
}

extension SafetensorsFile {
  /// Adds a network's parameters and their gradients, `gradient.` before the name. Of maps that
  /// others need not know it adds the matrix alone, of wavelet maps the permutation as well.
  mutating func append(
    _ parameters: Parameters<Float>, gradient: [Float],
    maps: [(name: String, map: any LinearMap<Float>)], _ workspace: Workspace<Float>
  ) {
    var left: [String] = []
    for (name, map) in maps {
      if let wavelet = map as? WaveletMap<Float>, wavelet.plan.mode == .zero {
        precondition(wavelet.permutations.count == 1)
        let indices = wavelet.permutations[0].indices.map { Int($0) }
        append("\(name).permutation", shape: [indices.count], indices)
        append("\(name).levels", shape: [], [wavelet.plan.levels])
      } else if !(map is DenseMap<Float>) {
        let matrix = map.materialized(workspace: workspace)
        append("\(name).weight", shape: [matrix.rows, matrix.columns], matrix.elements)
        left += map.parameters.entries.map { "\(name).\($0.name)" }
      }
    }
    for entry in parameters.entries where !left.contains(entry.name) {
      append(entry.name, shape: entry.shape, Array(parameters.values[entry.range]))
      append("gradient.\(entry.name)", shape: entry.shape, Array(gradient[entry.range]))
    }
  }
}
