import Foundation
import Networks

/// A run of the executable.
final class Command {
  private let process = Process()
  private let output: URL
  private let errors: URL

  /// Starts the executable that was built with the tests, in a folder that takes what it prints.
  init(
    _ arguments: [String], in folder: String, environment: [String: String] = [:],
    standardOutput: String? = nil, standardError: FileHandle? = nil
  ) throws {
    process.executableURL = Bundle.main.executableURL!.resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("wavepress")
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = ProcessInfo.processInfo.environment
      .filter { $0.key != "WAVEPRESS_ISA" }.merging(environment) { $1 }
    let name = folder + "-\(UUID().uuidString)"
    (output, errors) = (URL(fileURLWithPath: name + ".out"), URL(fileURLWithPath: name + ".err"))
    for url in [output, errors] { try Data().write(to: url) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(
      forWritingTo: standardOutput.map { URL(fileURLWithPath: $0) } ?? output)
    process.standardError = try standardError ?? FileHandle(forWritingTo: errors)
    // A process inherits what its parent's thread blocks, and threads of a pool block signals.
    var signals = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_UNBLOCK, &signals, nil)
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    for url in [output, errors] { try? FileManager.default.removeItem(at: url) }
  }

  /// What came of a run.
  struct Result {
    /// The exit status, or the signal that ended the process.
    let status: Int32
    /// Whether a signal ended it.
    let wasKilled: Bool
    let output: String
    let errors: String

    var errorLines: [Substring] { errors.split(separator: "\n") }

    /// The object in the last line printed.
    var summary: JSON.Object? {
      guard let line = output.split(separator: "\n").last,
        case .object(let object) = try? JSON(parsing: Array(line.utf8))
      else { return nil }
      return object
    }
  }

  /// Waits for the end.
  func wait() -> Result {
    process.waitUntilExit()
    func text(_ url: URL) -> String {
      String(decoding: (try? Data(contentsOf: url)) ?? Data(), as: UTF8.self)
    }
    return Result(
      status: process.terminationStatus,
      wasKilled: process.terminationReason == .uncaughtSignal, output: text(output),
      errors: text(errors))
  }

  /// Runs to the end.
  static func run(
    _ arguments: [String], in folder: String, environment: [String: String] = [:]
  ) throws -> Result {
    try Command(arguments, in: folder, environment: environment).wait()
  }

  /// Waits until a checkpoint is further than a number of steps, or the process has ended, and sends
  /// a signal.
  func send(_ signal: Int32, once checkpoint: String, isBeyond step: Int) {
    send(signal) {
      (try? Checkpoint<Float>(contentsOf: checkpoint)).map { $0.step > step } ?? false
    }
  }

  /// Waits until something is so, or the process has ended, and sends a signal.
  func send(_ signal: Int32, when isTime: () -> Bool) {
    while process.isRunning && !isTime() { usleep(1000) }
    kill(process.processIdentifier, signal)
  }
}
