import RealModule
public import StructuredLinear

/// Two causal convolutions, each with a rectifier and dropout behind it, past which the input is added;
/// a rectifier follows (Bai, Kolter and Koltun 2018). Where the features differ in number, the input
/// goes through a dense map of each step.
///
/// ## Parameters
/// Those of the convolutions behind `conv1` and `conv2`, then `shortcut.weight` `[outputs, inputs]` and
/// `shortcut.bias`, where there is one.
public struct ResidualBlock<Scalar: LayerScalar>: Sendable {
  /// The first convolution.
  public private(set) var conv1: CausalConvolution<Scalar>
  /// The second convolution.
  public private(set) var conv2: CausalConvolution<Scalar>
  /// What takes the input to as many features as the output has.
  public private(set) var shortcut: DenseMap<Scalar>?

  /// Where the parameters of each part are.
  let ranges: (conv1: Range<Int>, conv2: Range<Int>, shortcut: Range<Int>)

  /// A block whose convolutions start as ``CausalConvolution`` has it; a shortcut's weights are normal
  /// with a standard deviation of 0.01.
  ///
  /// Traps for a size below 1.
  public init(
    inputs: Int, outputs: Int, taps: Int, dilation: Int,
    using generator: inout some RandomNumberGenerator
  ) {
    conv1 = CausalConvolution(
      inputs: inputs, outputs: outputs, taps: taps, dilation: dilation, using: &generator)
    conv2 = CausalConvolution(
      inputs: outputs, outputs: outputs, taps: taps, dilation: dilation, using: &generator)
    if inputs != outputs {
      var map = DenseMap<Scalar>(inputs: inputs, outputs: outputs, bias: true, using: &generator)
      for i in map.parameters["weight"]!.range {
        map.parameters.values[i] = Scalar(0.01 * generator.normal())
      }
      shortcut = map
    }
    let first = conv1.parameters.count
    let second = first + conv2.parameters.count
    ranges = (0..<first, first..<second, second..<second + (shortcut?.parameters.count ?? 0))
  }

  /// Features of an input.
  public var inputCount: Int { conv1.inputCount }
  /// Features of an output.
  public var outputCount: Int { conv2.outputCount }
  /// The exact number of weights.
  public var weightCount: Int { ranges.shortcut.upperBound }

  /// What can be learned.
  public var parameters: Parameters<Scalar> {
    var all = Parameters<Scalar>()
    all.append(contentsOf: conv1.parameters, prefix: "conv1")
    all.append(contentsOf: conv2.parameters, prefix: "conv2")
    if let shortcut { all.append(contentsOf: shortcut.parameters, prefix: "shortcut") }
    return all
  }

  /// Takes new values for all parameters, in their layout.
  public mutating func assign(_ values: some Collection<Scalar>) {
    guard values.count == weightCount else {
      fatalError("\(values.count) values for a block of \(weightCount) parameters")
    }
    let values = Array(values)
    conv1.parameters.values = Array(values[ranges.conv1])
    conv2.parameters.values = Array(values[ranges.conv2])
    shortcut?.parameters.values = Array(values[ranges.shortcut])
  }
}
