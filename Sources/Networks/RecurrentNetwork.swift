public import StructuredLinear

/// A gated recurrent unit with a dense read-out of its hidden state.
///
/// ## Parameters
/// The cell's behind `cell`, then `readout.weight` `[outputs, hidden]` and `readout.bias` `[outputs]`.
public struct RecurrentNetwork<Scalar: LayerScalar>: Model {
  /// After which steps the hidden state is read out.
  public enum Reading: String, Sendable {
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

  /// A network whose read-out starts uniform in ±1/√hidden.
  public init(
    cell: GatedRecurrentCell<Scalar>, outputs: Int, reading: Reading,
    using generator: inout some RandomNumberGenerator
  ) {
    self.cell = cell
    self.reading = reading
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
  }

  /// Before evaluation.
  public mutating func removeMasks() { cell.removeMasks() }
}
