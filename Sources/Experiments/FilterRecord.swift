public import Networks

/// What came of one way to learn filters.
public struct FilterRecord: Sendable {
  /// What was learned.
  public enum Experiment: String, CaseIterable, Sendable {
    case sparsity, adding
  }

  let experiment: Experiment
  /// The filters at the start.
  let start: String
  /// How they are learned.
  let filters: String
  /// The smooth norm of the coefficients, or the loss, on data that was not trained on.
  let objective: Double
  /// The share of energy that a tenth of the coefficients gives back, or of right answers.
  let share: Double
  /// The largest of the filters' reconstruction errors.
  let reconstructionError: Double
  /// The largest condition number of an analysis.
  let conditionNumber: Double
  /// All that is learned.
  var parameters = 0
  var steps = 0
  var seconds = 0.0
  let seed: UInt64
  let command: String
  let machine: Machine

  /// The record as an object, which is written in one line with its keys in a fixed order.
  public var json: JSON.Object {
    [
      "experiment": .string(experiment.rawValue), "start": .string(start),
      "filters": .string(filters),
      "parameters": .init(parameters), "objective": .init(objective), "share": .init(share),
      "reconstruction_error": .init(reconstructionError),
      "condition_number": .init(conditionNumber), "steps": .init(steps),
      "seconds": .init(seconds), "seed": .init(seed), "command": .string(command),
      "isa": .string(machine.instructionSet.rawValue), "threads": .init(machine.threads),
      "blas_core": .string(machine.core), "machine": .string(machine.cpu),
    ]
  }

  /// Both tables in Markdown, each below what it shows.
  public static func markdown(_ records: [Self]) -> String {
    var lines = ["## Ways to learn filters", ""]
    if let first = records.first {
      let machine = first.machine
      let conditions = Machine.line(
        cpu: machine.cpu, isa: machine.instructionSet.rawValue, threads: machine.threads,
        core: machine.core)
      lines += [
        "\(conditions); seed \(first.seed)", "", "```sh",
        first.command, "```", "",
      ]
    }
    for experiment in Experiment.allCases {
      lines += [
        experiment.text, "", experiment.header,
        "| :-- | :-- |" + String(repeating: " --: |", count: 7),
      ]
      lines += records.filter { $0.experiment == experiment }.map(\.row)
      lines.append("")
    }
    return lines.dropLast().joined(separator: "\n") + "\n"
  }

  private var row: String {
    let cells = [
      start, filters, parameters == 0 ? "–" : "\(parameters)", objective.significant(4),
      (100 * share).fixed(2), reconstructionError.significant(2), conditionNumber.significant(4),
      steps == 0 ? "–" : "\(steps)", steps == 0 ? "–" : seconds.fixed(0),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }
}

extension FilterRecord.Experiment {
  fileprivate var header: String {
    let figures =
      switch self {
      case .sparsity: "parameters | norm | energy %"
      case .adding: "weights | loss | accuracy %"
      }
    return
      "| start | filters | \(figures) | reconstruction error | condition number | steps | seconds |"
  }

  fileprivate var text: String {
    switch self {
    case .sparsity:
      """
      Sparse coefficients: signals of \(SparsityStudy.length) samples (chirps in a Hann window), \
      periodized, \(SparsityStudy.levels) levels, filters of six taps in double precision. "norm" is the \
      mean of √(c² + 0.01²) over the coefficients of the bank and of its dual, which is minimised by \
      Adam; "energy" is the share that the tenth of the coefficients with the largest parts in a signal \
      gives back. Both are of signals that were not learned from.
      """
    case .adding:
      """
      The adding problem of \(FilterComparison.timeSteps) steps by a gated recurrent unit of \
      \(FilterComparison.hidden), whose three recurrent maps are wavelet layers with six taps and \
      \(FilterComparison.networkLevels) levels, periodized, in single precision. Errors and condition \
      numbers are the largest of the three maps'.
      """
    }
  }
}
