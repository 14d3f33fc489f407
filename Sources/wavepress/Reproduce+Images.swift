import ArgumentParser
import Experiments
import Networks

extension Reproduce {
  /// Table 1.
  func reproduceImages() throws {
    let table = quick ? ImageTable().quick : ImageTable()
    try reproduce(table.rows) {
      let images = try MNIST(in: folder(of: .mnist))
      let (runs, results) = try folders()
      return ImageReproduction(
        table, images: images, results: results, runs: runs, workspace: try threads.workspace())
    }
  }

  /// Figure 2, from the runs of Table 1.
  func drawFigure() throws {
    if list || rows != nil {
      throw ConfigurationError(
        list ? "--list" : "--rows", expected: "a table, which has rows", found: "figure2")
    }
    let (runs, results) = try folders()
    let figure = try ConvergenceFigure(quick ? ImageTable().quick : ImageTable(), runs: runs)
    let path = "\(results)/figure2.svg"
    try AtomicFile.write(Gnuplot.run(figure.script), to: path)
    print(path)
  }
}
