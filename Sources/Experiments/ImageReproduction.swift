public import Kernels

/// Trains the rows of Table 1 with each of their seeds and keeps the results.
public struct ImageReproduction: TableReproduction {
  /// The table.
  public let table: ImageTable
  /// Where results are kept.
  public let results: ResultStore
  /// Folder of checkpoints and logs.
  public let runs: String
  private let images: MNIST
  private let workspace: Workspace<Float>

  /// A reproduction that writes to folders, which have to exist.
  public init(
    _ table: ImageTable, images: MNIST, results: String, runs: String, workspace: Workspace<Float>
  ) {
    self.table = table
    self.results = ResultStore(name: table.name, order: table.order, folder: results) {
      $0.errorMarkdown(title: table.title, table: table.name)
    }
    self.images = images
    self.runs = runs
    self.workspace = workspace
  }

  /// The run of one seed, from its checkpoint where there is one.
  public func run(_ row: ImageTable.Row, seed: UInt64) throws -> ImageRun {
    var settings = row.configuration
    settings.seed = seed
    let path = "\(runs)/\(table.name)-\(row.slug)-\(seed)"
    let run = try ImageRun(
      settings, images: images, workspace: workspace, checkpointPath: path + ".safetensors")
    try run.goOn(at: path)
    return run
  }

  /// Those of the table.
  public func seeds(of row: ImageTable.Row) -> [UInt64] { table.seeds }

  /// Trains one row with each seed, as ``TableReproduction`` has it.
  public func run(
    _ row: ImageTable.Row, train: (ImageRun) throws -> Bool
  ) throws -> RunRecord? {
    var trained: [ImageRun] = []
    for seed in table.seeds {
      let run = try run(row, seed: seed)
      guard try train(run) else { return nil }
      trained.append(run)
    }
    let record = record(of: row, trained)
    try results.put(record)
    return record
  }

  private func record(of row: ImageTable.Row, _ runs: [ImageRun]) -> RunRecord {
    let settings = row.configuration
    let evaluations = runs.map { $0.evaluate() }
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
    let accuracies = zip(runs, evaluations).map { $0.accuracy($1) }
    let machine = Machine(workspace)
    var record = RunRecord(
      table: table.name, row: row.name, mode: row.mode, task: ImageConfiguration.task,
      map: settings.map.rawValue, compress: settings.map == .dense ? "none" : "hidden",
      weights: runs[0].weightCount, loss: mean(evaluations.map(\.loss)),
      accuracy: mean(accuracies), waveletLoss: mean(runs.map(\.waveletLoss)),
      steps: runs[0].step, batch: settings.batch, seconds: mean(runs.map(\.seconds)),
      seed: settings.seed, command: settings.command, isa: machine.instructionSet.rawValue,
      threads: machine.threads, blasCore: machine.core, machine: machine.cpu,
      paperAccuracy: row.paper.map { 1 - $0.error }, paperWeights: row.paper?.weights)
    record.seeds = zip(runs, accuracies).map {
      .init(seed: $0.configuration.seed, accuracy: $1, bestAccuracy: $0.bestAccuracy)
    }
    return record
  }
}
