import Experiments

extension Reproduce {
  /// Table 2 d.
  func reproduceText() throws {
    let table = quick ? TextTable().quick : TextTable()
    let rows = table.rows.map { Row("\($0.name) (\($0.mode.rawValue))", $0.configuration.command) }
    try reproduce(rows) {
      let texts = try PennTreebank(in: data.folder())
      let (runs, results) = try folders()
      let reproduction = TextReproduction(
        table, texts: texts, results: results, runs: runs, workspace: try threads.workspace())
      return (
        reproduction.results, { try reproduction.isDone(table.rows[$0]) },
        { try reproduction.run(table.rows[$0]) { try $0.trainWithProgress() } }
      )
    }
  }
}
