import ArgumentParser
import Experiments
import Networks

extension Reproduce {
  /// Table 1.
  func reproduceImages() throws {
    let table = quick ? ImageTable().quick : ImageTable()
    let chosen = try chosenRows(of: table.rows.count)
    if list {
      for index in chosen {
        let row = table.rows[index]
        print("\(index + 1)  \(row.name) (\(row.mode.rawValue)): \(row.configuration.command)")
      }
      return
    }
    let images = try MNIST(in: data.folder())
    let (runs, results) = try folders()
    let reproduction = ImageReproduction(
      table, images: images, results: results, runs: runs, workspace: try threads.workspace())
    for index in chosen {
      let row = table.rows[index]
      if try reproduction.isDone(row) { continue }
      let name = "\(row.name) (\(row.mode.rawValue))"
      complain("\(name): \(row.configuration.command)")
      guard let record = try reproduction.run(row, train: { try $0.trainWithProgress() }) else {
        complain("interrupted in \(name); the same command goes on")
        throw ExitCode(130)
      }
      print(JSON.object(record.json))
    }
    print(try reproduction.results.markdown())
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
