import Kernels
import Networks
import StructuredLinear
import Wavelets

/// Convolutional networks with hidden maps of each kind, for what holds for all of them.
enum LeNetKind: String, CaseIterable, Sendable {
  case dense, wavelet, random, lattice, fastfood, tensorTrain, lowRank, dropout, rectified

  /// The sizes of PyTorch's golden values: 16 features of images of 14 × 14.
  static func smallShape<T: LayerScalar>(_: T.Type) -> LeNet<T>.Shape {
    var shape = LeNet<T>.Shape()
    shape.rows = 14
    shape.columns = 14
    shape.size = 3
    shape.channels = [3, 4]
    return shape
  }

  /// A network whose parameters are away from their start.
  func make<T: LayerScalar>(
    _ type: T.Type, shape: LeNet<T>.Shape? = nil, classes: Int = 5, seed: UInt64 = 1
  ) -> LeNet<T> {
    var generator = SplitMix64(seed: seed)
    let shape = shape ?? Self.smallShape(type)
    let n = shape.featureCount
    let levels = n > 100 ? 6 : 2
    let map: any LinearMap<T>
    switch self {
    case .dense, .rectified:
      map = DenseMap<T>(inputs: n, outputs: n * 5 / 8, bias: true, using: &generator)
    case .wavelet: map = WaveletMap<T>(inputs: n, outputs: n, levels: levels, mode: .zero)
    case .random:
      map = WaveletMap<T>(
        inputs: n, outputs: n, bank: .random(taps: 6, using: &generator), levels: levels,
        mode: .zero)
    case .lattice:
      map = WaveletMap<T>(
        inputs: n, outputs: n, learning: try! .lattice(.daubechies(3)), levels: levels)
    case .fastfood:
      var length = 1
      while length < n { length *= 2 }
      map = FastfoodMap<T>(inputs: n, outputs: length)
    case .tensorTrain:
      let factors = TensorTrainMap<T>.factors(of: n, count: 2)
      map = TensorTrainMap<T>(
        inputFactors: factors, outputFactors: factors, rank: 2, bias: true, using: &generator)
    case .lowRank:
      map = LowRankMap<T>(inputs: n, outputs: n, rank: 2, bias: true, using: &generator)
    case .dropout:
      map = DropoutMap(
        WaveletMap<T>(inputs: n, outputs: n, levels: levels, mode: .zero), rate: 0.3)
    }
    var network = LeNet(
      shape: shape, hidden: map, classes: classes, rectifies: self == .rectified,
      using: &generator)
    network.assign(
      network.parameters.values.map { $0 + T(Double.random(in: -0.1...0.1, using: &generator)) })
    network.resample(using: &generator)
    return network
  }
}

extension LeNet {
  /// Outputs `[batch, classes]`.
  func outputs(_ images: [Scalar], batch: Int, _ pass: ImagePass<Scalar>) -> [Scalar] {
    var outputs = [Scalar](repeating: .nan, count: batch * classCount)
    var span = outputs.mutableSpan
    pass.run(self, images: images.span, batch: batch, outputs: &span)
    return outputs
  }
}
