public import Kernels
public import Networks
import StructuredLinear

/// Everything that decides what a training run of a network on characters computes.
///
/// The defaults are the paper's protocol for its recurrent networks.
public struct TextConfiguration: RecurrentSettings, Equatable {
  /// The kind of network.
  public enum Kind: String, CaseIterable, Sendable {
    /// A gated recurrent unit.
    case recurrent = "gru"
    /// A temporal convolutional network, whose maps are dense.
    case convolutional = "tcn"
  }

  /// What the hidden state is at the start of a segment.
  public enum SegmentStart: String, CaseIterable, Sendable {
    /// Zeros.
    case zeros
    /// Where the segment before it ended, a constant on the way back; zeros for the first of an epoch.
    case previous
  }

  /// What turns gradients into steps.
  public enum Method: String, CaseIterable, Sendable {
    /// `Adam`.
    case adam
    /// Plain `SGD`.
    case sgd
  }

  /// How the learning rate changes.
  public enum Decay: String, CaseIterable, Sendable {
    /// Multiplied by a factor after each epoch that is no better on the validation text than all
    /// before.
    case stall
    /// To a hundredth, along half a cosine over all epochs.
    case cosine
  }

  /// The kind of network.
  public var model: Kind = .recurrent
  /// The kind of a recurrent network's compressed maps; dense for a convolutional one.
  public var map: MapKind = .wavelet
  /// The gates whose maps are compressed; the others are dense.
  public var compress: Set<Gate> = [.reset, .state]
  /// Size of the hidden state; features of a convolutional network's blocks but the last.
  public var hidden = 512
  /// Blocks of a convolutional network, each of which sees twice as far as the one before.
  public var blocks = 3
  /// Steps that a convolution sees.
  public var taps = 3
  /// Size of a character's vector.
  public var embedding = 100
  /// Passes over the training text.
  public var epochs = 20
  /// Streams that the text is cut into.
  public var batch = 32
  /// Characters of a segment.
  public var segment = 400
  /// Characters of a segment that are not scored.
  public var warmUp = 80
  /// What the hidden state is at the start of a segment.
  public var segmentStart: SegmentStart = .zeros
  /// Filters to start from.
  public var wavelet = WaveletName("haar6")!
  /// What of the filters is learned.
  public var filters: FilterLearning = .free
  /// How often the low band is split.
  public var levels = 8
  /// How signals continue beyond their ends.
  public var mode: ExtensionMode = .zero
  /// Permutations of a wavelet map.
  public var terms = 1
  /// Permutations of the reset gate's wavelet map; 0 for as many as the others have.
  public var resetTerms = 0
  /// Rank of tensor-train and low-rank maps.
  public var rank = 3
  /// Fixes everything random.
  public var seed: UInt64 = 1
  /// What turns gradients into steps.
  public var optimizer: Method = .adam
  /// The learning rate.
  public var rate = 5e-3
  /// Factor of the learning rate of diagonals and filters, whose entries are far larger than those of
  /// dense matrices.
  public var structureRate = 1.0
  /// How the rate changes.
  public var decay: Decay = .stall
  /// What the rate is multiplied by where validation stalls.
  public var stallFactor = 0.5
  /// The largest gradient norm; 0 for no limit.
  public var clip = 0.15
  /// How the gates' offsets start.
  public var bias: SequenceConfiguration.BiasStart = .uniform
  /// Weight of the wavelet loss.
  public var waveletLossWeight = 1.0
  /// How likely entries of diagonals, or a convolutional network's features, are dropped while training.
  public var dropout = 0.0
  /// How likely numbers of a recurrent network's hidden state are dropped before the read-out while
  /// training.
  public var readoutDropout = 0.0
  /// How likely a unit of a recurrent network keeps its state in a time step, in training.
  public var zoneout = 0.0
  /// The first so many characters of the training text are trained on; 0 for all of them.
  public var characters = 0

  /// Diagonals start at 1.
  public var gateStart: Double { 1 }

  /// The paper's protocol for its best network but one in size: state and reset compressed.
  public init() {}

  /// The exact number of weights for the 49 characters of the Penn Treebank.
  public var weightCount: Int { network(symbols: 49).parameters.count }
}
