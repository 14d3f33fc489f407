import ArgumentParser
import Experiments
import Networks

struct TrainSequences: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sequences", abstract: "Trains a recurrent network on a task over sequences.",
    discussion: """
      The last line printed is one JSON object. With --checkpoint, a file is written every so many \
      steps and at an interruption (SIGINT, SIGTERM); --resume goes on from it, bit for bit. \
      sequential-mnist reads images as sequences of pixels, by --data or WAVEPRESS_DATA, and tests \
      after each epoch.
      """)

  @OptionGroup(title: "Settings") var settings: TaskOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadOptions

  @Option(help: "A JSONL log, a line for every 100 steps and for each epoch.")
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
    let files = RunFiles(log: log, checkpoint: checkpoint, resume: resume)
    try files.validate()
    let images = settings.task.needsImages ? try MNIST(in: data.folder()) : nil
    let workspace = try threads.workspace()
    let run = try TrainingRun(
      settings, images: images, workspace: workspace, checkpointPath: checkpoint,
      checkpointInterval: checkpointInterval)
    if let (stored, path) = try files.stored() { try run.resume(from: stored, at: path) }
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
