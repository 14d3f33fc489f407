import Experiments
import Networks
import StructuredLinear
import Testing
import Wavelets

@Suite("Exact numbers of weights of the paper's recurrent networks")
struct WeightCountTests {
  /// Rows of the paper's protocol, in its order.
  private static let counts = [
    ("none", 791_553, 808_458), ("state", 531_002, 547_907), ("reset", 531_002, 547_907),
    ("update", 531_002, 547_907), ("reset+update", 270_451, 287_356),
    ("state+reset", 270_451, 287_356), ("state+update", 270_451, 287_356),
    ("all", 9_900, 26_805), ("all, Fastfood", 9_729, 26_634),
  ]

  private func rows(_ table: PaperTable, _ mode: RunRecord.Mode) -> [PaperTable.Row] {
    table.rows.filter { $0.mode == mode }
  }

  @Test(arguments: [0, 1]) func paperRows(index: Int) {
    let rows = rows([PaperTable.table2a, .table2b][index], .paper)
    #expect(rows.map(\.name) == Self.counts.map(\.0))
    for (row, counts) in zip(rows, Self.counts) {
      let count = index == 0 ? counts.1 : counts.2
      #expect(row.configuration.weightCount == count, "\(row.name)")
      #expect(row.paper?.weights == count, "\(row.name)")
    }
  }

  /// The improved rows have the counts of their own maps, beside the paper's figures.
  @Test func improvedRows() {
    let rows = rows(.table2a, .improved)
    #expect(rows.map(\.name) == ["all", "all, Fastfood"])
    // Periodic wavelets have as many coefficients as samples.
    let wavelet = 9_900 - 3 * 1_593 + 3 * (3 * 512 + 24)
    #expect(rows.map(\.configuration.weightCount) == [wavelet, 9_729])
    #expect(rows.map(\.paper?.weights) == [9_900, 9_729])
  }

  @Test func baselines() {
    let rows = rows(.table2a, .baseline)
    #expect(rows.map(\.name) == ["all, tensor train", "all, low rank"])
    let outside = 9_900 - 3 * 1_593
    #expect(
      rows.map(\.configuration.weightCount) == [outside + 3 * 1_536, outside + 3 * 2_048])
  }

  // MARK: Table 2 c, sequential MNIST: one pixel a step, ten classes at the end

  /// Weights of a wavelet map of db6 filters, 8 levels, zeros beyond the ends: 2n + Σ n_l + n_8 + 4·12.
  private func waveletWeights(_ n: Int) -> Int {
    var (length, sum) = (n, 0)
    for _ in 0..<8 {
      length = (length + 11) / 2
      sum += length
    }
    return 2 * n + sum + length + 48
  }

  private func network(
    hidden: Int, compress: Set<Gate>
  ) -> RecurrentNetwork<Float> {
    var generator = SplitMix64(seed: 1)
    let maps = Gate.allCases.map { gate -> any LinearMap<Float> in
      compress.contains(gate)
        ? WaveletMap<Float>(
          inputs: hidden, outputs: hidden, bank: .daubechies(6), levels: 8, mode: .zero)
        : DenseMap<Float>(inputs: hidden, outputs: hidden, using: &generator)
    }
    let cell = GatedRecurrentCell<Float>(
      inputs: 1, reset: maps[0], update: maps[1], state: maps[2], using: &generator)
    return RecurrentNetwork(cell: cell, outputs: 10, reading: .last, using: &generator)
  }

  @Test(
    arguments: [
      (512, [], 794_634), (512, [.state], 534_156), (512, [.reset, .update], 273_678),
      (512, [.reset, .update, .state], 13_200), (58, [.state, .reset], 4_912),
    ] as [(Int, Set<Gate>, Int)])
  func sequentialMNIST(hidden: Int, compress: Set<Gate>, count: Int) {
    let dense = 3 - compress.count
    let formula =
      dense * hidden * hidden + compress.count * waveletWeights(hidden)
      + 3 * (hidden * 1 + hidden) + 10 * hidden + 10
    #expect(formula == count)
    #expect(network(hidden: hidden, compress: compress).parameters.count == count)
  }
}
