public import Kernels
public import Networks
import StructuredLinear

/// Everything that decides what a training run of a recurrent network computes.
///
/// The defaults are the paper's protocol on the synthetic tasks.
public struct SequenceConfiguration: RecurrentSettings, Equatable {
  /// What can be learned.
  public enum Task: String, CaseIterable, Sendable {
    case adding
    case copyMemory = "copy-memory"
    case sequentialMNIST = "sequential-mnist"
  }

  /// How gates' offsets start.
  public enum BiasStart: String, CaseIterable, Sendable {
    case uniform
    case chrono
    case logarithmicChrono = "log-chrono"
  }

  /// How the learning rate changes.
  public enum Decay: String, CaseIterable, Sendable {
    case constant
    case cosine
  }

  /// What is learned.
  public var task: Task = .adding
  /// The kind of the compressed maps.
  public var map: MapKind = .wavelet
  /// The gates whose maps are compressed; the others are dense.
  public var compress: Set<Gate> = Set(Gate.allCases)
  /// Size of the hidden state.
  public var hidden = 512
  /// Training steps.
  public var steps = 12_000
  /// Sequences of a step.
  public var batch = 50
  /// Length of the adding problem; blanks of the copy problem.
  public var timeSteps = 150
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
  /// RMSprop's learning rate.
  public var rate = 1e-3
  /// How the rate changes over the steps.
  public var decay: Decay = .constant
  /// Factor of the rate for diagonals and filters.
  public var structureRate = 1.0
  /// The largest gradient norm; 0 for no limit.
  public var clip = 0.0
  /// How the gates' offsets start.
  public var bias: BiasStart = .uniform
  /// What the diagonals D of the reset and update gates start at. At 0 these gates see the input and
  /// their offsets alone until training decides otherwise.
  public var gateStart = 1.0
  /// Weight of the wavelet loss.
  public var waveletLossWeight = 1.0
  /// How likely entries of diagonals are dropped while training.
  public var dropout = 0.0
  /// Test sequences of a synthetic task.
  public var testSequences = 10_000
  /// The last so many of the training images are not trained with but tested with, in place of the
  /// test images.
  public var validation = 0
  /// The first so many of the training images are trained with; 0 for all of them.
  public var images = 0
  /// Training images are shifted by up to so many pixels each way, anew in each epoch.
  public var shift = 0
  /// Ends training once the mean loss of five intervals of 100 steps in a row is below this; 0 for
  /// never.
  public var stopLoss = 0.0

  /// The paper's protocol on the adding problem.
  public init() {}
}
