import Kernels
import Networks
import StructuredLinear
import Wavelets

/// Recurrent networks with maps of each kind, for what holds for all of them.
enum NetworkKind: String, CaseIterable, Sendable {
  case dense, waveletPeriodic, waveletZero, fastfood, tensorTrain, lowRank, dropout, mixed
  case mixedTensorTrain

  /// A network of `hidden` units whose parameters are away from their start.
  func make<T: LayerScalar>(
    _: T.Type, inputs: Int = 3, hidden: Int, outputs: Int = 2,
    reading: RecurrentNetwork<T>.Reading = .every, readoutDropout: Double = 0, zoneout: Double = 0,
    seed: UInt64 = 1
  ) -> RecurrentNetwork<T> {
    var generator = SplitMix64(seed: seed)
    func dense() -> any LinearMap<T> {
      DenseMap<T>(inputs: hidden, outputs: hidden, using: &generator)
    }
    func wavelet(_ seed: UInt64, _ mode: ExtensionMode = .periodization) -> any LinearMap<T> {
      WaveletMap<T>(
        inputs: hidden, outputs: hidden, bank: .daubechies(2), levels: 2, mode: mode, seed: seed)
    }
    func tensorTrain() -> any LinearMap<T> {
      let factors = TensorTrainMap<T>.factors(of: hidden, count: 3)
      return TensorTrainMap<T>(
        inputFactors: factors, outputFactors: factors, rank: 2, using: &generator)
    }
    let maps: [any LinearMap<T>]
    switch self {
    case .dense: maps = [dense(), dense(), dense()]
    case .waveletPeriodic: maps = [wavelet(1), wavelet(2), wavelet(3)]
    case .waveletZero: maps = [wavelet(1, .zero), wavelet(2, .zero), wavelet(3, .zero)]
    case .fastfood:
      maps = (1...3).map { FastfoodMap<T>(inputs: hidden, outputs: hidden, seed: UInt64($0)) }
    case .tensorTrain: maps = [tensorTrain(), tensorTrain(), tensorTrain()]
    case .lowRank:
      maps = (1...3).map { _ in
        LowRankMap<T>(inputs: hidden, outputs: hidden, rank: 2, using: &generator)
      }
    case .dropout:
      maps = (1...3).map {
        DropoutMap(WaveletMap<T>(inputs: hidden, outputs: hidden, levels: 2, seed: $0), rate: 0.3)
      }
    case .mixed: maps = [wavelet(1), dense(), FastfoodMap<T>(inputs: hidden, outputs: hidden)]
    case .mixedTensorTrain: maps = [wavelet(1), tensorTrain(), dense()]
    }
    let cell = GatedRecurrentCell<T>(
      inputs: inputs, reset: maps[0], update: maps[1], state: maps[2], zoneout: zoneout,
      using: &generator)
    var network = RecurrentNetwork(
      cell: cell, outputs: outputs, reading: reading, dropout: readoutDropout, using: &generator)
    network.assign(
      network.parameters.values.map { $0 + T(Double.random(in: -0.1...0.1, using: &generator)) })
    network.resample(using: &generator)
    return network
  }
}

/// Uniform numbers in ±1, the same on every run.
func randomNumbers<T: LayerScalar>(_ count: Int, seed: UInt64, as _: T.Type = T.self) -> [T] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in T(Double.random(in: -1...1, using: &generator)) }
}

extension RecurrentNetwork {
  /// Outputs `[read steps, batch, outputs]`.
  func outputs(
    _ inputs: [Scalar], steps: Int, batch: Int, _ pass: SequencePass<Scalar>
  ) -> [Scalar] {
    var outputs = [Scalar](
      repeating: .nan, count: readSteps(of: steps) * batch * readout.outputCount)
    var span = outputs.mutableSpan
    pass.run(self, inputs: inputs.span, steps: steps, batch: batch, outputs: &span)
    return outputs
  }
}
