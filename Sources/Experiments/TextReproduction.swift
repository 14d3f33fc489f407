public import Kernels

/// Trains the rows of Table 2 d and keeps their results.
public struct TextReproduction: TableReproduction {
  /// The table.
  public let table: TextTable
  /// Where results are kept.
  public let results: ResultStore
  /// Folder of checkpoints and logs.
  public let runs: String
  private let texts: PennTreebank
  private let workspace: Workspace<Float>

  /// A reproduction that writes to folders, which have to exist.
  public init(
    _ table: TextTable, texts: PennTreebank, results: String, runs: String,
    workspace: Workspace<Float>
  ) {
    self.table = table
    self.results = ResultStore(name: table.name, order: table.order, folder: results) {
      $0.characterMarkdown(title: table.title, table: table.name)
    }
    self.texts = texts
    self.runs = runs
    self.workspace = workspace
  }

  /// Trains one row, as ``TableReproduction`` has it.
  public func run(
    _ row: TextTable.Row, train: (TextRun) throws -> Bool
  ) throws -> RunRecord? {
    let path = "\(runs)/\(table.name)-\(row.slug)"
    let run = try TextRun(
      row.configuration, texts: texts, workspace: workspace,
      checkpointPath: path + ".safetensors")
    try run.goOn(at: path)
    guard try train(run) else { return nil }
    let record = record(of: row, run)
    try results.put(record)
    return record
  }

  private func record(of row: TextTable.Row, _ run: TextRun) -> RunRecord {
    let settings = row.configuration
    let bits = run.evaluate()
    let machine = Machine(workspace)
    var record = RunRecord(
      table: table.name, row: row.name, mode: row.mode, task: TextConfiguration.task,
      map: settings.map.rawValue, compress: settings.compressName, weights: run.weightCount,
      loss: TextRun.nats(bits), accuracy: .nan, waveletLoss: run.waveletLoss, steps: run.step,
      batch: settings.batch, seconds: run.seconds, seed: settings.seed,
      command: settings.command, isa: machine.instructionSet.rawValue, threads: machine.threads,
      blasCore: machine.core, machine: machine.cpu, note: note(on: run),
      paperLoss: row.paper.map { TextRun.nats($0.bits) }, paperWeights: row.paper?.weights)
    record.characters = RunRecord.CharacterResult(
      bits: bits, bestBits: run.bestBits, validationBits: run.bestValidationBits,
      paperBits: row.paper?.bits)
    return record
  }

  /// How far a run went.
  private func note(on run: TextRun) -> String {
    func times(_ count: Int, _ name: String) -> String {
      "\(count) \(name)\(count == 1 ? "" : "s")"
    }
    let rate =
      switch run.configuration.decay {
      case .stall: "the rate was lowered \(times(run.rateReductions, "time"))"
      case .cosine: "the rate fell along a cosine"
      }
    return "\(times(run.epochsDone, "epoch")) over the training text, of which "
      + "\(run.bestEpoch) was best on the validation text; \(rate)."
  }
}
