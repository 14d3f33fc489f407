import Experiments
import Foundation
import Kernels
import Networks
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Training runs on characters")
struct TextRunTests {
  let folder = TemporaryFolder()
  let texts: PennTreebank

  init() throws {
    folder.writeTexts(train: 1200, valid: 300, test: 301)
    texts = try PennTreebank(in: DataFolder(folder.path))
  }

  /// Eighteen steps an epoch.
  func settings(_ map: MapKind = .wavelet) -> TextConfiguration {
    var settings = TextConfiguration()
    settings.map = map
    settings.hidden = 16
    settings.embedding = 5
    settings.levels = 2
    settings.rank = 2
    settings.batch = 4
    settings.segment = 20
    settings.warmUp = 4
    settings.epochs = 3
    return settings
  }

  /// A convolutional network in place of the recurrent one.
  func convolutional() -> TextConfiguration {
    var settings = settings(.dense)
    settings.model = .convolutional
    settings.blocks = 2
    settings.taps = 2
    return settings
  }

  /// A run, from its checkpoint if there is one.
  func run(
    _ settings: TextConfiguration, _ name: String, threads: Int = 1
  ) throws -> TextRun {
    try folder.open(name) {
      try TextRun(
        settings, texts: texts, workspace: Workspace(threads: threads), checkpointPath: $0)
    }
  }

  /// A number in each line of a log; NaN where there is none.
  func column(_ key: String, of name: String) throws -> [Double] {
    try folder.lines(name).map { $0[key]?.double ?? .nan }
  }

  /// Interrupted before the first step, within epochs, at their ends, and just before the end; each
  /// part on another number of threads.
  @Test(
    arguments: [MapKind.dense, .wavelet, .tensorTrain], [TextConfiguration.Decay.stall, .cosine])
  func resumedEqualsUninterrupted(_ map: MapKind, _ decay: TextConfiguration.Decay) throws {
    var settings = settings(map)
    settings.decay = decay
    if map == .wavelet { settings.dropout = 0.1 }
    try checkResumption(settings)
  }

  @Test(arguments: TextConfiguration.Method.allCases)
  func resumedConvolutionalEqualsUninterrupted(_ optimizer: TextConfiguration.Method) throws {
    var settings = convolutional()
    settings.optimizer = optimizer
    settings.dropout = 0.1
    settings.stallFactor = 0.1
    try checkResumption(settings)
  }

  @Test(arguments: [MapKind.dense, .wavelet])
  func resumedWithStateEqualsUninterrupted(_ map: MapKind) throws {
    var settings = settings(map)
    settings.goesOn()
    settings.segment = 16
    settings.readoutDropout = 0.2
    settings.zoneout = 0.1
    try checkResumption(settings)
  }

  func checkResumption(_ settings: TextConfiguration) throws {
    var settings = settings
    // Two parts, and nine steps an epoch.
    settings.batch = 8
    let whole = try run(settings, "whole")
    #expect(try whole.train())
    #expect(whole.isFinished && whole.epochsDone == 3 && whole.step == 27)
    for (threads, step) in [0, 1, 8, 9, 13, 26].enumerated() {
      let part = try run(settings, "parts", threads: 1 + threads % 3)
      #expect(try !part.train(isInterrupted: { part.step == step }))
      #expect(try folder.checkpoint("parts").step == step)
    }
    let last = try run(settings, "parts", threads: 2)
    #expect(try last.train())
    try folder.expectSame("parts", as: "whole")
    #expect(last.evaluate() == whole.evaluate())
    // Finished: nothing is done, and nothing logged again.
    #expect(try run(settings, "parts").train())
    #expect(folder.text(of: "parts.log") == folder.text(of: "whole.log"))
  }

  /// From 2.6 bits a letter towards 0.4, on letters that were not trained on.
  @Test(arguments: MapKind.allCases) func learns(_ map: MapKind) throws {
    var settings = settings(map)
    settings.epochs = 20
    settings.rate = 2e-2
    settings.clip = 1
    settings.decay = .cosine
    let run = try run(settings, "run")
    #expect(try run.train())
    let bits = try column("validation_bpc", of: "run")
    #expect(bits.count == 21 && bits[0] > 2.3)
    #expect(bits[20] < 0.8, "\(bits)")
    #expect(run.validationBits == bits[20])
    #expect(run.bestValidationBits == bits.min() && bits[run.bestEpoch] == bits.min())
    #expect(abs(run.evaluate() - bits[20]) < 0.4)
    #expect((run.waveletLoss > 0) == (map == .wavelet))
    let loss = try column("loss", of: "run")
    #expect(loss[0].isNaN && loss[20] < 0.6)
  }

