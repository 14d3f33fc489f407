public import Networks

/// The results of one table, in `NAME.jsonl` and `NAME.md` of a folder.
public struct ResultStore {
  /// The table's name.
  public let name: String
  /// The names of its rows, in order.
  public let order: [String]
  private let folder: String
  private let render: (ResultTable) -> String

  /// Results in a folder, which has to exist.
  init(
    name: String, order: [String], folder: String, render: @escaping (ResultTable) -> String
  ) {
    self.name = name
    self.order = order
    self.folder = folder
    self.render = render
  }

  private var path: String { "\(folder)/\(name).jsonl" }

  /// The results that are there.
  public func stored() throws(FileError) -> ResultTable {
    try ResultTable(contentsOf: path, mayBeMissing: true)
  }

  /// The results that are there, in Markdown.
  public func markdown() throws(FileError) -> String { render(try stored()) }

  /// Whether a row's result is there, made by the same command with the same seeds.
  func contains(
    row: String, mode: RunRecord.Mode, command: String, seeds: [UInt64]
  ) throws(FileError) -> Bool {
    try stored().records.contains {
      $0.table == name && $0.row == row && $0.mode == mode && $0.command == command
        && ($0.seeds.isEmpty ? [$0.seed] : $0.seeds.map(\.seed)) == seeds
    }
  }

  /// Puts a result in place of the one of its row and way of training, or adds it.
  func put(_ record: RunRecord) throws(FileError) {
    var table = try stored()
    table.upsert(record, order: order)
    try table.write(to: path)
    try writeMarkdown()
  }

  /// Writes the results that are there anew in Markdown.
  public func writeMarkdown() throws(FileError) {
    try AtomicFile.write(Array(markdown().utf8), to: "\(folder)/\(name).md")
  }
}
