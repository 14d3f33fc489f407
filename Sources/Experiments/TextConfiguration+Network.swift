import Networks
import StructuredLinear

extension TextConfiguration {
  /// The network at its start, for an alphabet of so many characters.
  func network(symbols: Int) -> TextNetwork {
    var generator = SplitMix64(seed: seed)
    switch model {
    case .recurrent:
      return .recurrent(recurrentNetwork(symbols: symbols, using: &generator))
    case .convolutional:
      return .convolutional(
        TemporalConvolutionalNetwork(
          symbols: symbols, width: embedding, hidden: hidden, blocks: blocks, taps: taps,
          dropout: dropout, using: &generator))
    }
  }

  private func recurrentNetwork(
    symbols: Int, using generator: inout SplitMix64
  ) -> SymbolNetwork<Float> {
    let maps = Gate.allCases.map { map(of: $0, using: &generator) }
    let start: GatedRecurrentCell<Float>.BiasStart =
      switch bias {
      case .uniform: .uniform
      case .chrono: .chrono(timeSpan: segment)
      case .logarithmicChrono: .logarithmicChrono(timeSpan: segment)
      }
    let cell = GatedRecurrentCell<Float>(
      inputs: embedding, reset: maps[0], update: maps[1], state: maps[2], zoneout: zoneout,
      biasStart: start, using: &generator)
    return SymbolNetwork(
      embedding: Embedding(count: symbols, width: embedding, using: &generator),
      recurrent: RecurrentNetwork(
        cell: cell, outputs: symbols, reading: .every, dropout: readoutDropout, using: &generator))
  }

  /// The optimizer of a network's parameters, before its first step.
  func optimizer(of parameters: Parameters<Float>) -> any Optimizer<Float> {
    let groups = parameters.structureGroups(factor: structureRate)
    return switch optimizer {
    case .adam: Adam<Float>(count: parameters.count, rate: rate, groups: groups)
    case .sgd: SGD<Float>(count: parameters.count, rate: rate, groups: groups)
    }
  }
}
