extension ResultTable {
  /// One table in Markdown: our results beside the paper's, and below it what repeats each row. Where
  /// networks were tested after each epoch, the accuracy of the best stands beside that of the last.
  ///
  /// - Parameters:
  ///   - title: The heading.
  ///   - table: The table's name.
  public func markdown(title: String, table: String) -> String {
    let hasEpochs = records(of: table).contains { !$0.seeds.isEmpty }
    let header =
      ["row", "protocol", "weights", "loss", "accuracy %"]
      + (hasEpochs ? ["best epoch: accuracy %"] : [])
      + [
        "wavelet loss", "steps", "sequences", "seconds", "paper: weights", "paper: loss",
        "paper: accuracy %",
      ]
    return markdown(title: title, of: table, header) { $0.cells(hasEpochs: hasEpochs) }
  }

  /// The records of a table.
  private func records(of table: String) -> [RunRecord] {
    records.filter { $0.table == table }
  }

  /// A line of cells for each record of a table, a legend, and below it what repeats each row.
  func markdown(
    title: String, of table: String, _ header: [String], legend: String? = nil,
    cells: (RunRecord) -> [String]
  ) -> String {
    let records = records(of: table)
    // Names to the left, numbers to the right.
    let alignment = header.indices.map { $0 < 2 ? ":--" : "--:" }
    var lines = ["## \(title.markdownCell)", "", Self.line(header), Self.line(alignment)]
    lines += records.map { Self.line(cells($0)) }
    if let legend { lines += ["", legend] }
    for record in records { lines += [""] + record.recipe }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ cells: [String]) -> String {
    "| " + cells.map(\.markdownCell).joined(separator: " | ") + " |"
  }
}

extension RunRecord {
  /// The cells of the record's row.
  fileprivate func cells(hasEpochs: Bool) -> [String] {
    func percent(_ share: Double?) -> String { (100 * (share ?? .nan)).fixed(2) }
    let none = "–"
    let best = seeds.isEmpty ? none : percent(1 - bestError.mean)
    return [row, mode.rawValue, "\(weights)", loss.significant(4), percent(accuracy)]
      + (hasEpochs ? [best] : []) + [
        waveletLoss.significant(3), "\(steps)", "\(Int128(steps) * Int128(batch))",
        seconds.fixed(0), paperWeights.map { "\($0)" } ?? none,
        paperLoss?.significant(4) ?? none, percent(paperAccuracy),
      ]
  }

  /// How the record was made.
  var recipe: [String] {
    let conditions = Machine.line(
      cpu: machine.onOneLine, isa: isa.onOneLine, threads: threads, core: blasCore.onOneLine)
    let note = note.isEmpty ? [] : ["", note.onOneLine]
    return [
      "**\(row.onOneLine)**, \(mode.rawValue): \(conditions); \(seedNames)", "", "```sh",
      command.onOneLine,
      "```",
    ] + note
  }
}

extension RunRecord {
  private var seedNames: String {
    guard let last = seeds.last, seeds.count > 1 else { return "seed \(seed)" }
    return "seeds " + seeds.dropLast().map { "\($0.seed)" }.joined(separator: ", ")
      + " and \(last.seed)"
  }
}

extension String {
  /// The text without breaks of the line.
  fileprivate var onOneLine: String {
    split(whereSeparator: \.isNewline).joined(separator: " ")
  }

  /// The text as it may stand in a cell.
  var markdownCell: String {
    onOneLine.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
