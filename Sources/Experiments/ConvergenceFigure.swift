public import Networks
import StructuredLinear

/// Figure 2 of the paper, from the logs and checkpoints of Table 1's wavelet rows: (a) wavelet loss and
/// accuracy after each epoch from either start, (b) the filters that were learned.
public struct ConvergenceFigure: Sendable {
  /// What gnuplot draws the figure from.
  public let script: String

  /// The figure of the first seed's runs in a folder.
  ///
  /// - Throws: `FileError` where a log or a checkpoint is missing or damaged.
  public init(_ table: ImageTable, runs: String) throws(FileError) {
    var curves: [Curve] = []
    for (name, title, color) in [
      (ImageTable.waveletName, "Haar start", "#0060ad"),
      (ImageTable.randomName, "random start", "#dd6010"),
    ] {
      guard let row = table.rows.first(where: { $0.name == name && $0.mode == .paper }) else {
        continue
      }
      let path = "\(runs)/\(table.name)-\(row.slug)-\(table.seeds[0])"
      curves.append(try Curve(path, title: title, color: color))
    }
    var script = """
      set encoding utf8
      set terminal svg size 960,720 font "sans-serif,12" background "white"
      set multiplot layout 2,2
      set grid linetype 1 linecolor "#dddddd"
      set xlabel "epoch"
      set key top right

      """
    for (index, curve) in curves.enumerated() { script += curve.block("curve\(index)") }
    func plot(_ column: String) -> String {
      let parts = curves.enumerated().map { index, curve in
        "$curve\(index) using 1:\(column) with linespoints pointtype 7 pointsize 0.4 "
          + "linecolor rgb \"\(curve.color)\" title \"\(curve.title)\""
      }
      return "plot " + parts.joined(separator: ", ") + "\n"
    }
    script += """
      set title "(a) wavelet loss"
      set logscale y
      set format y "10^{%L}"
      set yrange [1e-7:*]
      \(plot("2"))
      unset logscale y
      set format y "%g"
      set title "(a) test accuracy, %"
      set yrange [90:100]
      set key bottom right
      \(plot("(100 * $3)"))
      set xlabel "k"
      set xzeroaxis linetype 1 linecolor "#888888"
      set yrange [*:*]
      set key top right

      """
    for curve in curves {
      script += """
        set title "(b) learned filters, \(curve.title)"
        \(curve.filterBlock)
        plot for [i=1:4] $filters using 0:i with linespoints pointtype 7 pointsize 0.5 \
        title word("h0 h1 f0 f1", i)

        """
    }
    self.script = script + "unset multiplot\n"
  }
}

/// One run in the figure.
private struct Curve {
  let title: String
  let color: String
  private let points: [(epoch: Int, waveletLoss: Double, accuracy: Double)]
  /// Four filters, one after the other.
  private let filters: [Float]

  init(_ path: String, title: String, color: String) throws(FileError) {
    self.title = title
    self.color = color
    let (log, file) = (path + ".jsonl", path + ".safetensors")
    guard let bytes = try FileBytes.readIfPresent(log) else {
      throw FileError(log, expected: "the log of a run of table1", found: "none")
    }
    var points: [(epoch: Int, waveletLoss: Double, accuracy: Double)] = []
    for line in bytes.split(separator: UInt8(ascii: "\n")) {
      guard case .object(let object)? = try? JSON(parsing: Array(line)),
        let epoch = object["epoch"]?.integer(as: Int.self),
        let loss = object["wavelet_loss"]?.double,
        let accuracy = (object["test_accuracy"] ?? object["validation_accuracy"])?.double
      else {
        throw FileError(
          log, expected: "lines with epoch, wavelet_loss and test_accuracy",
          found: String(decoding: line, as: UTF8.self).quotedForMessage)
      }
      points.append((epoch, loss, accuracy))
    }
    self.points = points
    let parameters = try Checkpoint<Float>(contentsOf: file).parameters
    guard let entry = parameters["hidden.filters"], entry.range.count.isMultiple(of: 4) else {
      throw FileError(file, expected: "the parameter hidden.filters", found: "none")
    }
    filters = Array(parameters.values[entry.range])
  }

  func block(_ name: String) -> String {
    "$\(name) << end\n"
      + points.map { "\($0.epoch) \($0.waveletLoss) \($0.accuracy)\n" }.joined() + "end\n"
  }

  /// A line for each tap.
  var filterBlock: String {
    let taps = filters.count / 4
    let lines = (0..<taps).map { k in
      (0..<4).map { "\(filters[$0 * taps + k])" }.joined(separator: " ") + "\n"
    }
    return "$filters << end\n" + lines.joined() + "end"
  }
}
