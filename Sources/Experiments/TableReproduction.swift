public import Networks

/// One row of a table, as a training run.
public protocol TableRow: Sendable {
  /// The kind of its settings.
  associatedtype Configuration: RunConfiguration

  /// What the paper calls the row, or what it is.
  var name: String { get }
  /// The paper's protocol, ours, or a baseline that the paper's table has not.
  var mode: RunRecord.Mode { get }
  /// What is trained.
  var configuration: Configuration { get }
}

extension TableRow {
  /// A name for files.
  var slug: String {
    "\(name) \(mode.rawValue)".map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined()
  }
}

extension Sequence where Element: TableRow {
  /// The names, in order, each once.
  var names: [String] {
    map(\.name).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

/// Trains the rows of a table one after the other and keeps their results.
///
/// Each run has a checkpoint and a log, so that what is interrupted goes on where it was; a row whose
/// result is there with the same command is not run again.
public protocol TableReproduction {
  /// What the table's rows are.
  associatedtype Row: TableRow
  /// What trains them.
  associatedtype Run: TrainingRun

  /// Where results are kept.
  var results: ResultStore { get }

  /// The seeds of a row's runs; by default the one of its settings.
  func seeds(of row: Row) -> [UInt64]

  /// Trains one row, from its checkpoint where there is one, and stores its result.
  ///
  /// - Parameter train: Trains a run and returns whether it has come to its end.
  /// - Returns: The result, or nil where training was interrupted.
  func run(_ row: Row, train: (Run) throws -> Bool) throws -> RunRecord?
}

extension TableReproduction {
  /// One seed, that of the settings.
  public func seeds(of row: Row) -> [UInt64] { [row.configuration.seed] }

  /// Whether a row's result is there.
  public func isDone(_ row: Row) throws(FileError) -> Bool {
    try results.contains(
      row: row.name, mode: row.mode, command: row.configuration.command, seeds: seeds(of: row))
  }
}

extension TrainingRun {
  /// Goes on from the checkpoint `PATH.safetensors`, where there is one, and with the log `PATH.jsonl`.
  func goOn(at path: String) throws(FileError) {
    let file = path + ".safetensors"
    if try FileBytes.readIfPresent(file) != nil {
      try resume(from: Checkpoint(contentsOf: file), at: file)
    }
    try openLog(path + ".jsonl")
  }
}
