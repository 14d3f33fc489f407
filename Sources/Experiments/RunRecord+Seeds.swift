extension RunRecord {
  /// The mean over seeds of the share of wrong answers, and its standard deviation (of a sample; NaN
  /// for one seed).
  public typealias Spread = (mean: Double, spread: Double)

  /// Of the last epoch.
  public var lastError: Spread { Self.spread(seeds.map { 1 - $0.accuracy }) }
  /// Of each run's best epoch.
  public var bestError: Spread { Self.spread(seeds.map { 1 - $0.bestAccuracy }) }

  private static func spread(_ values: [Double]) -> Spread {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, (squares / Double(values.count - 1)).squareRoot())
  }
}

extension ResultTable {
  /// One table in Markdown whose records are of several seeds: errors of the last and the best epoch
  /// beside the paper's, and below it what repeats each row.
  ///
  /// - Parameters:
  ///   - title: The heading.
  ///   - table: The table's name.
  public func errorMarkdown(title: String, table: String) -> String {
    let header = [
      "row", "protocol", "weights", "error %, last epoch", "error %, best epoch", "wavelet loss",
      "steps", "seconds", "paper: weights", "paper: error %",
    ]
    return markdown(
      title: title, of: table, header,
      legend:
        "Errors are means over seeds ± the standard deviation, on images that were not trained on. "
        + "Seconds are of one run."
    ) { $0.errorCells }
  }
}

extension RunRecord {
  fileprivate var errorCells: [String] {
    func percent(_ error: Spread) -> String {
      (100 * error.mean).fixed(2)
        + (error.spread.isFinite ? " ± \((100 * error.spread).fixed(2))" : "")
    }
    let none = "–"
    return [
      row, mode.rawValue, "\(weights)", percent(lastError), percent(bestError),
      waveletLoss.significant(3), "\(steps)", seconds.fixed(0),
      paperWeights.map { "\($0)" } ?? none,
      paperAccuracy.map { (100 * (1 - $0)).fixed(2) } ?? none,
    ]
  }
}
