public import Kernels
import Networks
import StructuredLinear
import Wavelets

/// Everything that decides what a training run of LeNet on images computes.
///
/// The defaults are the paper's protocol for its wavelet layer.
public struct ImageConfiguration: Sendable, Equatable {
  /// How the learning rate changes.
  public enum Decay: String, CaseIterable, Sendable {
    /// Multiplied by a factor after each epoch.
    case steps
    /// To nothing, along half a cosine over all epochs.
    case cosine
  }

  /// Where a rectifier stands.
  public enum Rectifiers: String, CaseIterable, Sendable {
    /// Behind the hidden map alone, as in the paper's code.
    case hidden
    /// Behind both poolings, too.
    case all
  }

  /// The kind of the hidden map.
  public var map: MapKind = .wavelet
  /// Passes over the training images.
  public var epochs = 20
  /// Images of a step.
  public var batch = 64
  /// Filters to start from.
  public var wavelet = WaveletName("haar6")!
  /// What of the filters is learned.
  public var filters: FilterLearning = .free
  /// How often the low band is split.
  public var levels = 6
  /// How signals continue beyond their ends.
  public var mode: ExtensionMode = .zero
  /// Rank of tensor-train and low-rank maps.
  public var rank = 4
  /// Where a rectifier stands.
  public var rectifiers: Rectifiers = .hidden
  /// Fixes everything random.
  public var seed: UInt64 = 1
  /// Adadelta's learning rate.
  public var rate = 1.0
  /// How the rate changes.
  public var decay: Decay = .steps
  /// What the rate is multiplied by after each epoch.
  public var decayFactor = 0.8
  /// Weight of the wavelet loss.
  public var waveletLossWeight = 1.0
  /// How likely entries of diagonals are dropped while training.
  public var dropout = 0.0
  /// Training images are shifted by up to so many pixels each way, anew in each epoch.
  public var shift = 0
  /// What remains of the mean of weights, which is what is tested, in each step; 0 for the weights of
  /// the last step.
  public var averaging = 0.0
  /// The last so many of the training images are not trained on but tested with, in place of the test
  /// images.
  public var validation = 0
  /// The first so many of the training images are trained on; 0 for all of them.
  public var images = 0

  /// The paper's protocol for its wavelet layer.
  public init() {}

  /// Outputs of the hidden map where it is dense, of tensor-train or of low-rank form.
  static let denseOutputs = 500

  /// The network at its start, for images of a size. Generators of weights and of data are apart, so
  /// that equal seeds give equal data whatever the network.
  func network(rows: Int, columns: Int) throws(ConfigurationError) -> LeNet<Float> {
    var shape = LeNet<Float>.Shape()
    (shape.rows, shape.columns) = (rows, columns)
    guard shape.isPossible else {
      throw ConfigurationError(
        "images", expected: "rows and columns of 16, 20, 24, 28, …",
        found: "\(rows) × \(columns)")
    }
    // Of a dense map, whatever the kind: larger images are not what LeNet is for.
    let weights = Double(shape.featureCount) * Double(Self.denseOutputs)
    guard weights < 0x1p31 else {
      throw ConfigurationError(
        "images", expected: "a hidden layer of less than 2^31 weights",
        found: "\(Int(weights)) for \(rows) × \(columns)")
    }
    if map == .lowRank {
      let most = min(shape.featureCount, Self.denseOutputs)
      try require("rank", rank, rank <= most, "1...\(most) for images of \(rows) × \(columns)")
    }
    var generator = SplitMix64(seed: seed)
    let map = hiddenMap(inputs: shape.featureCount, using: &generator)
    return LeNet(
      shape: shape, hidden: map, classes: LabelledImages.classCount,
      rectifies: rectifiers == .all, using: &generator)
  }

  /// The exact number of weights for images of 28 × 28.
  public var weightCount: Int {
    do { return try network(rows: 28, columns: 28).weightCount } catch { fatalError("\(error)") }
  }
}

extension ImageConfiguration {
  /// The map between convolutions and read-out. A wavelet map is square, a Fastfood one as wide as its
  /// transform, as in the paper; the others go to as many outputs as the dense one.
  private func hiddenMap(
    inputs: Int, using generator: inout SplitMix64
  ) -> any LinearMap<Float> {
    let outputs = Self.denseOutputs
    switch map {
    case .dense:
      return DenseMap<Float>(inputs: inputs, outputs: outputs, bias: true, using: &generator)
    case .wavelet:
      let learning: LearnableFilters<Float> = filters.filters(of: wavelet, using: &generator)
      let map = WaveletMap<Float>(
        inputs: inputs, outputs: inputs, learning: learning, levels: levels, mode: mode,
        seed: generator.next())
      return dropout > 0 ? DropoutMap(map, rate: dropout) : map
    case .fastfood:
      var length = 1
      while length < inputs { length *= 2 }
      let map = FastfoodMap<Float>(inputs: inputs, outputs: length, seed: generator.next())
      return dropout > 0 ? DropoutMap(map, rate: dropout) : map
    case .tensorTrain:
      return TensorTrainMap<Float>(
        inputFactors: TensorTrainMap<Float>.factors(of: inputs, count: 3),
        outputFactors: TensorTrainMap<Float>.factors(of: outputs, count: 3), rank: rank,
        using: &generator)
    case .lowRank:
      return LowRankMap<Float>(inputs: inputs, outputs: outputs, rank: rank, using: &generator)
    }
  }
}
