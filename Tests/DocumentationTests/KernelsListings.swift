import Kernels
import Testing
import Wavelets

@Suite("Listings: kernels")
struct KernelsListings {
  @Test func panelsKeepSamples() {
    let workspace = Workspace<Float>(threads: 1)
    let transform = WaveletTransform(FilterBank<Float>.daubechies(3), length: 64, levels: 3)
    let batch = (0..<20 * 64).map { Float($0 % 11) }

    let signals = Panels(batch.span, features: 64, workspace: workspace)
    let coefficients = Panels<Float>(
      batch: 20, features: transform.coefficientCount, workspace: workspace)
    transform.analysis(signals, into: coefficients, workspace: workspace)
    transform.synthesis(coefficients, into: signals, workspace: workspace)
    let restored = signals.samples()

    for (a, b) in zip(restored, batch) { #expect(abs(a - b) < 1e-4) }
    #expect(signals.width == workspace.panelWidth)
  }
}
