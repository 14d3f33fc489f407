import Kernels
import Networks
import StructuredLinear

/// A recurrent network in training on random characters, as the Penn Treebank is trained on.
final class TextTraining: TimedTraining {
  private let pass: SymbolPass<Float>
  var trainer: Trainer<SymbolNetwork<Float>>
  let batches: [(symbols: [Int], labels: [Int])]

  private static let streams = 32
  private static let length = 400
  /// Steps that are not scored.
  private static let warmUp = 80
  private static let symbolCount = 49
  /// Features of a character's vector.
  static let vectorWidth = 100

  init(
    _ cell: GatedRecurrentCell<Float>, workspace: Workspace<Float>,
    using generator: inout SplitMix64
  ) {
    pass = SymbolPass(workspace: workspace)
    let network = SymbolNetwork(
      embedding: Embedding(
        count: Self.symbolCount, width: Self.vectorWidth, using: &generator),
      recurrent: RecurrentNetwork(
        cell: cell, outputs: Self.symbolCount, reading: .every, using: &generator))
    trainer = Trainer(
      network, optimizer: Adam<Float>(count: network.parameters.count, rate: 5e-3))
    trainer.largestGradientNorm = 0.15
    func symbols(_ steps: Int) -> [Int] {
      (0..<steps * Self.streams).map { _ in Int.random(in: 0..<Self.symbolCount, using: &generator)
      }
    }
    batches = (0..<4).map { _ in (symbols(Self.length), symbols(Self.length - Self.warmUp)) }
  }

  func loss(
    _ network: SymbolNetwork<Float>, _ batch: (symbols: [Int], labels: [Int]),
    gradient: inout MutableSpan<Float>
  ) -> Double {
    let count = batch.symbols.count * Self.symbolCount
    let scored = count - batch.labels.count * Self.symbolCount..<count
    var outputs = [Float](repeating: 0, count: count)
    var outputGradient = outputs
    var output = outputs.mutableSpan
    var slope = outputGradient.mutableSpan
    pass.run(
      network, symbols: batch.symbols.span, steps: Self.length, batch: Self.streams,
      outputs: &output)
    var part = slope._mutatingExtracting(scored)
    let loss = Loss.crossEntropy(
      output.span.extracting(scored), labels: batch.labels.span, classes: Self.symbolCount,
      gradient: &part)
    pass.pullback(
      network, symbols: batch.symbols.span, outputGradient: slope.span, gradient: &gradient)
    return loss
  }

  func append(_ batch: (symbols: [Int], labels: [Int]), to file: inout SafetensorsFile) {
    file.append("inputs", shape: [Self.length, Self.streams], batch.symbols)
    file.append("labels", shape: [batch.labels.count], batch.labels)
  }

  var maps: [(name: String, map: any LinearMap<Float>)] {
    trainer.network.recurrent.cell.namedMaps.map { ("recurrent.\($0.name)", $0.map) }
  }
}
