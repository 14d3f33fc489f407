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

/// The filters that a wavelet map starts from, by name: `haar`, `haar6` (Haar padded with zeros to six
/// taps, the paper's start), `db1`…`db38`, `sym2`…`sym20`, `random6` (uniform in ±1).
public struct WaveletName: Sendable, Equatable, LosslessStringConvertible {
  /// The name.
  public let description: String
  private let family: Family
  private let number: Int

  private enum Family: String, CaseIterable { case haar, db, sym, random }

  /// The wavelet of a name, or nil.
  public init?(_ name: String) {
    guard let family = Family.allCases.first(where: { name.hasPrefix($0.rawValue) }) else {
      return nil
    }
    let digits = name.dropFirst(family.rawValue.count)
    let number = digits.isEmpty && family == .haar ? 2 : Int(digits)
    guard let number, digits.isEmpty || String(number) == digits else { return nil }
    switch family {
    case .haar, .random:
      guard (2...1024).contains(number), number.isMultiple(of: 2) else { return nil }
    case .db: guard (1...38).contains(number) else { return nil }
    case .sym: guard (2...20).contains(number) else { return nil }
    }
    description = name
    self.family = family
    self.number = number
  }

  /// The filters, random ones drawn from a generator.
  func bank(using generator: inout SplitMix64) -> FilterBank<Float> {
    switch family {
    case .haar: .haar(paddedTo: number)
    case .db: .daubechies(number)
    case .sym: .symlet(number)
    case .random: .random(taps: number, using: &generator)
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
      let bank = wavelet.bank(using: &generator)
      let wavelet = WaveletMap<Float>(
        inputs: hidden, outputs: hidden, bank: bank, levels: levels, mode: mode,
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
