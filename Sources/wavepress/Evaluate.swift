import ArgumentParser
import Experiments
import Networks

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluates a checkpoint on the test sequences and prints one JSON object.")

  @Argument(help: "A checkpoint of wavepress train.")
  var checkpoint: String

  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let stored = try Checkpoint<Float>(contentsOf: checkpoint)
    let settings = try TrainingRun.configuration(of: stored, from: checkpoint)
    let run = try TrainingRun(settings, workspace: threads.workspace())
    try run.resume(from: stored, at: checkpoint)
    print(JSON.object(run.summary(run.evaluate())))
  }
}
