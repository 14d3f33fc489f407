import Foundation

let tableHeader =
  "    n batch pass      layer      weights        bytes       median     min  ns/elem  "
  + "vs dense  of limit"

func tableLine(_ row: Row) -> String {
  String(
    format: "%5d %5d %@ %@ %10d %12d %9.1f µs %7.1f %8.3f %@ %8.0f%%",
    row.n, row.batch, pad(row.pass, 9), pad(row.layer, 8), row.weights, 4 * row.weights,
    row.medianNanoseconds / 1e3, row.minimumNanoseconds / 1e3, row.nanosecondsPerElement,
    row.speedup.map { String(format: "%8.2f×", $0) } ?? "        –", row.peakFraction * 100)
}

private func pad(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
}

/// From which size on each structured layer beats the dense one, for each pass and batch.
func crossovers(_ rows: [Row]) -> String {
  var lines = ["", "Faster than dense at every measured size from n ="]
  for layer in [LayerKind.fastfood, .wavelet] {
    for pass in [Pass.forward, .backward] {
      let matching = rows.filter {
        $0.layer == layer.rawValue && $0.pass == pass.rawValue && $0.speedup != nil
      }
      guard !matching.isEmpty else { continue }
      let parts = Set(matching.map(\.batch)).sorted().map { batch in
        let slower = matching.filter { $0.batch == batch && $0.speedup! <= 1 }.map(\.n).max() ?? 0
        let first = matching.filter { $0.batch == batch && $0.n > slower }.map(\.n).min()
        return "batch \(batch): \(first.map(String.init) ?? "none")"
      }
      lines.append(
        "  \(pad(layer.rawValue, 8)) \(pad(pass.rawValue, 8))  " + parts.joined(separator: ", "))
    }
  }
  return lines.count > 2 ? lines.joined(separator: "\n") : ""
}

/// How many times its forward pass a layer's backward pass takes, by batch and size.
func backwardRatios(_ rows: [Row]) -> String {
  var lines = ["", "Backward over forward pass, medians:"]
  for layer in [LayerKind.dense, .fastfood, .wavelet] {
    func row(_ n: Int, _ batch: Int, _ pass: Pass) -> Row? {
      rows.first {
        $0.layer == layer.rawValue && $0.n == n && $0.batch == batch && $0.pass == pass.rawValue
      }
    }
    for batch in Set(rows.map(\.batch)).sorted() {
      let parts = Set(rows.map(\.n)).sorted().compactMap { n -> String? in
        guard let forward = row(n, batch, .forward), let backward = row(n, batch, .backward) else {
          return nil
        }
        let ratio = backward.medianNanoseconds / forward.medianNanoseconds
        return "n = \(n): " + String(format: "%.2f", ratio)
      }
      guard !parts.isEmpty else { continue }
      lines.append(
        "  \(pad(layer.rawValue, 8)) batch \(pad("\(batch)", 3))  " + parts.joined(separator: ", "))
    }
  }
  return lines.count > 2 ? lines.joined(separator: "\n") : ""
}

/// The folder beside this package's sources that results go to.
let resultsFolder = URL(filePath: #filePath)
  .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  .appending(path: "Results")

/// One JSON object a row.
func writeResults(_ rows: [Row]) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  let lines = try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) }
  let file = resultsFolder.appending(path: "latest.jsonl")
  try FileManager.default.createDirectory(at: resultsFolder, withIntermediateDirectories: true)
  try Data((lines.joined(separator: "\n") + "\n").utf8).write(to: file, options: .atomic)
  print("\nwrote \(relative(file))")
}

func relative(_ file: URL) -> String {
  "Benchmarks/Results/\(file.lastPathComponent)"
}
