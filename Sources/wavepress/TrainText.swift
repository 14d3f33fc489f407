import ArgumentParser
import Experiments
import Networks

struct TrainText: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "penn-treebank",
    abstract: "Trains a recurrent or convolutional network on the Penn Treebank's characters.",
    discussion: """
      The last line printed is one JSON object; bpc are bits a character of the test text. With \
      --checkpoint, a file is written every hundred steps, after each epoch and at an interruption \
      (SIGINT, SIGTERM, SIGHUP); --resume goes on from it, bit for bit. The log has a line for the \
      start and for each epoch.
      """)

  @OptionGroup(title: "Settings") var settings: TextOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var files: RunFiles
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let settings = settings.configuration
    try settings.validate()
    try files.requireConsistent()
    let run = try TextRun(
      settings, texts: PennTreebank(in: data.folder()), workspace: threads.workspace(),
      checkpointPath: files.checkpoint)
    try files.train(run)
    print(JSON.object(run.summary(run.evaluate())))
  }
}
