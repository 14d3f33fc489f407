public import StructuredLinear

/// A recurrent network over symbols, such as characters: a learnable vector for each of them goes into
/// a gated recurrent unit, whose hidden state is read out after each step.
///
/// ## Parameters
/// `embedding.weight` `[symbols, width]`, then the recurrent network's behind `recurrent`.
public struct SymbolNetwork<Scalar: LayerScalar>: Model {
  /// A vector for each symbol.
  public private(set) var embedding: Embedding<Scalar>
  /// From the vectors to the outputs.
  public private(set) var recurrent: RecurrentNetwork<Scalar>

  /// A network of an embedding and what takes its vectors. Traps where they do not fit.
  public init(embedding: Embedding<Scalar>, recurrent: RecurrentNetwork<Scalar>) {
    guard recurrent.cell.inputCount == embedding.width else {
      fatalError(
        "Vectors of \(embedding.width) for a recurrent unit of \(recurrent.cell.inputCount) inputs")
    }
    self.embedding = embedding
    self.recurrent = recurrent
  }

  /// What can be learned. The count of its values is the exact number of weights.
  public var parameters: Parameters<Scalar> {
    var all = Parameters<Scalar>()
    all.append(contentsOf: embedding.parameters, prefix: "embedding")
    all.append(contentsOf: recurrent.parameters, prefix: "recurrent")
    return all
  }

  /// Takes new values for all parameters, in their layout.
  public mutating func assign(_ values: some Collection<Scalar>) {
    let count = embedding.parameters.count
    guard values.count >= count else {
      fatalError("\(values.count) values for a network whose embedding has \(count) parameters")
    }
    embedding.parameters.values = Array(values.prefix(count))
    recurrent.assign(values.dropFirst(count))
  }

  /// The sum of the maps' auxiliary losses.
  public var auxiliaryLoss: Scalar { recurrent.auxiliaryLoss }

  /// Adds `weight` times the gradient of ``auxiliaryLoss``, in the parameters' layout.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {
    var part = parameterGradient._mutatingExtracting(
      embedding.parameters.count..<parameterGradient.count)
    recurrent.accumulateAuxiliaryGradient(weight: weight, into: &part)
  }

  /// Before a training step.
  public mutating func resample(using generator: inout some RandomNumberGenerator) {
    recurrent.resample(using: &generator)
  }

  /// Before evaluation.
  public mutating func removeMasks() { recurrent.removeMasks() }
}
