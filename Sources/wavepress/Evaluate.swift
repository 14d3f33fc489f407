import ArgumentParser
import Experiments
import Kernels
import Networks

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluates a checkpoint on test data and prints one JSON object.",
    discussion: """
      A run that was trained with --validation is evaluated on the training images that it held back. \
      A checkpoint of train mnist, sequential-mnist or penn-treebank needs their data, by --data or \
      WAVEPRESS_DATA.
      """)

  @Argument(help: "A checkpoint of wavepress train.")
  var checkpoint: String

  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let stored = try Checkpoint<Float>(contentsOf: checkpoint)
    let workspace = try threads.workspace()
    print(JSON.object(try summary(of: stored, workspace)))
  }

  /// What the run of a checkpoint gives.
  private func summary(
    of stored: Checkpoint<Float>, _ workspace: Workspace<Float>
  ) throws -> JSON.Object {
    if ImageConfiguration.isTask(of: stored) {
      let run = try ImageRun(
        ImageConfiguration(of: stored, from: checkpoint), images: MNIST(in: data.folder()),
        workspace: workspace)
      try run.resume(from: stored, at: checkpoint)
      return run.summary(run.evaluate())
    }
    if TextConfiguration.isTask(of: stored) {
      let run = try TextRun(
        TextConfiguration(of: stored, from: checkpoint), texts: PennTreebank(in: data.folder()),
        workspace: workspace)
      try run.resume(from: stored, at: checkpoint)
      return run.summary(run.evaluate())
    }
    let settings = try SequenceConfiguration(of: stored, from: checkpoint)
    let images = settings.task.needsImages ? try MNIST(in: data.folder()) : nil
    let run = try SequenceRun(settings, images: images, workspace: workspace)
    try run.resume(from: stored, at: checkpoint)
    return run.summary(run.evaluate())
  }
}
