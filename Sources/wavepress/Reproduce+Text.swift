import Experiments

extension Reproduce {
  /// Table 2 d.
  func reproduceText() throws {
    let table = quick ? TextTable().quick : TextTable()
    try reproduce(table.rows) {
      let texts = try PennTreebank(in: folder(of: .pennTreebank))
      let (runs, results) = try folders()
      return TextReproduction(
        table, texts: texts, results: results, runs: runs, workspace: try threads.workspace())
    }
  }
}
