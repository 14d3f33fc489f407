public import Kernels

/// Trains the rows of a table of sequences and keeps their results.
public struct Reproduction: TableReproduction {
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

  /// Trains one row, as ``TableReproduction`` has it.
  public func run(
    _ row: PaperTable.Row, train: (SequenceRun) throws -> Bool
  ) throws -> RunRecord? {
    let path = "\(runs)/\(table.name)-\(row.slug)"
    let run = try SequenceRun(
      row.configuration, images: images, workspace: workspace,
      checkpointPath: path + ".safetensors")
    try run.goOn(at: path)
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
