public import Kernels
import LinearAlgebra
import Networks
import RealModule
import StructuredLinear

/// One training of a network on characters, from its start or from a checkpoint, to its end
/// or to an interruption. The network is validated at the start and after each epoch, and tested where
/// it is better than before.
///
/// The calling program sets ``OpenBLAS/threads`` to 1: the threads of a run are those of its workspace.
public final class TextRun: TrainingRun {
  /// What the run computes.
  public let configuration: TextConfiguration
  /// Where checkpoints go, every so many steps, at the end of each epoch and at an interruption; nil
  /// for none.
  public let checkpointPath: String?
  /// Exact number of weights.
  public var weightCount: Int { trainer.parameters.count }
  /// Steps taken.
  public var step: Int { trainer.step }
  /// Steps of the whole run.
  public var stepCount: Int { configuration.epochs * stepsPerEpoch }
  /// Whether training has come to its end.
  public var isFinished: Bool { step >= stepCount && results.count > configuration.epochs }
  /// Epochs that are done.
  public var epochsDone: Int { max(0, results.count - 1) }

  let pass: TextPass
  var trainer: Trainer<TextNetwork>
  /// Sum of the losses of the epoch's steps, which have equally many scored characters.
  var epochLoss = 0.0
  /// Bits a character of the validation text, of the start and of each epoch that is done.
  var results: [Double] = []
  /// Bits a character of the test text at the best of these.
  public internal(set) var bestBits = Double.nan
  /// The hidden state that the next segment starts from, empty before the first of an epoch; nil where
  /// all start from zeros.
  var state: [Float]?
  var log: RunLog?
  var clock = TrainingClock()

  private let train: TextBatches
  private let valid: TextBatches
  let test: TextBatches
  let symbolCount: Int
  /// The checksum of what is trained and tested with.
  let dataChecksum: String
  var stepsPerEpoch: Int { train.segments.count }

  var symbols: [Int] = []
  var labels: [Int] = []
  var outputs: [Float] = []
  private var outputGradient: [Float] = []

  private static let checkpointInterval = 100

  /// A run before its first step.
  ///
  /// - Throws: ``ConfigurationError`` where the configuration makes no sense or does not suit the
  ///   texts.
  public init(
    _ configuration: TextConfiguration, texts: PennTreebank, workspace: Workspace<Float>,
    checkpointPath: String? = nil
  ) throws(ConfigurationError) {
    try configuration.validate()
    guard configuration.characters <= texts.train.count else {
      throw ConfigurationError(
        "--characters", expected: "at most the \(texts.train.count) of the training text",
        found: "\(configuration.characters)")
    }
    func batches(_ text: [UInt8], _ end: TextBatches.End) throws(ConfigurationError) -> TextBatches
    {
      let batches = TextBatches(
        text, streams: configuration.batch, length: configuration.segment,
        warmUp: configuration.warmUp, end: end)
      guard !batches.segments.isEmpty else {
        throw ConfigurationError(
          "--segment", expected: "less than a stream of \(text.count / configuration.batch)",
          found: "\(configuration.segment)")
      }
      return batches
    }
    let characters = configuration.characters
    self.configuration = configuration
    self.checkpointPath = checkpointPath
    train = try batches(
      characters > 0 ? Array(texts.train.prefix(characters)) : texts.train, .unused)
    let end: TextBatches.End =
      configuration.segmentStart == .previous ? .shorter : .overlapping
    valid = try batches(texts.valid, end)
    test = try batches(texts.test, end)
    symbolCount = texts.alphabet.count
    dataChecksum = texts.checksum
    let network = configuration.network(symbols: symbolCount)
    trainer = Trainer(
      network, optimizer: configuration.optimizer(of: network.parameters),
      maskSeed: configuration.seed ^ 0x6d61_736b)
    if configuration.clip > 0 { trainer.largestGradientNorm = configuration.clip }
    trainer.auxiliaryWeight = configuration.waveletLossWeight
    pass = TextPass(workspace: workspace)
    state = firstState
    updateSchedule()
  }

