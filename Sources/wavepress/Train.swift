import ArgumentParser
import Experiments
import Foundation
import Networks

struct Train: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Trains a recurrent network on a synthetic task.",
    discussion: """
      The last line printed is one JSON object. With --checkpoint, a file is written every so many \
      steps and at an interruption (SIGINT, SIGTERM); --resume goes on from it, bit for bit.
      """)

  @OptionGroup(title: "Settings") var settings: TaskOptions
  @OptionGroup var threads: ThreadOptions

  @Option(help: "A JSONL log, a line for every 100 steps.")
  var log: String?

  @Option(help: "Where to keep the run, as safetensors.")
  var checkpoint: String?

  @Option(help: "Steps between checkpoints.")
  var checkpointInterval = 500

  @Flag(help: "Go on from the checkpoint.")
  var resume = false

  func run() throws {
    let settings = settings.configuration
    try settings.validate()
    guard checkpointInterval >= 1 else {
      throw ConfigurationError(
        "--checkpoint-interval", expected: "at least 1", found: "\(checkpointInterval)")
    }
    if let log, log == checkpoint {
      throw ConfigurationError("--log", expected: "another file than --checkpoint", found: log)
    }
    let workspace = try threads.workspace()
    let run = try TrainingRun(
      settings, workspace: workspace, checkpointPath: checkpoint,
      checkpointInterval: checkpointInterval)
    if resume {
      guard let checkpoint else {
        throw ConfigurationError("--resume", expected: "a --checkpoint", found: "none")
      }
      try run.resume(from: Checkpoint<Float>(contentsOf: checkpoint), at: checkpoint)
    } else if let checkpoint, FileManager.default.fileExists(atPath: checkpoint) {
      throw FileError(
        checkpoint, expected: "no file, or --resume to go on from it", found: "a file")
    }
    // A log of another run is not given up for one that cannot be kept.
    if let checkpoint { try AtomicFile.requireFolder(of: checkpoint) }
    if let log { try run.openLog(log) }
    guard try run.trainWithProgress() else {
      complain("interrupted at step \(run.step)" + (checkpoint == nil ? "" : "; --resume goes on"))
      throw ExitCode(130)
    }
    print(JSON.object(run.summary(run.evaluate())))
  }
}

extension TrainingRun {
  /// Trains with progress on the standard error, until SIGINT or SIGTERM.
  func trainWithProgress() throws -> Bool {
    let interruption = Interruption()
    var progress = TrainingProgress(steps: configuration.steps, from: step)
    defer { progress.finish() }
    return try train(isInterrupted: { interruption.isRequested }) { status in
      progress.update(
        step: status.step, loss: status.loss, waveletLoss: status.waveletLoss)
    }
  }
}
