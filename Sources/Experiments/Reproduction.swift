public import Kernels
public import Networks

/// Runs the rows of a table one after the other and keeps their results.
///
/// Each row has a checkpoint, so that what is interrupted goes on where it was; a row whose result is
/// there with the same command is not run again.
public struct Reproduction {
  /// The table.
  public let table: PaperTable
  /// Where results are kept.
  public let results: ResultStore
  /// Folder of checkpoints and logs.
  public let runs: String
  private let images: MNIST?
  private let workspace: Workspace<Float>

  /// A reproduction that writes to folders, which have to exist.
  ///
  /// - Parameter images: What tables of images need.
  public init(
    _ table: PaperTable, images: MNIST? = nil, results: String, runs: String,
    workspace: Workspace<Float>
  ) {
    self.table = table
    self.images = images
    self.results = ResultStore(name: table.name, order: table.order, folder: results) {
      $0.markdown(title: table.title, table: table.name)
    }
    self.runs = runs
    self.workspace = workspace
  }

  /// Whether a row's result is there.
  public func isDone(_ row: PaperTable.Row) throws(FileError) -> Bool {
    try results.contains(row: row.name, mode: row.mode, command: row.configuration.command)
  }

  /// Trains one row, from its checkpoint where there is one, and stores its result.
  ///
  /// - Parameter train: Trains a run and returns whether it has come to its end.
  /// - Returns: The result, or nil where training was interrupted.
  public func run(
    _ row: PaperTable.Row, train: (SequenceRun) throws -> Bool
  ) throws -> RunRecord? {
    let checkpointPath = "\(runs)/\(table.name)-\(row.slug).safetensors"
    let run = try SequenceRun(
      row.configuration, images: images, workspace: workspace, checkpointPath: checkpointPath)
    if let checkpoint = try Checkpoint<Float>(ifPresentAt: checkpointPath) {
      try run.resume(from: checkpoint, at: checkpointPath)
    }
    try run.openLog("\(runs)/\(table.name)-\(row.slug).jsonl")
    guard try train(run) else { return nil }
    let record = record(of: row, run)
    try results.put(record)
    return record
  }

  private func record(of row: PaperTable.Row, _ run: SequenceRun) -> RunRecord {
    let settings = row.configuration
    let evaluation = run.evaluate()
    let machine = Machine(workspace)
    var record = RunRecord(
      table: table.name, row: row.name, mode: row.mode, task: settings.task.rawValue,
      map: settings.map.rawValue, compress: settings.compressName, weights: run.weightCount,
      loss: evaluation.loss, accuracy: evaluation.accuracy, waveletLoss: run.waveletLoss,
      steps: run.step, batch: settings.batch, seconds: run.seconds, seed: settings.seed,
      command: settings.command, isa: machine.instructionSet.rawValue, threads: machine.threads,
      blasCore: machine.core, machine: machine.cpu, note: note(on: run),
      paperAccuracy: row.paper?.accuracy, paperLoss: row.paper?.loss,
      paperWeights: row.paper?.weights)
    if settings.task.needsImages {
      record.seeds = [
        .init(
          seed: settings.seed, accuracy: evaluation.accuracy,
          bestAccuracy: run.bestAccuracy(evaluation))
      ]
    }
    return record
  }

  /// How far a run went, where its settings do not tell.
  private func note(on run: SequenceRun) -> String {
    let settings = run.configuration
    if run.step < settings.steps {
      return "Converged: ended after \(run.step * settings.batch) training sequences."
    }
    guard let epochs = run.epochs else { return "" }
    return "\(epochs) \(epochs == 1 ? "epoch" : "epochs") over the training images."
  }
}

extension Checkpoint {
  /// The checkpoint of a file, or nil where there is no file.
  init?(ifPresentAt path: String) throws(FileError) {
    guard try FileBytes.readIfPresent(path) != nil else { return nil }
    try self.init(contentsOf: path)
  }
}
