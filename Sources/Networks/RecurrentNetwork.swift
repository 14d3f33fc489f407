public import StructuredLinear

/// A gated recurrent unit with a dense read-out of its hidden state.
///
/// ## Parameters
/// The cell's behind `cell`, then `readout.weight` `[outputs, hidden]` and `readout.bias` `[outputs]`.
public struct RecurrentNetwork<Scalar: LayerScalar>: Model {
  /// After which steps the hidden state is read out.
  public enum Reading: Sendable {
    /// After the last one.
    case last
    /// After each one.
    case every
  }

  /// The recurrent unit.
  public internal(set) var cell: GatedRecurrentCell<Scalar>
  /// From the hidden state to the outputs, with a bias.
  public private(set) var readout: DenseMap<Scalar>
  /// After which steps the hidden state is read out.
  public let reading: Reading
  /// How likely a number of the hidden state is dropped before the read-out while training.
  public let dropout: Double

  /// The mask before the read-out; none for evaluation.
  private(set) var mask: ElementMask?

  /// A network whose read-out starts uniform in ±1/√hidden.
  ///
  /// Traps for a dropout rate outside `0..<1`.
  ///
  /// - Parameters:
  ///   - cell: The recurrent unit.
  ///   - outputs: Features of an output.
  ///   - reading: After which steps the hidden state is read out.
  ///   - dropout: How likely a number of the hidden state is dropped before the read-out while training;
  ///     what goes on to the next step is whole.
  ///   - generator: Where the read-out is drawn from.
  public init(
    cell: GatedRecurrentCell<Scalar>, outputs: Int, reading: Reading, dropout: Double = 0,
    using generator: inout some RandomNumberGenerator
  ) {
    guard (0..<1).contains(dropout) else {
      fatalError("A dropout rate has to be in 0..<1, not \(dropout)")
    }
    self.cell = cell
    self.reading = reading
    self.dropout = dropout
    readout = DenseMap(
      inputs: cell.hiddenCount, outputs: outputs, bias: true, using: &generator)
  }

  /// How many steps of a sequence are read out.
  public func readSteps(of steps: Int) -> Int { reading == .last ? min(1, steps) : steps }

  /// What can be learned. The count of its values is the exact number of weights.
  public var parameters: Parameters<Scalar> {
    var all = Parameters<Scalar>()
    all.append(contentsOf: cell.parameters, prefix: "cell")
    all.append(contentsOf: readout.parameters, prefix: "readout")
    return all
  }

  /// Takes new values for all parameters, in their layout.
  public mutating func assign(_ values: some Collection<Scalar>) {
    let count = cell.layout.count
    guard values.count == count + readout.parameters.count else {
      fatalError(
        "\(values.count) values for a network of \(count + readout.parameters.count) parameters")
    }
    cell.assign(values.prefix(count))
    readout.parameters.values = Array(values.dropFirst(count))
  }

  /// The sum of the maps' auxiliary losses.
  public var auxiliaryLoss: Scalar { cell.auxiliaryLoss }

  /// Adds `weight` times the gradient of ``auxiliaryLoss``, in the parameters' layout.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {
    var part = parameterGradient._mutatingExtracting(0..<cell.layout.count)
    cell.accumulateAuxiliaryGradient(weight: weight, into: &part)
  }

  /// Before a training step.
  public mutating func resample(using generator: inout some RandomNumberGenerator) {
    cell.resample(using: &generator)
    if dropout > 0 { mask = ElementMask(key: generator.next(), rate: dropout) }
  }

  /// Before evaluation.
  public mutating func removeMasks() {
    cell.removeMasks()
    mask = nil
  }
}
