import ArgumentParser
import Experiments
import Networks

struct TrainSequences: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sequences", abstract: "Trains a recurrent network on a task over sequences.",
    discussion: """
      The last line printed is one JSON object. With --checkpoint, a file is written every so many \
      steps and at an interruption (SIGINT, SIGTERM, SIGHUP); --resume goes on from it, bit for bit. \
      The log has a line for every 100 steps and for each epoch. \
      sequential-mnist reads images as sequences of pixels, by --data or WAVEPRESS_DATA, and tests \
      after each epoch.
      """)

  @OptionGroup(title: "Settings") var settings: SequenceOptions
  @OptionGroup var data: DataOptions
  @OptionGroup var files: RunFiles
  @OptionGroup var threads: ThreadOptions

  @Option(help: "Steps between checkpoints.")
  var checkpointInterval = 500

  func run() throws {
    let settings = settings.configuration
    try settings.validate()
    guard checkpointInterval >= 1 else {
      throw ConfigurationError(
        "--checkpoint-interval", expected: "at least 1", found: "\(checkpointInterval)")
    }
    try files.requireConsistent()
    let images = settings.task.needsImages ? try MNIST(in: data.folder()) : nil
    let run = try SequenceRun(
      settings, images: images, workspace: threads.workspace(), checkpointPath: files.checkpoint,
      checkpointInterval: checkpointInterval)
    try files.train(run)
    print(JSON.object(run.summary(run.evaluate())))
  }
}
