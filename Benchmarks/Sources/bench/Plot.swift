import Experiments
import Foundation

/// Draws time against size, log–log, a line a layer, through gnuplot.
func plot(_ rows: [Row]) {
  let layers = ["dense", "fastfood", "wavelet"]
  let batches = Set(rows.map(\.batch)).sorted()
  guard let batch = batches.contains(64) ? 64 : batches.last else { return }
  let passes = ["forward", "backward"].filter { pass in
    rows.contains { $0.pass == pass && $0.batch == batch && layers.contains($0.layer) }
  }
  guard !passes.isEmpty else { return }
  let file = resultsFolder.appending(path: "latest.svg")
  var script = """
    set terminal svg size \(480 * passes.count),400 font "sans-serif,12" background "white"
    set logscale x 2
    set logscale y 10
    set xlabel "n"
    set ylabel "time for a batch of \(batch) (µs)"
    set grid
    set key left top
    set multiplot layout 1,\(passes.count)

    """
  for pass in passes {
    var data = ""
    var lines: [String] = []
    for layer in layers {
      let points = rows.filter { $0.layer == layer && $0.pass == pass && $0.batch == batch }
      guard !points.isEmpty else { continue }
      data += points.map { "\($0.n) \($0.medianNanoseconds / 1e3)" }.joined(separator: "\n")
      data += "\ne\n"
      lines.append("'-' with linespoints linewidth 2 title '\(layer)'")
    }
    script +=
      "set title '\(pass)'\nplot " + lines.joined(separator: ", ")
      + "\n" + data
  }
  script += "unset multiplot\n"

  do {
    try Data(Gnuplot.run(script)).write(to: file, options: .atomic)
    print("wrote \(relative(file))")
  } catch {
    print("no plot: \(error)")
  }
}
