import Networks

/// A table of the paper, as training runs.
public struct PaperTable: Sendable {
  /// One run of a table.
  public struct Row: TableRow {
    /// What the paper calls the row, or what it is.
    public let name: String
    /// The paper's protocol, ours, or a baseline that the paper's table has not.
    public let mode: RunRecord.Mode
    /// What is trained.
    public var configuration: SequenceConfiguration
    /// What the paper measured, where it has the row.
    public var paper: Figures?
  }

  /// What the paper printed.
  public struct Figures: Sendable, Equatable {
    /// Loss of the task, where it is printed.
    public let loss: Double?
    /// Fraction of right answers.
    public let accuracy: Double
    /// Its weights, as the paper counts them: exactly, but for the tensor train in hundreds.
    public let weights: Int
  }

  /// `table2a`.
  public let name: String
  /// What the table shows.
  public let title: String
  /// Its runs.
  public var rows: [Row]

  /// The tables that can be reproduced.
  public static let all = [table2a, table2b, table2c]

  /// Table 2 a: the adding problem.
  public static let table2a = PaperTable(
    name: "table2a", title: "Table 2 a: the adding problem, 150 steps, h = 512",
    task: .adding,
    figures: [
      "none": Figures(loss: 4.9e-4, accuracy: 0.9923, weights: 791_553),
      "state": Figures(loss: 3.0e-4, accuracy: 0.9945, weights: 531_002),
      "reset": Figures(loss: 1.1e-4, accuracy: 0.9996, weights: 531_002),
      "update": Figures(loss: 4.4e-4, accuracy: 0.9778, weights: 531_002),
      "reset+update": Figures(loss: 0.9e-4, accuracy: 0.9985, weights: 270_451),
      "state+reset": Figures(loss: 3.0e-4, accuracy: 0.9856, weights: 270_451),
      "state+update": Figures(loss: 1.1e-3, accuracy: 0.9264, weights: 270_451),
      "all": Figures(loss: 1.0e-3, accuracy: 0.9164, weights: 9_900),
      "all, Fastfood": Figures(loss: 1.3e-3, accuracy: 0.8599, weights: 9_729),
    ])

  /// Table 2 b: the copy-memory problem.
  public static let table2b = PaperTable(
    name: "table2b", title: "Table 2 b: the copy-memory problem, 150 blanks, h = 512",
    task: .copyMemory,
    figures: [
      "none": Figures(loss: 4.8e-5, accuracy: 0.9999, weights: 808_458),
      "state": Figures(loss: 2.4e-3, accuracy: 0.991, weights: 547_907),
      "reset": Figures(loss: 3.7e-5, accuracy: 0.9998, weights: 547_907),
      "update": Figures(loss: 1.1e-1, accuracy: 0.2163, weights: 547_907),
      "reset+update": Figures(loss: 3.7e-2, accuracy: 0.7363, weights: 287_356),
      "state+reset": Figures(loss: 2.4e-3, accuracy: 0.9905, weights: 287_356),
      "state+update": Figures(loss: 1.2e-1, accuracy: 0.1267, weights: 287_356),
      "all": Figures(loss: 1.2e-1, accuracy: 0.1684, weights: 26_805),
      "all, Fastfood": Figures(loss: 1.2e-1, accuracy: 0.1644, weights: 26_634),
    ])
}

extension PaperTable {
  private init(
    name: String, title: String, task: SequenceConfiguration.Task, figures: [String: Figures]
  ) {
    self.name = name
    self.title = title
    var paper = SequenceConfiguration()
    paper.task = task
    // Far below what the paper reached.
    paper.stopLoss = task == .adding ? 5e-5 : 1e-5

    rows = Self.compressions.map { name, gates in
      var settings = paper
      settings.map = gates.isEmpty ? .dense : .wavelet
      settings.compress = gates
      return Row(name: name, mode: .paper, configuration: settings, paper: figures[name])
    }
    var fastfood = paper
    fastfood.map = .fastfood
    rows.append(
      Row(
        name: "all, Fastfood", mode: .paper, configuration: fastfood,
        paper: figures["all, Fastfood"]))

    // The counts nearest to a wavelet map's 1,593: 128·4 + 64·4² = 1,536 and 2·512·2 = 2,048.
    for (name, map, rank) in [
      ("all, tensor train", MapKind.tensorTrain, 4), ("all, low rank", .lowRank, 2),
    ] {
      var settings = paper
      settings.map = map
      settings.rank = rank
      rows.append(Row(name: name, mode: .baseline, configuration: settings))
    }

    for row in rows where row.name == "all" || row.name == "all, Fastfood" {
      rows.append(
        Row(
          name: row.name, mode: .improved, configuration: Self.improved(row.configuration),
          paper: row.paper))
    }
    rows.sort { Self.order.firstIndex(of: $0.name)! < Self.order.firstIndex(of: $1.name)! }
  }

  /// Maps that start orthogonal, gates that remember from the start, short gradients, and a rate that
  /// falls.
  private static func improved(_ paper: SequenceConfiguration) -> SequenceConfiguration {
    var settings = paper
    if paper.map == .wavelet {
      settings.wavelet = WaveletName("db3")!
      settings.mode = .periodization
      settings.levels = 6
    }
    settings.bias = paper.task == .adding ? .logarithmicChrono : .chrono
    if paper.task == .copyMemory { settings.rate = 1e-2 }
    settings.clip = 1
    settings.decay = .cosine
    return settings
  }

  static let compressions: [(String, Set<Gate>)] = [
    ("none", []), ("state", [.state]), ("reset", [.reset]), ("update", [.update]),
    ("reset+update", [.reset, .update]), ("state+reset", [.state, .reset]),
    ("state+update", [.state, .update]), ("all", [.reset, .update, .state]),
  ]

  private static let order =
    compressions.map(\.0) + ["all, Fastfood", "all, tensor train", "all, low rank"]

  /// Names of the rows, in their order.
  public var order: [String] { rows.names }

  /// The same rows with small networks and short sequences or few images, to try the way: some seconds
  /// each.
  public var quick: PaperTable {
    var table = self
    for index in table.rows.indices {
      table.rows[index].configuration.hidden = 64
      table.rows[index].configuration.timeSteps = 20
      table.rows[index].configuration.steps = 300
      table.rows[index].configuration.testSequences = 500
      table.rows[index].configuration.levels = min(4, table.rows[index].configuration.levels)
      if table.rows[index].configuration.task.needsImages {
        table.rows[index].configuration.hidden = 16
        table.rows[index].configuration.steps = 12
        table.rows[index].configuration.images = 256
        table.rows[index].configuration.validation = 64
      }
      table.rows[index].paper = nil
    }
    return table
  }
}
