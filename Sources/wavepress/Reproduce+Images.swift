import ArgumentParser
import Experiments
import Networks

extension Reproduce {
  /// Table 1.
  func reproduceImages() throws {
    let table = quick ? ImageTable().quick : ImageTable()
    let rows = table.rows.map { Row("\($0.name) (\($0.mode.rawValue))", $0.configuration.command) }
    try reproduce(rows) {
      let images = try MNIST(in: data.folder())
      let (runs, results) = try folders()
      let reproduction = ImageReproduction(
        table, images: images, results: results, runs: runs, workspace: try threads.workspace())
      return (
        reproduction.results, { try reproduction.isDone(table.rows[$0]) },
        { try reproduction.run(table.rows[$0]) { try $0.trainWithProgress() } }
      )
    }
  }

  /// Figure 2, from the runs of Table 1.
  func drawFigure() throws {
    let (runs, results) = try folders()
    let figure = try ConvergenceFigure(quick ? ImageTable().quick : ImageTable(), runs: runs)
    let path = "\(results)/figure2.svg"
    try AtomicFile.write(Gnuplot.run(figure.script), to: path)
    print(path)
  }
}
