import LinearAlgebra
import StructuredLinear
import Wavelets

/// One map of each kind, with randomized parameters, for what holds for all of them.
enum MapKind: String, CaseIterable, Sendable {
  case dense, denseWithBias
  case waveletPeriodic, waveletZero, waveletWide, waveletNarrow
  case waveletTerms, waveletManyTerms
  case fastfood, fastfoodWide, fastfoodNarrow
  case lowRank, lowRankNarrow
  case tensorTrain, tensorTrainWide, tensorTrainNarrow
  case dropoutWavelet, dropoutFastfood

  /// Allocates nothing in a pullback.
  var pullsBackInPlace: Bool { self != .dropoutWavelet && self != .dropoutFastfood }

  /// A map of `inputs`, which no power of two has to divide.
  func make<T: LayerScalar>(_: T.Type, inputs: Int, levels: Int = 3) -> any LinearMap<T> {
    var generator = SplitMix64(seed: 5)
    var map: any LinearMap<T>
    switch self {
    case .dense: map = DenseMap<T>(inputs: inputs, outputs: inputs, using: &generator)
    case .denseWithBias:
      map = DenseMap<T>(inputs: inputs, outputs: inputs / 2 + 1, bias: true, using: &generator)
    case .waveletPeriodic:
      map = WaveletMap<T>(inputs: inputs, outputs: inputs, levels: levels, seed: 1)
    case .waveletZero:
      map = WaveletMap<T>(
        inputs: inputs, outputs: inputs, bank: .daubechies(2), levels: levels, mode: .zero,
        bias: true, seed: 2)
    case .waveletWide:
      map = WaveletMap<T>(
        inputs: inputs, outputs: 3 * inputs + 1, bank: .daubechies(3), levels: levels, bias: true,
        seed: 3)
    case .waveletNarrow:
      map = WaveletMap<T>(
        inputs: inputs, outputs: inputs / 2 + 1, bank: .haar, levels: levels, mode: .zero, seed: 4)
    case .waveletTerms:
      map = WaveletMap<T>(
        inputs: inputs, outputs: inputs, bank: .daubechies(2), levels: levels, mode: .zero,
        terms: 3, bias: true, seed: 8)
    case .waveletManyTerms:
      map = WaveletMap<T>(
        inputs: inputs, outputs: 2 * inputs + 1, levels: levels, terms: 21, seed: 9)
    case .fastfood: map = FastfoodMap<T>(inputs: inputs, outputs: inputs, bias: true, seed: 5)
    case .fastfoodWide: map = FastfoodMap<T>(inputs: inputs, outputs: 3 * inputs + 1, seed: 6)
    case .fastfoodNarrow:
      map = FastfoodMap<T>(inputs: inputs, outputs: inputs / 2 + 1, bias: true, seed: 7)
    case .lowRank:
      map = LowRankMap<T>(
        inputs: inputs, outputs: inputs, rank: inputs / 3, bias: true, using: &generator)
    case .lowRankNarrow:
      map = LowRankMap<T>(inputs: inputs, outputs: inputs / 2 + 1, rank: 1, using: &generator)
    case .tensorTrain:
      map = Self.tensorTrain(inputs, inputs, cores: 3, rank: 3, bias: true, using: &generator)
    case .tensorTrainWide:
      map = Self.tensorTrain(inputs, 2 * inputs, cores: 2, rank: 2, using: &generator)
    case .tensorTrainNarrow:
      map = Self.tensorTrain(
        inputs, inputs / 2 + 1, cores: 4, rank: 2, bias: true, using: &generator)
    case .dropoutWavelet:
      var dropout = DropoutMap(
        WaveletMap<T>(inputs: inputs, outputs: inputs, levels: levels, bias: true), rate: 0.3)
      dropout.resample(using: &generator)
      map = dropout
    case .dropoutFastfood:
      var dropout = DropoutMap(FastfoodMap<T>(inputs: inputs, outputs: 2 * inputs), rate: 0.3)
      dropout.resample(using: &generator)
      map = dropout
    }
    map.randomizeParameters(seed: 6)
    return map
  }

  /// Factors are ones where a size has too few divisors.
  private static func tensorTrain<T: LayerScalar>(
    _ inputs: Int, _ outputs: Int, cores: Int, rank: Int, bias: Bool = false,
    using generator: inout SplitMix64
  ) -> TensorTrainMap<T> {
    TensorTrainMap(
      inputFactors: TensorTrainMap<T>.factors(of: inputs, count: cores),
      outputFactors: TensorTrainMap<T>.factors(of: outputs, count: cores), rank: rank, bias: bias,
      using: &generator)
  }
}
