import ArgumentParser
import Experiments
import Networks

struct TrainImages: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mnist", abstract: "Trains LeNet on MNIST, or on another set in its format.",
    discussion: """
      The last line printed is one JSON object. With --checkpoint, a file is written after each epoch \
      and at an interruption (SIGINT, SIGTERM, SIGHUP); --resume goes on from it, bit for bit. The \
      log has a line for the start and for each epoch.
      """)

  @OptionGroup(title: "Settings") var settings: ImageOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var files: RunFiles
  @OptionGroup var threads: ThreadOptions

  func run() throws {
    let settings = settings.configuration
    try settings.validate()
    try files.requireConsistent()
    let run = try ImageRun(
      settings, images: MNIST(in: data.folder()), workspace: threads.workspace(),
      checkpointPath: files.checkpoint)
    try files.train(run)
    print(JSON.object(run.summary(run.evaluate())))
  }
}
