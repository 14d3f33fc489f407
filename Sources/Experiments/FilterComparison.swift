public import Kernels
import Networks
import StructuredLinear
import Wavelets

/// Ways to learn filters side by side, with the same starts, steps and optimizer: filters for sparse
/// coefficients (`SparsityStudy`), and the filters of a fully compressed recurrent network on the
/// adding problem.
public struct FilterComparison {
  /// Filters to start from.
  static let starts = [WaveletName("haar6")!, WaveletName("db3")!]
  /// Sizes of the network.
  static let (hidden, timeSteps, networkLevels) = (64, 50, 4)

  /// Steps of learning for sparse coefficients.
  public let steps: Int
  /// Steps of training the network.
  public let networkSteps: Int
  /// Fixes everything random.
  public let seed: UInt64
  private let workspace: Workspace<Float>

  /// A comparison.
  ///
  /// - Throws: ``ConfigurationError`` for numbers of steps outside of 0...1,000,000.
  public init(
    steps: Int, networkSteps: Int, seed: UInt64, workspace: Workspace<Float>
  ) throws(ConfigurationError) {
    for (name, value) in [("--steps", steps), ("--network-steps", networkSteps)] {
      guard (0...1_000_000).contains(value) else {
        throw ConfigurationError(name, expected: "0...1000000", found: "\(value)")
      }
    }
    self.steps = steps
    self.networkSteps = networkSteps
    self.seed = seed
    self.workspace = workspace
  }

  /// The command that repeats the comparison.
  public var command: String {
    "wavepress compare-filters --steps \(steps) --network-steps \(networkSteps) --seed \(seed)"
      + " --threads \(workspace.threads)"
  }

  /// Runs everything and tells of each result.
  public func run(_ observe: (FilterRecord) -> Void) throws -> [FilterRecord] {
    var records: [FilterRecord] = []
    func add(_ record: FilterRecord) {
      records.append(record)
      observe(record)
    }
    let study = SparsityStudy(
      steps: steps, seed: seed,
      workspace: Workspace(
        threads: workspace.threads, instructionSet: workspace.instructionSet))
    for start in Self.starts {
      var generator = SplitMix64(seed: seed)
      let bank: FilterBank<Double> = start.bank(using: &generator)
      add(try record(start, "not learned", study, bank))
      for (learning, weight) in Self.ways {
        let filters = try learning.filters(from: bank)
        let clock = ContinuousClock()
        let begin = clock.now
        let learned = study.learn(filters, lossWeight: weight)
        let seconds = (clock.now - begin) / .seconds(1)
        let name = learning.rawValue + (weight == 1 ? "" : ", loss × \(Int(weight))")
        var record = try record(start, name, study, learned)
        record.parameters = filters.start.count
        record.steps = steps
        record.seconds = seconds
        add(record)
      }
    }
    for start in Self.starts {
      for learning in FilterLearning.allCases { add(try network(start, learning)) }
    }
    return records
  }

  /// Where there is a loss, with the paper's weight and with one that holds filters near a wavelet.
  private static let ways: [(FilterLearning, Double)] = [
    (.free, 1), (.free, 100), (.freeGeneral, 1), (.freeGeneral, 100), (.lattice, 1), (.lifting, 1),
  ]

  private func record(
    _ start: WaveletName, _ filters: String, _ study: SparsityStudy, _ bank: FilterBank<Double>
  ) throws -> FilterRecord {
    FilterRecord(
      experiment: .sparsity, start: "\(start)", filters: filters,
      objective: study.testObjective(bank),
      share: study.testEnergy(bank), reconstructionError: bank.reconstructionError,
      conditionNumber: try bank.conditionNumber(
        length: SparsityStudy.length, levels: SparsityStudy.levels),
      seed: seed, command: command, machine: Machine(workspace))
  }

  private func network(
    _ start: WaveletName, _ learning: FilterLearning
  ) throws -> FilterRecord {
    var settings = SequenceConfiguration()
    settings.hidden = Self.hidden
    settings.timeSteps = Self.timeSteps
    settings.steps = networkSteps
    settings.levels = Self.networkLevels
    settings.wavelet = start
    settings.mode = .periodization
    settings.filters = learning
    settings.seed = seed
    settings.rate = 5e-3
    settings.decay = .cosine
    settings.clip = 1
    settings.bias = .logarithmicChrono
    let run = try SequenceRun(settings, workspace: workspace)
    _ = try run.train()
    let evaluation = run.evaluate()
    // In double precision, to see the filters' error and not the measurement's.
    let banks = run.trainer.network.cell.maps.compactMap { ($0 as? WaveletMap<Float>)?.bank }
      .map { FilterBank<Double>(elements: $0.elements.map(Double.init)) }
    return FilterRecord(
      experiment: .adding, start: "\(start)", filters: learning.rawValue,
      objective: evaluation.loss,
      share: evaluation.accuracy,
      reconstructionError: banks.map(\.reconstructionError).max() ?? .nan,
      conditionNumber: try banks.map {
        try $0.conditionNumber(length: Self.hidden, levels: Self.networkLevels)
      }.max() ?? .nan,
      parameters: run.weightCount, steps: run.step, seconds: run.seconds, seed: seed,
      command: settings.command + " --threads \(workspace.threads)", machine: Machine(workspace))
  }
}
