/// Table 1 of the paper, as training runs of LeNet on MNIST, each with several seeds.
public struct ImageTable: Sendable {
  /// One row of the table.
  public struct Row: TableRow {
    /// What the paper calls the row, or what it is.
    public let name: String
    /// The paper's protocol, ours, or a baseline that the paper's table has not.
    public let mode: RunRecord.Mode
    /// What is trained, with the first of the seeds.
    public var configuration: ImageConfiguration
    /// What the paper printed: the share of wrong answers and the exact count of its weights.
    public var paper: (error: Double, weights: Int)?
  }

  /// `table1`.
  public let name = "table1"
  /// What the table shows.
  public let title = "Table 1: LeNet on MNIST"
  /// Each row is trained with these.
  public var seeds: [UInt64] = [1, 2, 3]
  /// Its rows.
  public var rows: [Row]

  /// The names of the rows, in order.
  public var order: [String] { rows.names }

  static let randomName = "LeNet-random"
  static let waveletName = "LeNet-Wavelet"

  /// The paper drops entries of a wavelet layer's diagonals and does not say how many; its code tries
  /// 0 to 0.3.
  private static let dropout = 0.1

  /// Table 1.
  public init() {
    func row(
      _ name: String, _ mode: RunRecord.Mode, _ map: MapKind,
      _ paper: (error: Double, weights: Int)? = nil,
      _ change: (inout ImageConfiguration) -> Void = { _ in }
    ) -> Row {
      var settings = ImageConfiguration()
      settings.map = map
      change(&settings)
      return Row(name: name, mode: mode, configuration: settings, paper: paper)
    }
    let improved = { (settings: inout ImageConfiguration) in
      settings.rectifiers = .all
      settings.decay = .cosine
      settings.epochs = 30
      settings.shift = 2
      settings.averaging = 0.999
    }
    let lenet = (0.0087, 431_080)
    let wavelet = (0.0074, 36_030)
    rows = [
      row("LeNet-5", .paper, .dense, lenet),
      row("LeNet-5", .improved, .dense, lenet, improved),
      row("LeNet-Fastfood", .paper, .fastfood, (0.0071, 38_892)),
      row(Self.randomName, .paper, .wavelet, (0.0167, 36_030)) {
        $0.wavelet = WaveletName("random6")!
        $0.dropout = Self.dropout
      },
      row(Self.waveletName, .paper, .wavelet, wavelet) { $0.dropout = Self.dropout },
      row(Self.waveletName, .improved, .wavelet, wavelet, improved),
      // The largest ranks with no more than a wavelet network's 36,030 weights.
      row("LeNet, tensor train", .baseline, .tensorTrain) { $0.rank = 6 },
      row("LeNet, low rank", .baseline, .lowRank) { $0.rank = 4 },
    ]
  }

  /// The same rows with few images and epochs, to try the way: some seconds each.
  public var quick: ImageTable {
    var table = self
    for index in table.rows.indices {
      table.rows[index].configuration.epochs = 2
      table.rows[index].configuration.validation = 64
      table.rows[index].configuration.images = 256
      table.rows[index].paper = nil
    }
    return table
  }
}
