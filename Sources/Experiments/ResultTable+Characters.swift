extension ResultTable {
  /// One table in Markdown whose records are of text: bits a character after the last epoch and after
  /// the one that was best on the validation text beside the paper's, and below it what repeats each
  /// row.
  ///
  /// - Parameters:
  ///   - title: The heading.
  ///   - table: The table's name.
  public func characterMarkdown(title: String, table: String) -> String {
    let header = [
      "row", "protocol", "weights", "bpc, last epoch", "bpc, best epoch", "validation bpc",
      "wavelet loss", "steps", "seconds", "paper: weights", "paper: bpc",
    ]
    return markdown(
      title: title, of: table, header,
      legend:
        "Bits a character of the test text. The best epoch is the one with the fewest bits on the "
        + "validation text, which stand beside."
    ) { $0.characterCells }
  }
}

extension RunRecord {
  fileprivate var characterCells: [String] {
    func bits(_ value: Double?) -> String { (value ?? .nan).fixed(3) }
    return [
      row, mode.rawValue, "\(weights)", bits(characters?.bits), bits(characters?.bestBits),
      bits(characters?.validationBits), waveletLoss.significant(3), "\(steps)", seconds.fixed(0),
      paperWeights.map { "\($0)" } ?? "–", bits(characters?.paperBits),
    ]
  }
}
