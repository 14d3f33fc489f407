public import Kernels
public import Networks
import StructuredLinear
import Wavelets

/// Settings of the maps of a gated recurrent unit, which several kinds of runs have in common.
public protocol RecurrentSettings: Sendable {
  /// The kind of the compressed maps.
  var map: MapKind { get set }
  /// The gates whose maps are compressed; the others are dense.
  var compress: Set<Gate> { get set }
  /// Size of the hidden state.
  var hidden: Int { get set }
  /// Filters to start from.
  var wavelet: WaveletName { get set }
  /// What of the filters is learned.
  var filters: FilterLearning { get set }
  /// How often the low band is split.
  var levels: Int { get set }
  /// How signals continue beyond their ends.
  var mode: ExtensionMode { get set }
  /// Permutations of a wavelet map.
  var terms: Int { get set }
  /// Permutations of the reset gate's wavelet map, which matters less; 0 for as many as the others have.
  var resetTerms: Int { get set }
  /// Rank of tensor-train and low-rank maps.
  var rank: Int { get set }
  /// What the diagonals D of the reset and update gates start at. At 0 these gates see the input and
  /// their offsets alone until training decides otherwise.
  var gateStart: Double { get }
  /// How likely entries of diagonals are dropped while training.
  var dropout: Double { get set }
}

extension RecurrentSettings {
  /// What the gates are called in flags and tables: `none`, `all`, or names joined by commas.
  public var compressName: String {
    map == .dense ? "none" : Self.name(of: compress)
  }

  /// What gates are called together.
  public static func name(of gates: Set<Gate>) -> String {
    if gates.isEmpty { return "none" }
    if gates.count == Gate.allCases.count { return "all" }
    return Gate.allCases.filter(gates.contains).map(\.rawValue).joined(separator: ",")
  }

  /// The gates that a name stands for, or nil.
  public static func gates(named name: String) -> Set<Gate>? {
    switch name {
    case "none": return []
    case "all": return Set(Gate.allCases)
    default:
      let names = name.split(separator: ",", omittingEmptySubsequences: false)
      let gates = names.compactMap { Gate(rawValue: String($0)) }
      return gates.count == names.count && !gates.isEmpty ? Set(gates) : nil
    }
  }

  /// The setting of the gates.
  static var compressSetting: Setting<Self> {
    Setting(
      name: "compress", get: \.compressName,
      set: {
        guard let gates = gates(named: $1) else { return false }
        $0.compress = gates
        return true
      })
  }

  /// The map of a gate: of the settings' kind where the gate is compressed, else dense.
  func map(of gate: Gate, using generator: inout SplitMix64) -> any LinearMap<Float> {
    guard compress.contains(gate) else {
      return DenseMap<Float>(inputs: hidden, outputs: hidden, using: &generator)
    }
    var map: any LinearMap<Float>
    switch self.map {
    case .dense: return DenseMap<Float>(inputs: hidden, outputs: hidden, using: &generator)
    case .wavelet:
      let learning: LearnableFilters<Float> = filters.filters(of: wavelet, using: &generator)
      let wavelet = WaveletMap<Float>(
        inputs: hidden, outputs: hidden, learning: learning, levels: levels, mode: mode,
        terms: gate == .reset && resetTerms > 0 ? resetTerms : terms, seed: generator.next())
      map = dropout > 0 ? DropoutMap(wavelet, rate: dropout) : wavelet
    case .fastfood:
      let fastfood = FastfoodMap<Float>(inputs: hidden, outputs: hidden, seed: generator.next())
      map = dropout > 0 ? DropoutMap(fastfood, rate: dropout) : fastfood
    case .tensorTrain:
      let factors = TensorTrainMap<Float>.factors(of: hidden, count: 3)
      map = TensorTrainMap<Float>(
        inputFactors: factors, outputFactors: factors, rank: rank, using: &generator)
    case .lowRank:
      map = LowRankMap<Float>(inputs: hidden, outputs: hidden, rank: rank, using: &generator)
    }
    if gate != .state { map.scaleOutput(by: Float(gateStart)) }
    return map
  }
}

extension RecurrentSettings where Self: RunConfiguration {
  /// Throws where a network of such maps has more weights than BLAS counts.
  ///
  /// - Parameters:
  ///   - inputs: Inputs of a step, at most.
  ///   - outputs: Outputs of a step, at most.
  func requireCountableWeights(inputs: Int, outputs: Int) throws(ConfigurationError) {
    let others = 3 * Double(hidden) * Double(inputs) + Double(hidden + inputs) * Double(outputs)
    try requireCountable(most: mostMapWeights + others, inputs > hidden ? "embedding" : "hidden")
  }

  /// As many weights as the maps of the gates have, or more; of maps that are made from a dense matrix,
  /// or whose matrix is written out, those of the matrix. In floating point, as settings may ask for more
  /// than integers hold.
  private var mostMapWeights: Double {
    let dense = Double(hidden) * Double(hidden)
    let compressed =
      switch map {
      case .dense: dense
      // The bands of a level are longer than what they are of by a filter at most.
      case .wavelet: Double(max(terms, resetTerms) + 2) * Double(2 * hidden + 1024 * levels)
      case .fastfood: Double(6 * hidden)
      case .tensorTrain:
        max(dense, mostTensorTrainWeights)
      case .lowRank: dense
      }
    return Double(compress.count) * compressed
      + Double(Gate.allCases.count - compress.count) * dense
  }

  /// The weights of three cores, whose ranks are cut to what the indices on either side allow.
  private var mostTensorTrainWeights: Double {
    let sizes = TensorTrainMap<Float>.factors(of: hidden, count: 3).map { Double($0) * Double($0) }
    let first = min(Double(rank), sizes[0], sizes[1] * sizes[2])
    let second = min(Double(rank), sizes[0] * sizes[1], sizes[2])
    return sizes[0] * first + first * sizes[1] * second + second * sizes[2]
  }

  /// Throws for maps that no run can have.
  ///
  /// - Parameter seed: What random filters are drawn by.
  func validateMaps(seed: UInt64) throws(ConfigurationError) {
    try require("hidden", hidden, (1...65_536).contains(hidden), "1...65536")
    try require("levels", levels, (1...30).contains(levels), "1...30")
    if map == .wavelet, mode == .periodization {
      try require("levels", levels, 1 << levels <= hidden, "2^levels no more than \(hidden) hidden")
    }
    try require("terms", terms, (1...hidden).contains(terms), "1...\(hidden)")
    try require("reset-terms", resetTerms, (0...hidden).contains(resetTerms), "0...\(hidden)")
    try filters.validate(for: map, from: wavelet, seed: seed)
    if map == .tensorTrain || map == .lowRank {
      try require("rank", rank, (1...hidden).contains(rank), "1...\(hidden)")
    }
    try requireDropout(dropout, from: map)
  }
}

extension LinearMap {
  /// Multiplies the diagonals D of a structured layer.
  fileprivate mutating func scaleOutput(by factor: Scalar) {
    var changed = parameters
    for entry in changed.entries where entry.role == .diagonal && entry.name.hasSuffix(".output") {
      for i in entry.range { changed.values[i] *= factor }
    }
    parameters = changed
  }
}

extension Parameters {
  /// Diagonals and filters, with a factor of the learning rate.
  func structureGroups(factor: Double) -> [RateGroup] {
    entries.filter { $0.role == .diagonal || $0.role == .filters }
      .map { RateGroup($0.range, factor: factor) }
  }
}
