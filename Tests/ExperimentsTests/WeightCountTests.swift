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

  /// Each further permutation has 512 weights.
  @Test func termsOfTheResetGate() {
    func count(_ change: (inout TextConfiguration) -> Void) -> Int {
      var settings = TextConfiguration()
      settings.mode = .periodization
      settings.compress = [.reset, .update, .state]
      change(&settings)
      return settings.weightCount
    }
    let one = count { _ in }
    #expect(count { $0.terms = 5 } == one + 3 * 4 * 512)
    #expect(count { $0.resetTerms = 5 } == one + 4 * 512)
    #expect(
      count {
        $0.terms = 5
        $0.resetTerms = 2
      } == one + (4 + 1 + 4) * 512)
  }

  @Test func baselines() {
    let rows = rows(.table2a, .baseline)
    #expect(rows.map(\.name) == ["all, tensor train", "all, low rank"])
    let outside = 9_900 - 3 * 1_593
    #expect(
      rows.map(\.configuration.weightCount) == [outside + 3 * 1_536, outside + 3 * 2_048])
  }

  // MARK: Sequential MNIST: one pixel a step, ten classes at the end

  /// Weights of a wavelet map of db6 filters, 8 levels, zeros beyond the ends: 2n + Σ n_l + n_8 + 4·12.
  private func waveletWeights(_ n: Int) -> Int {
    var (length, sum) = (n, 0)
    for _ in 0..<8 {
      length = (length + 11) / 2
      sum += length
    }
    return 2 * n + sum + length + 48
  }

  @Test func sequentialMNIST() throws {
    let rows = rows(.table2c, .paper)
    let counts = [
      ("none", 794_634), ("state", 534_156), ("reset", 534_156), ("update", 534_156),
      ("reset+update", 273_678), ("state+reset", 273_678), ("state+update", 273_678),
      ("all", 13_200), ("WaveGRU-64", 4_912), ("TT-GRU", 5_086),
    ]
    #expect(rows.map(\.name) == counts.map(\.0))
    for (row, (name, count)) in zip(rows, counts) {
      let settings = row.configuration
      let (hidden, structured) = (
        settings.hidden, settings.map == .dense ? 0 : settings.compress.count
      )
      // 6·6·3 + 3·6·6·3 + 3·6·6 weights of a tensor train.
      let map = settings.map == .tensorTrain ? 540 : waveletWeights(hidden)
      let formula =
        (3 - structured) * hidden * hidden + structured * map + 3 * (hidden * 1 + hidden)
        + 10 * hidden + 10
      #expect(formula == count, "\(name)")
      #expect(settings.weightCount == count, "\(name)")
      // The paper has its tensor train in hundreds alone.
      if settings.map != .tensorTrain { #expect(row.paper?.weights == count) }
      #expect(settings.clip == 1 && settings.rate == 1e-3 && settings.batch == 50)
    }
    // A dense map and two periodic wavelets of a state of 60: fewer than the tensor train's 5.1K.
    let improved = self.rows(.table2c, .improved)
    #expect(improved.map(\.configuration.weightCount) == [3600 + 2 * (3 * 60 + 24) + 6 * 60 + 610])
    for row in PaperTable.table2c.rows + PaperTable.table2c.quick.rows {
      #expect(throws: Never.self) { try row.configuration.validate() }
    }
  }
}
