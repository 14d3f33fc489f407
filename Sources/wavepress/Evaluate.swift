import ArgumentParser
import Experiments
import Networks

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Evaluates a checkpoint on test data and prints one JSON object.",
    discussion: """
      A checkpoint of train mnist, sequential-mnist or penn-treebank needs their data, by --data or \
      WAVEPRESS_DATA.
      """)

  @Argument(help: "A checkpoint of wavepress train.")
  var checkpoint: String

  @OptionGroup var data: DataOptions
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let stored = try Checkpoint<Float>(contentsOf: checkpoint)
    if ImageRun.isOwn(stored) {
      let settings = try ImageRun.configuration(of: stored, from: checkpoint)
      let run = try ImageRun(
        settings, images: MNIST(in: data.folder()), workspace: threads.workspace())
      try run.resume(from: stored, at: checkpoint)
      print(JSON.object(run.summary(run.evaluate())))
      return
    }
    if TextRun.isOwn(stored) {
      let settings = try TextRun.configuration(of: stored, from: checkpoint)
      let run = try TextRun(
        settings, texts: PennTreebank(in: data.folder()), workspace: threads.workspace())
      try run.resume(from: stored, at: checkpoint)
      print(JSON.object(run.summary(run.evaluate())))
      return
    }
    let settings = try TrainingRun.configuration(of: stored, from: checkpoint)
    let images = settings.task.needsImages ? try MNIST(in: data.folder()) : nil
    let run = try TrainingRun(settings, images: images, workspace: threads.workspace())
    try run.resume(from: stored, at: checkpoint)
    print(JSON.object(run.summary(run.evaluate())))
  }
}
