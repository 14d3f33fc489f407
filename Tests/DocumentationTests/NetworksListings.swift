import Kernels
import Networks
import StructuredLinear
import Testing
import Wavelets

@Suite("Listings: networks")
struct NetworksListings {
  @Test func compressedUnitHasItsWeights() throws {
    var generator = SplitMix64(seed: 1)
    func map(_ seed: UInt64) -> WaveletMap<Float> {
      WaveletMap(inputs: 512, outputs: 512, levels: 8, mode: .zero, seed: seed)
    }
    let cell = GatedRecurrentCell<Float>(
      inputs: 2, reset: map(1), update: map(2), state: map(3), using: &generator)
    let network = RecurrentNetwork(cell: cell, outputs: 1, reading: .last, using: &generator)
    let weights = network.parameters.count

    #expect(weights == 9900)
  }
}
