/// The result of one run: a row of a table, with all it takes to repeat it.
///
/// A number that is not finite stands for none: it is written as `null`, which is read as NaN.
public struct RunRecord: Sendable {
  /// How a run was trained.
  public enum Mode: String, Sendable, CaseIterable {
    /// As in the paper.
    case paper
    /// With what the paper does not have.
    case improved
    /// With other maps than the paper compares, to compare with.
    case baseline
  }

  /// The table.
  public var table: String
  /// The row within the table.
  public var row: String
  /// How the run was trained.
  public var mode: Mode
  /// What was learned.
  public var task: String
  /// The kind of the layers' maps.
  public var map: String
  /// Which layers are compressed.
  public var compress: String
  /// The exact number of weights.
  public var weights: Int
  /// The task's loss on data that was not trained on.
  public var loss: Double
  /// The share of right answers on that data, 0...1.
  public var accuracy: Double
  /// The wavelet loss at the end.
  public var waveletLoss: Double
  /// Steps of training.
  public var steps: Int
  /// Sequences in a step.
  public var batch: Int
  /// Wall-clock time of training, and of validating and testing meanwhile.
  public var seconds: Double
  /// The seed of all that is random.
  public var seed: UInt64
  /// The command that repeats the run.
  public var command: String
  /// The instruction set of the kernels.
  public var isa: String
  /// Threads.
  public var threads: Int
  /// The core that OpenBLAS was run for.
  public var blasCore: String
  /// The machine.
  public var machine: String
  /// Anything else worth knowing.
  public var note: String
  /// The paper's share of right answers, 0...1.
  public var paperAccuracy: Double?
  /// The paper's loss.
  public var paperLoss: Double?
  /// The paper's number of weights.
  public var paperWeights: Int?
  /// What predicting characters gave, where the row is of text.
  public var characters: CharacterResult?
  /// What each seed gave, where the row is of images; then `accuracy`, `loss`, `waveletLoss` and
  /// `seconds` are means over them.
  public var seeds: [SeedResult] = []

  /// What a run of one seed gave.
  public struct SeedResult: Sendable, Equatable {
    /// The seed.
    public var seed: UInt64
    /// The share of right answers after the last epoch.
    public var accuracy: Double
    /// The share of right answers after the best epoch.
    public var bestAccuracy: Double

    /// What a run of one seed gave.
    public init(seed: UInt64, accuracy: Double, bestAccuracy: Double) {
      self.seed = seed
      self.accuracy = accuracy
      self.bestAccuracy = bestAccuracy
    }
  }

  /// What a run on text gave, in bits a character.
  public struct CharacterResult: Sendable, Equatable {
    /// Of the test text after the last epoch.
    public var bits: Double
    /// Of the test text after the epoch that was best on the validation text.
    public var bestBits: Double
    /// Of the validation text after that epoch.
    public var validationBits: Double
    /// What the paper printed.
    public var paperBits: Double?

    /// What a run on text gave.
    public init(
      bits: Double, bestBits: Double, validationBits: Double, paperBits: Double? = nil
    ) {
      self.bits = bits
      self.bestBits = bestBits
      self.validationBits = validationBits
      self.paperBits = paperBits
    }
  }

  /// The result of a run.
  public init(
    table: String, row: String, mode: Mode, task: String, map: String, compress: String,
    weights: Int, loss: Double, accuracy: Double, waveletLoss: Double, steps: Int, batch: Int,
    seconds: Double, seed: UInt64, command: String, isa: String, threads: Int, blasCore: String,
    machine: String, note: String = "", paperAccuracy: Double? = nil, paperLoss: Double? = nil,
    paperWeights: Int? = nil
  ) {
    self.table = table
    self.row = row
    self.mode = mode
    self.task = task
    self.map = map
    self.compress = compress
    self.weights = weights
    self.loss = loss
    self.accuracy = accuracy
    self.waveletLoss = waveletLoss
    self.steps = steps
    self.batch = batch
    self.seconds = seconds
    self.seed = seed
    self.command = command
    self.isa = isa
    self.threads = threads
    self.blasCore = blasCore
    self.machine = machine
    self.note = note
    self.paperAccuracy = paperAccuracy
    self.paperLoss = paperLoss
    self.paperWeights = paperWeights
  }
}

extension RunRecord: Equatable {
  /// Records are equal that are written equally: numbers that are not finite among them.
  public static func == (a: Self, b: Self) -> Bool { a.json == b.json }
}
