internal import Foundation

/// Figures drawn by gnuplot, a program that this package runs and does not contain.
public enum Gnuplot {
  /// What a script without `set output` draws; with `set terminal svg`, an SVG file's bytes.
  ///
  /// gnuplot reads no settings of the user's. The script goes to it through a file: a pipe to a
  /// program that is not there would end this one.
  ///
  /// - Throws: ``GnuplotError`` where there is no gnuplot on the `PATH`, or where it refuses the
  ///   script or draws nothing.
  public static func run(_ script: String) throws(GnuplotError) -> [UInt8] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "wavepress-\(UUID().uuidString)", directoryHint: .isDirectory)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    let output = Pipe()
    let messages = folder.appending(path: "messages")
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["gnuplot", "-d", "figure.gnuplot"]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    let drawn: Data
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      try Data(script.utf8).write(to: folder.appending(path: "figure.gnuplot"))
      // A file, not a second pipe, so that reading the first to its end never waits for good.
      try Data().write(to: messages)
      process.standardError = try FileHandle(forWritingTo: messages)
      try process.run()
      drawn = try output.fileHandleForReading.readToEnd() ?? Data()
    } catch {
      throw .notRun(error.localizedDescription)
    }
    process.waitUntilExit()
    guard process.terminationReason == .exit, process.terminationStatus == 0, !drawn.isEmpty else {
      // What env ends with where it finds no such program.
      if process.terminationReason == .exit, process.terminationStatus == 127 { throw .notFound }
      let text = (try? String(contentsOf: messages, encoding: .utf8)) ?? ""
      let line = text.split(whereSeparator: \.isNewline).last.map(String.init)
      throw .failed(line ?? "status \(process.terminationStatus)")
    }
    return [UInt8](drawn)
  }
}

/// Why gnuplot drew nothing.
public enum GnuplotError: OneLineError, Equatable {
  /// It is not on the `PATH`.
  case notFound
  /// It could not be started, with the system's reason.
  case notRun(String)
  /// It refused a script, with the last line of its complaint.
  case failed(String)

  /// One line: what was expected and what was found.
  public var description: String {
    switch self {
    case .notFound: "gnuplot: expected a program on the PATH, found none (Debian: gnuplot-nox)"
    case .notRun(let reason): "gnuplot: expected a program that runs, found \"\(reason)\""
    case .failed(let complaint): "gnuplot: expected a figure, found \"\(complaint)\""
    }
  }
}
