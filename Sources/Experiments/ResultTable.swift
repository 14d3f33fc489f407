public import Networks

/// Records of runs, each table and row once for each way of training.
public struct ResultTable: Sendable, Equatable {
  /// The records, table after table.
  public private(set) var records: [RunRecord] = []

  /// No records.
  public init() {}

  /// Reads a file of one record per line.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - mayBeMissing: Whether a file that is not there stands for no records.
  public init(contentsOf path: String, mayBeMissing: Bool = false) throws(FileError) {
    guard let bytes = try FileBytes.readIfPresent(path) else {
      if mayBeMissing { return }
      throw FileError(path, expected: "a file of results", found: "none")
    }
    // Lines are separated by line feeds, of which the last may be missing.
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for (i, line) in lines.enumerated() {
      let record = try RunRecord(parsing: Array(line), path: path, number: i + 1)
      guard index(of: record) == nil else {
        throw FileError(
          path, expected: "each row once",
          found: "\(record.row.quotedForMessage) (\(record.mode.rawValue)) of table "
            + "\(record.table.quotedForMessage) again in line \(i + 1)")
      }
      records.append(record)
    }
  }

  /// Writes the file as a whole or not at all.
  public func write(to path: String) throws(FileError) {
    let lines = records.map { "\(JSON.object($0.json))\n" }
    try AtomicFile.write(Array(lines.joined().utf8), to: path)
  }

  /// Puts a record in place of the one with the same table, row and way of training, or adds it.
  ///
  /// - Parameters:
  ///   - record: The record.
  ///   - rows: The order of its table's rows. Others come after them, in the order they have.
  public mutating func upsert(_ record: RunRecord, order rows: [String] = []) {
    if let index = index(of: record) {
      records[index] = record
    } else {
      records.append(record)
    }
    var tables: [String] = []
    for record in records where !tables.contains(record.table) { tables.append(record.table) }
    let modes = RunRecord.Mode.allCases
    // The place at the end of a key keeps the order of what is equal otherwise.
    func key(_ place: Int, _ other: RunRecord) -> (Int, Int, Int, Int) {
      let table = tables.firstIndex(of: other.table)!
      guard other.table == record.table else { return (table, 0, 0, place) }
      guard let row = rows.firstIndex(of: other.row) else { return (table, rows.count, 0, place) }
      return (table, row, modes.firstIndex(of: other.mode)!, place)
    }
    records = records.enumerated().map { (key: key($0.offset, $0.element), record: $0.element) }
      .sorted { $0.key < $1.key }.map(\.record)
  }

  private func index(of record: RunRecord) -> Int? {
    records.firstIndex {
      $0.table == record.table && $0.row == record.row && $0.mode == record.mode
    }
  }
}
