import Kernels
import Networks
import StructuredLinear

/// What predicts characters: a recurrent or a convolutional network.
enum TextNetwork: Model {
  case recurrent(SymbolNetwork<Float>)
  case convolutional(TemporalConvolutionalNetwork<Float>)

  private var model: any Model<Float> {
    switch self {
    case .recurrent(let network): network
    case .convolutional(let network): network
    }
  }

  var parameters: Parameters<Float> { model.parameters }

  mutating func assign(_ values: some Collection<Float>) {
    switch self {
    case .recurrent(var network):
      network.assign(values)
      self = .recurrent(network)
    case .convolutional(var network):
      network.assign(values)
      self = .convolutional(network)
    }
  }

  var auxiliaryLoss: Float { model.auxiliaryLoss }

  func accumulateAuxiliaryGradient(
    weight: Float, into parameterGradient: inout MutableSpan<Float>
  ) {
    model.accumulateAuxiliaryGradient(weight: weight, into: &parameterGradient)
  }

  mutating func resample(using generator: inout some RandomNumberGenerator) {
    switch self {
    case .recurrent(var network):
      network.resample(using: &generator)
      self = .recurrent(network)
    case .convolutional(var network):
      network.resample(using: &generator)
      self = .convolutional(network)
    }
  }

  mutating func removeMasks() {
    switch self {
    case .recurrent(var network):
      network.removeMasks()
      self = .recurrent(network)
    case .convolutional(var network):
      network.removeMasks()
      self = .convolutional(network)
    }
  }
}

/// Runs batches of characters through either kind of network, forwards and backwards.
final class TextPass {
  private let recurrent: SymbolPass<Float>
  private let convolutional: TemporalPass<Float>

  init(workspace: Workspace<Float>) {
    recurrent = SymbolPass(workspace: workspace)
    convolutional = TemporalPass(workspace: workspace)
  }

  /// Symbols `[steps, batch]` to outputs `[steps, batch, symbols]`.
  ///
  /// - Parameter state: A recurrent network's hidden state to start from, `[batch, hidden]`, or zeros
  ///   where it is empty; receives that of the end. Nil where sequences start from zeros.
  func run(
    _ network: TextNetwork, symbols: Span<Int>, steps: Int, batch: Int, state: inout [Float]?,
    outputs: inout MutableSpan<Float>
  ) {
    switch network {
    case .recurrent(let network):
      let initial = state ?? []
      recurrent.run(
        network, symbols: symbols, steps: steps, batch: batch,
        initialState: initial.isEmpty ? nil : initial.span, outputs: &outputs)
      if state != nil {
        var last = [Float](repeating: 0, count: batch * network.recurrent.cell.hiddenCount)
        var span = last.mutableSpan
        recurrent.copyLastState(to: &span)
        state = last
      }
    case .convolutional(let network):
      convolutional.run(network, symbols: symbols, steps: steps, batch: batch, outputs: &outputs)
    }
  }

  /// The pullback of the last run, added to the gradient.
  func pullback(
    _ network: TextNetwork, symbols: Span<Int>, outputGradient: Span<Float>,
    gradient: inout MutableSpan<Float>
  ) {
    switch network {
    case .recurrent(let network):
      recurrent.pullback(
        network, symbols: symbols, outputGradient: outputGradient, gradient: &gradient)
    case .convolutional(let network):
      convolutional.pullback(network, outputGradient: outputGradient, gradient: &gradient)
    }
  }
}
