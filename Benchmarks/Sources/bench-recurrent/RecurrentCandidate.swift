import ArgumentParser
import Networks
import StructuredLinear
import Wavelets

/// Networks that are timed.
enum RecurrentCandidate: String, CaseIterable, ExpressibleByArgument {
  case dense
  /// All gates by the paper's protocol.
  case wavelet
  /// All gates with an orthogonal transform.
  case waveletPeriodized = "wavelet-periodized"
  case fastfood
  /// State and reset by the paper's protocol, update dense.
  case waveletStateReset = "wavelet-state-reset"

  func map(
    of gate: Gate, _ n: Int, using generator: inout SplitMix64
  ) -> any LinearMap<Float> {
    switch self {
    case .wavelet,
      .waveletStateReset where gate != .update:
      WaveletMap<Float>(
        inputs: n, outputs: n, bank: .haar(paddedTo: 6), levels: 8, mode: .zero,
        seed: generator.next())
    case .waveletPeriodized:
      WaveletMap<Float>(
        inputs: n, outputs: n, bank: .daubechies(3), levels: 6, mode: .periodization,
        seed: generator.next())
    case .fastfood: FastfoodMap<Float>(inputs: n, outputs: n, seed: generator.next())
    case .dense, .waveletStateReset: DenseMap<Float>(inputs: n, outputs: n, using: &generator)
    }
  }
}
