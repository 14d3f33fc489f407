/// Table 2 d of the paper, as training runs on the characters of the Penn Treebank.
public struct TextTable: Sendable {
  /// One row of the table.
  public struct Row: TableRow {
    /// What the paper calls the row.
    public let name: String
    /// The paper's protocol or ours.
    public let mode: RunRecord.Mode
    /// What is trained.
    public var configuration: TextConfiguration
    /// What the paper printed: bits a character, and the exact count of its weights.
    public var paper: (bits: Double, weights: Int)?
  }

  /// `table2d`.
  public let name = "table2d"
  /// What the table shows.
  public let title = "Table 2 d: characters of the Penn Treebank"
  /// Its rows.
  public var rows: [Row]

  /// The names of the rows, in order.
  public var order: [String] { rows.names }

  /// Table 2 d.
  public init() {
    func row(
      _ name: String, _ paper: (Double, Int), _ change: (inout TextConfiguration) -> Void
    ) -> Row {
      var settings = TextConfiguration()
      change(&settings)
      return Row(name: name, mode: .paper, configuration: settings, paper: paper)
    }
    rows = [
      row("none", (1.335, 971_605)) { $0.map = .dense },
      row("state", (1.399, 711_054)) { $0.compress = [.state] },
      row("reset", (1.335, 711_054)) { $0.compress = [.reset] },
      row("state+reset", (1.398, 450_503)) { $0.compress = [.state, .reset] },
      Row(
        name: "state+reset", mode: .improved, configuration: Self.improved,
        paper: (1.398, 450_503)),
      row("TCN", (1.322, 2_221_999), Self.setConvolutional),
    ]
  }

  /// Maps that start orthogonal. A smaller embedding leaves weights for permutations, which go to the
  /// state's map: compressing the reset gate costs little, as its row shows. Short segments that go on
  /// from each other, in which no character is read without being scored: three times as many steps, with
  /// a lower rate, which falls along a cosine. Units that keep their state now and then, against
  /// overfitting.
  private static var improved: TextConfiguration {
    var settings = TextConfiguration()
    settings.embedding = 24
    settings.wavelet = WaveletName("db3")!
    settings.mode = .periodization
    settings.levels = 5
    settings.terms = 233
    settings.resetTerms = 4
    settings.segment = 100
    settings.warmUp = 0
    settings.segmentStart = .previous
    settings.rate = 2e-3
    settings.decay = .cosine
    settings.epochs = 60
    settings.zoneout = 0.02
    return settings
  }

  /// The network and protocol of Bai, Kolter and Koltun 2018 for characters but for how long it is
  /// trained, and for the rate: over 100 epochs they divide it by ten where an epoch from the sixth on
  /// is worse than each of the three before it; so few epochs do not stall, and it falls along a cosine.
  private static func setConvolutional(_ settings: inout TextConfiguration) {
    settings.model = .convolutional
    settings.map = .dense
    settings.compress = []
    settings.hidden = 450
    settings.optimizer = .sgd
    settings.rate = 4
    settings.decay = .cosine
    settings.epochs = 5
    settings.dropout = 0.1
  }

  /// The same rows with small networks, little text and few epochs, to try the way: some seconds each.
  public var quick: TextTable {
    var table = self
    for index in table.rows.indices {
      table.rows[index].configuration.hidden = 16
      table.rows[index].configuration.embedding = 4
      table.rows[index].configuration.levels = 2
      table.rows[index].configuration.epochs = 2
      table.rows[index].configuration.batch = 4
      table.rows[index].configuration.terms = min(table.rows[index].configuration.terms, 2)
      table.rows[index].configuration.resetTerms = min(
        table.rows[index].configuration.resetTerms, 1)
      table.rows[index].configuration.segment = 40
      if table.rows[index].configuration.warmUp > 0 { table.rows[index].configuration.warmUp = 8 }
      table.rows[index].configuration.characters = 1_000
      table.rows[index].paper = nil
    }
    return table
  }
}
