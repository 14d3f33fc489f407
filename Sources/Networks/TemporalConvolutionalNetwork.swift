public import StructuredLinear

/// A temporal convolutional network over symbols, such as characters (Bai, Kolter and Koltun 2018): a
/// learnable vector for each of them, residual blocks of causal convolutions that see twice as far from
/// one to the next, and a read-out of each step by the same vectors.
///
/// ## Parameters
/// `embedding.weight` `[symbols, width]`, those of the blocks behind `block0`, `block1` and so on, and
/// `readout.bias` `[symbols]`.
public struct TemporalConvolutionalNetwork<Scalar: LayerScalar>: Model {
  /// A vector for each symbol, which is both seen and compared with in the read-out.
  public private(set) var embedding: Embedding<Scalar>
  /// The blocks.
  public private(set) var blocks: [ResidualBlock<Scalar>]
  /// The read-out's offset of each symbol.
  public private(set) var bias: [Scalar]
  /// How likely a number behind the embedding or a convolution is dropped while training.
  public let dropout: Double

  /// Masks behind the embedding and behind two convolutions a block, or none, as for evaluation.
  private(set) var masks: [ElementMask] = []

  /// Where the parameters of each part are.
  let ranges: (embedding: Range<Int>, blocks: [Range<Int>], bias: Range<Int>)

  /// A network whose vectors start uniform in ±0.1 and whose offsets start at 0.
  ///
  /// Traps for a size below 1 and a dropout rate outside `0..<1`.
  ///
  /// - Parameters:
  ///   - symbols: How many there are.
  ///   - width: Size of a symbol's vector, and features of the last block.
  ///   - hidden: Features of the blocks before.
  ///   - blocks: How many.
  ///   - taps: Steps that a convolution sees, `2^block` apart.
  ///   - dropout: How likely a number is dropped while training.
  ///   - generator: Where the start is drawn from.
  public init(
    symbols: Int, width: Int, hidden: Int, blocks: Int, taps: Int, dropout: Double = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    guard blocks >= 1, (0..<1).contains(dropout) else {
      fatalError("A temporal network of \(blocks) blocks with a dropout of \(dropout)")
    }
    embedding = Embedding(count: symbols, width: width, using: &generator)
    embedding.parameters.values = embedding.parameters.values.map { _ in
      Scalar(Double.random(in: -0.1...0.1, using: &generator))
    }
    self.blocks = []
    for index in 0..<blocks {
      self.blocks.append(
        ResidualBlock(
          inputs: index == 0 ? width : hidden, outputs: index == blocks - 1 ? width : hidden,
          taps: taps, dilation: 1 << index, using: &generator))
    }
    bias = [Scalar](repeating: 0, count: symbols)
    self.dropout = dropout
    var end = embedding.parameters.count
    let first = 0..<end
    let others = self.blocks.map { block in
      defer { end += block.weightCount }
      return end..<end + block.weightCount
    }
    ranges = (first, others, end..<end + symbols)
  }

  /// The exact number of weights.
  public var weightCount: Int { ranges.bias.upperBound }

  /// What can be learned. The count of its values is the exact number of weights.
  public var parameters: Parameters<Scalar> {
    var all = Parameters<Scalar>()
    all.append(contentsOf: embedding.parameters, prefix: "embedding")
    for (index, block) in blocks.enumerated() {
      all.append(contentsOf: block.parameters, prefix: "block\(index)")
    }
    all.append("readout.bias", shape: [bias.count], role: .bias, bias)
    return all
  }

  /// Takes new values for all parameters, in their layout.
  public mutating func assign(_ values: some Collection<Scalar>) {
    guard values.count == weightCount else {
      fatalError("\(values.count) values for a network of \(weightCount) parameters")
    }
    let values = Array(values)
    embedding.parameters.values = Array(values[ranges.embedding])
    for index in blocks.indices { blocks[index].assign(values[ranges.blocks[index]]) }
    bias = Array(values[ranges.bias])
  }

  /// 0: nothing is added to the objective.
  public var auxiliaryLoss: Scalar { 0 }

  /// Adds nothing.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {}

  /// Before a training step.
  public mutating func resample(using generator: inout some RandomNumberGenerator) {
    masks =
      dropout > 0
      ? (0...2 * blocks.count).map { _ in ElementMask(key: generator.next(), rate: dropout) } : []
  }

  /// Before evaluation.
  public mutating func removeMasks() { masks = [] }
}
