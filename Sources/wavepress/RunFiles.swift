import ArgumentParser
import Experiments
import Foundation
import Networks

/// The files of a training run.
struct RunFiles: ParsableArguments {
  @Option(help: "A JSONL log.")
  var log: String?

  @Option(help: "Where to keep the run, as safetensors.")
  var checkpoint: String?

  @Flag(help: "Go on from the checkpoint.")
  var resume = false

  /// Throws for flags that do not fit each other. Not `validate`, whose errors the parser wraps.
  func requireConsistent() throws(ConfigurationError) {
    if let log, let checkpoint, Self.place(of: log) == Self.place(of: checkpoint) {
      throw ConfigurationError("--log", expected: "another file than --checkpoint", found: log)
    }
    if resume, checkpoint == nil {
      throw ConfigurationError("--resume", expected: "a --checkpoint", found: "none")
    }
  }

  /// A path that is the same for all names of a file's folder.
  private static func place(of path: String) -> String {
    let file = URL(fileURLWithPath: path)
    return file.deletingLastPathComponent().resolvingSymlinksInPath()
      .appendingPathComponent(file.lastPathComponent).path
  }

  /// Trains a run to its end, from the checkpoint where it goes on from one.
  ///
  /// - Throws: `FileError` where a checkpoint would be overwritten or cannot be written; a log of
  ///   another run is not given up for one that cannot be kept. `ExitCode` where the run was
  ///   interrupted.
  func train(_ run: some TrainingRun) throws {
    if let checkpoint {
      if resume {
        try run.resume(from: Checkpoint<Float>(contentsOf: checkpoint), at: checkpoint)
      } else if FileManager.default.fileExists(atPath: checkpoint) {
        throw FileError(
          checkpoint, expected: "no file, or --resume to go on from it", found: "a file")
      }
      try AtomicFile.requireFolder(of: checkpoint)
    }
    if let log { try run.openLog(log) }
    guard try run.trainWithProgress() else {
      complain("interrupted at step \(run.step)" + (checkpoint == nil ? "" : "; --resume goes on"))
      throw ExitCode(130)
    }
  }
}

extension TrainingRun {
  /// Trains with progress on the standard error, until SIGINT, SIGTERM or SIGHUP.
  func trainWithProgress() throws -> Bool {
    Interruption.listen()
    var progress = TrainingProgress(steps: stepCount, from: step)
    defer { progress.finish() }
    return try train(isInterrupted: { Interruption.isRequested }) { status in
      progress.update(step: status.step, loss: status.loss, waveletLoss: status.waveletLoss)
    }
  }
}