  /// What ``state`` is before the first segment.
  var firstState: [Float]? { configuration.segmentStart == .previous ? [] : nil }

  /// The rate of the epoch that begins.
  func updateSchedule() {
    trainer.schedule =
      switch configuration.decay {
      case .stall: .scaled(by: Double.pow(configuration.stallFactor, stalls(in: results[...])))
      case .cosine: .cosine(steps: stepCount, final: 0.01)
      }
  }

  /// Epochs after which the validation text was no better than before.
  private func stalls(in results: ArraySlice<Double>) -> Int {
    results.indices.dropFirst().count { results[$0] >= results[..<$0].min()! }
  }

  /// How often a finished run has lowered its rate: no step follows the last epoch.
  var rateReductions: Int { stalls(in: results.dropLast()) }
}

extension TextRun {
  /// Trains, as ``TrainingRun`` has it.
  public func train(
    isInterrupted: () -> Bool, observe: (TrainingStatus) -> Void
  ) throws -> Bool {
    if !isFinished { clock.begin() }
    defer { clock.end() }
    if results.isEmpty { try closeEpoch() }
    while !isFinished {
      if isInterrupted() {
        try writeCheckpoint()
        return false
      }
      let report = try takeStep()
      let position = step % stepsPerEpoch
      observe(
        TrainingStatus(
          step: step, loss: epochLoss / Double(position > 0 ? position : stepsPerEpoch),
          waveletLoss: report.auxiliaryLoss))
      if position == 0 {
        try closeEpoch()
      } else if step.isMultiple(of: Self.checkpointInterval) {
        try writeCheckpoint()
      }
    }
    return true
  }

  private func takeStep() throws(TrainingError) -> Trainer<TextNetwork>.Report {
    let segment = train.segments[step % stepsPerEpoch]
    train.write(segment, to: &symbols, labels: &labels)
    let (symbols, labels) = (symbols, labels)
    var outputs = take(&self.outputs)
    var outputGradient = take(&self.outputGradient)
    defer {
      self.outputs = outputs
      self.outputGradient = outputGradient
    }
    let count = symbols.count * symbolCount
    resize(&outputs, count)
    resize(&outputGradient, count)
    let report = try trainer.takeStep { network, gradient in
      var all = outputs.mutableSpan
      var toAll = outputGradient.mutableSpan
      pass.run(
        network, symbols: symbols.span, steps: segment.length, batch: train.streams, state: &state,
        outputs: &all)
      // What warms the state up is not scored.
      let first = count - labels.count * symbolCount
      for i in 0..<first { toAll[i] = 0 }
      var toScored = toAll._mutatingExtracting(first..<count)
      let loss = Loss.crossEntropy(
        all.span.extracting(first..<count), labels: labels.span, classes: symbolCount,
        gradient: &toScored)
      pass.pullback(
        network, symbols: symbols.span, outputGradient: toAll.span, gradient: &gradient)
      return loss
    }
    epochLoss += report.loss
    return report
  }

  /// Validates, writes a line of the log and a checkpoint.
  private func closeEpoch() throws {
    let bits = bitsPerCharacter(valid)
    try requireFinite(bits, "validation bits")
    let loss = step > 0 ? JSON(epochLoss / Double(stepsPerEpoch)) : .null
    if results.allSatisfy({ bits < $0 }) { bestBits = bitsPerCharacter(test) }
    results.append(bits)
    try log?.append([
      "step": .init(step), "epoch": .init(results.count - 1), "loss": loss,
      "validation_bpc": .init(bits), "wavelet_loss": .init(waveletLoss),
      "rate": .init(configuration.rate * trainer.schedule.factor(at: max(0, step - 1))),
    ])
    epochLoss = 0
    state = firstState
    updateSchedule()
    try writeCheckpoint()
  }
}
