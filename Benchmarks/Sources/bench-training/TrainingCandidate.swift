import ArgumentParser
import Kernels
import Networks
import StructuredLinear
import Wavelets

/// Networks that are timed, by task and maps.
enum TrainingCandidate: String, CaseIterable, ExpressibleByArgument {
  case addingDense = "adding-dense"
  /// All gates by the paper's protocol.
  case addingWavelet = "adding-wavelet"
  /// All gates with an orthogonal transform.
  case addingWaveletPeriodized = "adding-wavelet-periodized"
  case addingFastfood = "adding-fastfood"
  /// State and reset by the paper's protocol, update dense.
  case addingWaveletStateReset = "adding-wavelet-state-reset"
  case imagesDense = "images-dense"
  /// By the paper's protocol.
  case imagesWavelet = "images-wavelet"
  case pixelsDense = "pixels-dense"
  /// State and reset with the published code's filters, update dense.
  case pixelsWaveletStateReset = "pixels-wavelet-state-reset"
  case textDense = "text-dense"
  /// State and reset by the paper's protocol, update dense.
  case textWaveletStateReset = "text-wavelet-state-reset"

  func training(_ workspace: Workspace<Float>) -> any TimedTraining {
    var generator = SplitMix64(seed: 1)
    switch self {
    case .addingDense, .addingWavelet, .addingWaveletPeriodized, .addingFastfood,
      .addingWaveletStateReset:
      return SequenceTraining(
        adding: cell(512, inputs: 2, using: &generator), workspace: workspace, using: &generator)
    case .imagesDense, .imagesWavelet:
      return ImageTraining(
        hidden: imageMap(LeNet<Float>.Shape().featureCount, using: &generator),
        workspace: workspace, using: &generator)
    case .pixelsDense, .pixelsWaveletStateReset:
      return SequenceTraining(
        pixels: cell(58, inputs: 1, using: &generator), workspace: workspace, using: &generator)
    case .textDense, .textWaveletStateReset:
      return TextTraining(
        cell(512, inputs: TextTraining.vectorWidth, using: &generator), workspace: workspace,
        using: &generator)
    }
  }

  private func cell(
    _ n: Int, inputs: Int, using generator: inout SplitMix64
  ) -> GatedRecurrentCell<Float> {
    let maps = Gate.allCases.map { map(of: $0, n, using: &generator) }
    return GatedRecurrentCell(
      inputs: inputs, reset: maps[0], update: maps[1], state: maps[2], using: &generator)
  }

  private func map(
    of gate: Gate, _ n: Int, using generator: inout SplitMix64
  ) -> any LinearMap<Float> {
    switch self {
    case .addingWavelet,
      .addingWaveletStateReset where gate != .update,
      .textWaveletStateReset where gate != .update:
      WaveletMap<Float>(
        inputs: n, outputs: n, bank: .haar(paddedTo: 6), levels: 8, mode: .zero,
        seed: generator.next())
    case .pixelsWaveletStateReset where gate != .update:
      WaveletMap<Float>(
        inputs: n, outputs: n, bank: .daubechies(6), levels: 8, mode: .zero,
        seed: generator.next())
    case .addingWaveletPeriodized:
      WaveletMap<Float>(
        inputs: n, outputs: n, bank: .daubechies(3), levels: 6, mode: .periodization,
        seed: generator.next())
    case .addingFastfood: FastfoodMap<Float>(inputs: n, outputs: n, seed: generator.next())
    default: DenseMap<Float>(inputs: n, outputs: n, using: &generator)
    }
  }

  private func imageMap(
    _ features: Int, using generator: inout SplitMix64
  ) -> any LinearMap<Float> {
    self == .imagesWavelet
      ? WaveletMap<Float>(
        inputs: features, outputs: features, bank: .haar(paddedTo: 6), levels: 6, mode: .zero,
        seed: generator.next())
      : DenseMap<Float>(inputs: features, outputs: 500, bias: true, using: &generator)
  }
}
