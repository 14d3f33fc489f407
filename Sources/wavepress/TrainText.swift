import ArgumentParser
import Experiments
import Foundation
import Networks

struct TrainText: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "penn-treebank",
    abstract: "Trains a recurrent network on the characters of the Penn Treebank.",
    discussion: """
      The last line printed is one JSON object; bpc are bits a character of the test text. With \
      --checkpoint, a file is written every hundred steps, after each epoch and at an interruption \
      (SIGINT, SIGTERM); --resume goes on from it, bit for bit.
      """)

  @OptionGroup(title: "Settings") var settings: TextOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadOptions

  @Option(help: "A JSONL log, a line for the start and for each epoch.")
  var log: String?

  @Option(help: "Where to keep the run, as safetensors.")
  var checkpoint: String?

  @Flag(help: "Go on from the checkpoint.")
  var resume = false

  func run() throws {
    let settings = settings.configuration
    try settings.validate()
    let files = RunFiles(log: log, checkpoint: checkpoint, resume: resume)
    try files.validate()
    let texts = try PennTreebank(in: data.folder())
    let run = try TextRun(
      settings, texts: texts, workspace: threads.workspace(), checkpointPath: checkpoint)
    if let (stored, path) = try files.stored() { try run.resume(from: stored, at: path) }
    if let log { try run.openLog(log) }
    guard try run.trainWithProgress() else {
      complain("interrupted at step \(run.step)" + (checkpoint == nil ? "" : "; --resume goes on"))
      throw ExitCode(130)
    }
    print(JSON.object(run.summary(run.evaluate())))
  }
}

extension TextRun {
  /// Trains with progress on the standard error, until SIGINT or SIGTERM.
  func trainWithProgress() throws -> Bool {
    let interruption = Interruption()
    var progress = TrainingProgress(steps: stepCount, from: step)
    defer { progress.finish() }
    return try train(isInterrupted: { interruption.isRequested }) { status in
      progress.update(step: status.step, loss: status.loss, waveletLoss: status.waveletLoss)
    }
  }
}
