import Kernels
import Networks
import StructuredLinear
import Wavelets

/// Kinds of linear maps, by the names that the command line uses.
public enum MapKind: String, CaseIterable, Sendable {
  case dense
  case wavelet
  case fastfood
  case tensorTrain = "tensor-train"
  case lowRank = "low-rank"
}

/// The filters that a wavelet map starts from, by name: a wavelet of the catalogue, `haar6` (Haar
/// padded with zeros to six taps, the paper's start) or `random6` (uniform in ±1).
public struct WaveletName: Sendable, Equatable, LosslessStringConvertible {
  /// The name.
  public let description: String
  private let start: Start

  private enum Start: Equatable { case wavelet(Wavelet), haar(taps: Int), random(taps: Int) }

  /// The wavelet of a name, or nil.
  public init?(_ name: String) {
    func taps(after prefix: String) -> Int? {
      guard name.hasPrefix(prefix) else { return nil }
      let digits = name.dropFirst(prefix.count)
      guard let taps = Int(digits), String(taps) == digits, (2...1024).contains(taps),
        taps.isMultiple(of: 2)
      else { return nil }
      return taps
    }
    if let taps = taps(after: "haar") {
      start = .haar(taps: taps)
    } else if let taps = taps(after: "random") {
      start = .random(taps: taps)
    } else if let wavelet = try? Wavelet(name), wavelet.name == name {
      start = .wavelet(wavelet)
    } else {
      return nil
    }
    description = name
  }

  /// The filters, random ones drawn from a generator.
  func bank<Scalar: KernelScalar>(using generator: inout SplitMix64) -> FilterBank<Scalar> {
    switch start {
    case .wavelet(let wavelet): FilterBank(wavelet)
    case .haar(let taps): .haar(paddedTo: taps)
    case .random(let taps): .random(taps: taps, using: &generator)
    }
  }
}

extension TrainingConfiguration {
  /// The map of a gate: of the configuration's kind where the gate is compressed, else dense.
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
        seed: generator.next())
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
