public import StructuredLinear

/// A convolutional network for grey images (LeCun, Bottou, Bengio and Haffner 1998, in the paper's
/// form): two convolutions, each followed by pooling, a hidden map, a rectifier and a dense read-out.
///
/// Of the paper's 431,080 weights, 400,500 are in the dense hidden map, in whose place any
/// `LinearMap` may stand. The pooled images go into it one channel after the other, as in the paper.
///
/// ## Parameters
/// `conv1.weight`, `conv1.bias`, `conv2.weight`, `conv2.bias`, those of the hidden map behind
/// `hidden`, then `readout.weight` and `readout.bias`.
public struct LeNet<Scalar: LayerScalar>: Model {
  /// Sizes of the part before the hidden map.
  public struct Shape: Sendable, Equatable {
    /// Rows of an image.
    public var rows = 28
    /// Columns of an image.
    public var columns = 28
    /// Rows and columns of a window.
    public var size = 5
    /// Output channels of both convolutions.
    public var channels = [20, 50]

    /// The paper's sizes.
    public init() {}

    /// Rows and columns of the pooled images behind each convolution, or nil where they are odd or
    /// there is nothing left before they are pooled.
    var pooled: [(rows: Int, columns: Int)]? {
      var (rows, columns) = (rows, columns)
      var sizes: [(rows: Int, columns: Int)] = []
      for _ in channels {
        (rows, columns) = (rows - size + 1, columns - size + 1)
        guard rows >= 2, columns >= 2, rows.isMultiple(of: 2), columns.isMultiple(of: 2) else {
          return nil
        }
        (rows, columns) = (rows / 2, columns / 2)
        sizes.append((rows, columns))
      }
      return sizes
    }

    /// Whether images of this size can be pooled twice.
    public var isPossible: Bool { channels.count == 2 && pooled != nil }

    /// Inputs of the hidden map; traps where there is none.
    public var featureCount: Int {
      guard isPossible, let last = pooled?.last else {
        fatalError("Images of \(rows) × \(columns) cannot be pooled after windows of \(size)")
      }
      return last.rows * last.columns * channels[1]
    }
  }

  /// The sizes of the part before the hidden map.
  public let shape: Shape
  /// The first convolution.
  public private(set) var conv1: Convolution2D<Scalar>
  /// The second convolution.
  public private(set) var conv2: Convolution2D<Scalar>
  /// The pooling behind the first convolution.
  public let pool1: MaxPooling2D<Scalar>
  /// The pooling behind the second convolution.
  public let pool2: MaxPooling2D<Scalar>
  /// The map that may be compressed.
  public private(set) var hidden: any LinearMap<Scalar>
  /// From what the rectifier leaves to the classes, with a bias.
  public private(set) var readout: DenseMap<Scalar>

  /// Where the parameters of each part are.
  let ranges: (conv1: Range<Int>, conv2: Range<Int>, hidden: Range<Int>, readout: Range<Int>)

  /// A network whose convolutions and read-out start uniform in ±1/√fan-in.
  ///
  /// Traps where the images cannot be pooled twice, and where the hidden map takes another number of
  /// features than the pooled images have.
  ///
  /// - Parameters:
  ///   - shape: Sizes of the part before the hidden map.
  ///   - hidden: The map that may be compressed.
  ///   - classes: Outputs.
  ///   - rectifies: Whether a rectifier follows each pooling as well.
  ///   - generator: Where the start is drawn from.
  public init(
    shape: Shape = Shape(), hidden: any LinearMap<Scalar>, classes: Int, rectifies: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) {
    let features = shape.featureCount
    guard hidden.inputCount == features else {
      fatalError("A hidden map of \(hidden.inputCount) inputs for \(features) features")
    }
    let middle = shape.pooled![0]
    self.shape = shape
    conv1 = Convolution2D(
      rows: shape.rows, columns: shape.columns, inputChannels: 1,
      outputChannels: shape.channels[0], size: shape.size, using: &generator)
    conv2 = Convolution2D(
      rows: middle.rows, columns: middle.columns, inputChannels: shape.channels[0],
      outputChannels: shape.channels[1], size: shape.size, using: &generator)
    func pooling(_ convolution: Convolution2D<Scalar>) -> MaxPooling2D<Scalar> {
      MaxPooling2D(
        rows: convolution.shape.outputRows, columns: convolution.shape.outputColumns,
        channels: convolution.outputChannels, rectifies: rectifies)
    }
    pool1 = pooling(conv1)
    pool2 = pooling(conv2)
    self.hidden = hidden
    readout = DenseMap(inputs: hidden.outputCount, outputs: classes, bias: true, using: &generator)
    let first = conv1.parameters.count
    let second = first + conv2.parameters.count
    let third = second + hidden.parameters.count
    ranges = (0..<first, first..<second, second..<third, third..<third + readout.parameters.count)
  }

  /// Scalars of an image.
  public var imageCount: Int { conv1.inputCount }
  /// Outputs.
  public var classCount: Int { readout.outputCount }
  /// The exact number of weights.
  public var weightCount: Int { ranges.readout.upperBound }

  /// What can be learned. The count of its values is the exact number of weights.
  public var parameters: Parameters<Scalar> {
    var all = Parameters<Scalar>()
    all.append(contentsOf: conv1.parameters, prefix: "conv1")
    all.append(contentsOf: conv2.parameters, prefix: "conv2")
    all.append(contentsOf: hidden.parameters, prefix: "hidden")
    all.append(contentsOf: readout.parameters, prefix: "readout")
    return all
  }

  /// Takes new values for all parameters, in their layout.
  public mutating func assign(_ values: some Collection<Scalar>) {
    guard values.count == weightCount else {
      fatalError("\(values.count) values for a network of \(weightCount) parameters")
    }
    let values = Array(values)
    conv1.parameters.values = Array(values[ranges.conv1])
    conv2.parameters.values = Array(values[ranges.conv2])
    hidden.parameters.values = Array(values[ranges.hidden])
    readout.parameters.values = Array(values[ranges.readout])
  }

  /// The hidden map's auxiliary loss.
  public var auxiliaryLoss: Scalar { hidden.auxiliaryLoss }

  /// Adds `weight` times the gradient of ``auxiliaryLoss``, in the parameters' layout.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {
    var part = parameterGradient._mutatingExtracting(ranges.hidden)
    hidden.accumulateAuxiliaryGradient(weight: weight, into: &part)
  }

  /// Before a training step.
  public mutating func resample(using generator: inout some RandomNumberGenerator) {
    hidden.resample(using: &generator)
  }

  /// Before evaluation.
  public mutating func removeMasks() { hidden.removeMask() }
}