  /// As far as the others, with as many features in the tied read-out as there are letters and two
  /// more, as none of them is negative.
  @Test func learnsByConvolutions() throws {
    var settings = convolutional()
    settings.embedding = 8
    settings.epochs = 20
    settings.rate = 2e-2
    settings.clip = 1
    settings.decay = .cosine
    settings.dropout = 0.1
    let run = try run(settings, "run")
    #expect(try run.train())
    let bits = try column("validation_bpc", of: "run")
    #expect(bits[0] > 2.3 && bits[20] < 0.8, "\(bits)")
    #expect(abs(run.evaluate() - bits[20]) < 0.4)
    #expect(run.waveletLoss == 0)
  }

  /// With a rate that is far too high, validation stalls.
  @Test func rateFallsWhereValidationStalls() throws {
    var settings = settings()
    settings.rate = 0.3
    settings.stallFactor = 0.25
    settings.epochs = 8
    #expect(try run(settings, "run").train())
    let bits = try column("validation_bpc", of: "run")
    let rates = try column("rate", of: "run")
    var expected = 0.3
    for epoch in 1...8 {
      #expect(abs(rates[epoch] - expected) < 1e-12)
      if bits[epoch] >= bits[..<epoch].min()! { expected /= 4 }
    }
    #expect(expected < 0.3)

    // A training that ends where validation is worse than before has the test figure of one that ends
    // at its best epoch.
    settings.epochs = try #require((2...8).last { bits[$0] > bits[..<$0].min()! })
    let worse = try run(settings, "worse")
    #expect(try worse.train())
    #expect(worse.bestEpoch < settings.epochs)
    settings.epochs = worse.bestEpoch
    let best = try run(settings, "best")
    #expect(try best.train())
    #expect(try column("validation_bpc", of: "best") == Array(bits.prefix(worse.bestEpoch + 1)))
    #expect(worse.bestBits == best.evaluate() && worse.bestBits != worse.evaluate())
  }

  @Test func refusesOtherRuns() throws {
    let path = folder.file("run")
    #expect(try run(settings(), "run").train())
    let checkpoint = try Checkpoint<Float>(contentsOf: path)
    var other = settings()
    other.rate = 1
    func failure(_ change: (inout Checkpoint<Float>) -> Void, _ settings: TextConfiguration)
      throws -> String
    {
      var changed = checkpoint
      change(&changed)
      let run = try TextRun(settings, texts: texts, workspace: Workspace(threads: 1))
      do {
        try run.resume(from: changed, at: "DIR")
        return "none"
      } catch { return "\(error)" }
    }
    #expect(try failure({ _ in }, settings()) == "none")
    // Checkpoints of before there were other networks.
    func isOlder(_ checkpoint: inout Checkpoint<Float>) {
      for key in [
        "model", "blocks", "taps", "optimizer", "structure-rate", "stall-factor",
        "segment-start", "terms", "reset-terms", "readout-dropout", "zoneout",
      ] {
        checkpoint.configuration[key] = nil
      }
    }
    #expect(try failure(isOlder, settings()) == "none")
    #expect(
      try failure({ _ in }, other) == "DIR: expected a run with --rate 1.0, found --rate 0.005")
    #expect(
      try failure({ $0.configuration["magic"] = "0.1" }, settings())
        == "DIR: expected only settings that this version has, found \"--magic 0.1\"")
    #expect(
      try failure({ $0.configuration["task"] = "mnist" }, settings())
        == "DIR: expected a training run of the task penn-treebank, found \"mnist\"")
    #expect(
      try failure({ $0.configuration["data"] = "0123abcd" }, settings())
        == "DIR: expected a run on data with CRC-32 \(texts.checksum), "
        + "found \"0123abcd\"")
    #expect(
      try failure({ $0.configuration["results"] = "1 2" }, settings())
        == "DIR: expected validation results of 3 epochs, found \"1 2\"")
    #expect(
      try failure({ $0.configuration["best"] = nil }, settings())
        == "DIR: expected the test result of the best epoch, found none")
    #expect(
      try failure({ $0.generators = [:] }, settings())
        == "DIR: expected the state of generator masks, found none")
  }

  @Test func refusesOtherStates() throws {
    var settings = settings()
    settings.goesOn()
    let run = try run(settings, "run")
    #expect(try !run.train(isInterrupted: { run.step == 3 }))
    var checkpoint = try Checkpoint<Float>(contentsOf: folder.file("run"))
    #expect(checkpoint.states["hidden"]?.count == 64)
    for (state, found) in [(nil, "none"), ([Float](repeating: 0, count: 16), "16")] {
      checkpoint.states["hidden"] = state
      let other = try TextRun(settings, texts: texts, workspace: Workspace(threads: 1))
      let error = #expect(throws: FileError.self) { try other.resume(from: checkpoint, at: "DIR") }
      #expect(error?.description == "DIR: expected a hidden state of 64, found \(found)")
      #expect(other.step == 0)
    }
  }
}
