import Experiments
import Foundation
import Kernels
import Networks
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Training runs on images")
struct ImageRunTests {
  let folder = TemporaryFolder()
  private let images: MNIST

  init() throws {
    folder.writeImages(train: 50, test: 30)
    images = try MNIST(in: DataFolder(folder.path))
  }

  /// Six steps of an epoch, of which the last has fewer images.
  private func settings(_ map: MapKind = .wavelet) -> ImageConfiguration {
    var settings = ImageConfiguration()
    settings.map = map
    settings.levels = 2
    settings.rank = 2
    settings.batch = 9
    settings.epochs = 3
    return settings
  }

  /// A run, from its checkpoint if there is one.
  private func run(
    _ settings: ImageConfiguration, _ name: String, threads: Int = 1
  ) throws -> ImageRun {
    try folder.open(name) {
      try ImageRun(
        settings, images: images, workspace: Workspace(threads: threads), checkpointPath: $0)
    }
  }

  static let cases: [(MapKind, @Sendable (inout ImageConfiguration) -> Void)] = [
    (.wavelet, { _ in }),
    (
      .wavelet,
      {
        $0.dropout = 0.2
        $0.shift = 2
        $0.averaging = 0.9
        $0.decay = .cosine
        $0.rectifiers = .all
        $0.validation = 7
      }
    ),
    (.dense, { $0.images = 40 }), (.fastfood, { $0.dropout = 0.1 }), (.tensorTrain, { _ in }),
    (.lowRank, { $0.shift = 1 }),
  ]

  /// Interrupted before the first step, within epochs, at their ends, and just before the end; each
  /// part on another number of threads.
  @Test(arguments: 0..<6)
  func resumedEqualsUninterrupted(_ index: Int) throws {
    let (map, change) = Self.cases[index]
    var settings = settings(map)
    change(&settings)
    let whole = try run(settings, "whole")
    #expect(try whole.train())
    #expect(whole.step == whole.stepCount && whole.isFinished && whole.epochsDone == 3)
    #expect(try folder.lines("whole").count == 4)
    for (threads, step) in [0, 1, 5, 6, 8, whole.stepCount - 1].enumerated() {
      let part = try run(settings, "parts", threads: 1 + threads % 3)
      #expect(try !part.train(isInterrupted: { part.step == step }))
      #expect(try folder.checkpoint("parts").step == step)
    }
    let last = try run(settings, "parts", threads: 2)
    #expect(try last.train())
    try folder.expectSame("parts", as: "whole")
    #expect(last.evaluate() == whole.evaluate())
    #expect(last.bestAccuracy == whole.bestAccuracy)
    // Finished: nothing is done, and nothing logged again.
    #expect(try run(settings, "parts").train())
    #expect(folder.text(of: "parts.log") == folder.text(of: "whole.log"))
  }

  @Test(arguments: MapKind.allCases)
  func learns(_ map: MapKind) throws {
    var settings = settings(map)
    settings.epochs = 12
    settings.rank = 6
    let run = try run(settings, "run")
    #expect(try run.train())
    let lines = try folder.lines("run")
    #expect(lines.count == 13)
    #expect(lines[0]["loss"] == .null && lines[0]["step"] == 0)
    #expect(lines[0]["test_accuracy"]!.double! < 0.5)
    #expect(lines[12]["loss"]!.double! < 0.3)
    let accuracies = lines.map { $0["test_accuracy"]!.double! }
    #expect(accuracies[12] >= 0.9, "\(accuracies)")
    #expect(run.accuracy(run.evaluate()) == accuracies[12])
    #expect(run.bestAccuracy == accuracies.dropFirst().max())
    let losses = lines.map { $0["wavelet_loss"]!.double! }
    #expect((losses[12] > 0) == (map == .wavelet))
  }

  /// The same run with the images that are held back has their results in its log.
  @Test func validation() throws {
    var settings = settings()
    settings.validation = 10
    let validated = try run(settings, "validated")
    #expect(try validated.train())
    let line = try folder.lines("validated").last!
    #expect(line["test_accuracy"] == nil && line["validation_accuracy"] != nil)
    settings.validation = 0
    settings.images = 40
    let tested = try run(settings, "tested")
    #expect(try tested.train())
    #expect(try folder.checkpoint("validated").parameters == folder.checkpoint("tested").parameters)
    #expect(try folder.lines("tested").last!["test_accuracy"] != nil)
    #expect(validated.evaluate() != tested.evaluate())
    let (ofHeld, ofTest) = (
      validated.summary(validated.evaluate()), tested.summary(tested.evaluate())
    )
    #expect(ofHeld["validation"] == 10 && ofTest["validation"] == nil)
  }

  /// What is tested is the mean of weights, while those of the last step go on.
  @Test func averaging() throws {
    var settings = settings()
    let plain = try run(settings, "plain")
    #expect(try plain.train())
    settings.averaging = 0.99
    let mean = try run(settings, "mean")
    #expect(try mean.train())
    let (a, b) = (try folder.checkpoint("plain"), try folder.checkpoint("mean"))
    #expect(a.parameters == b.parameters)
    let average = try #require(b.optimizerVectors["average"])
    #expect(average != b.parameters.values && average.allSatisfy(\.isFinite))
    #expect(mean.evaluate() != plain.evaluate())
  }

  /// After one step a mean without a setting would keep 1/11 of the start.
  @Test func averagingKeepsItsShare() throws {
    var settings = settings()
    settings.averaging = 0.05
    let run = try run(settings, "run")
    #expect(try !run.train(isInterrupted: { run.step == 0 }))
    let start = try folder.checkpoint("run").parameters.values
    #expect(try !run.train(isInterrupted: { run.step == 1 }))
    let checkpoint = try folder.checkpoint("run")
    let average = try #require(checkpoint.optimizerVectors["average"])
    #expect(start != checkpoint.parameters.values)
    for (mean, (old, new)) in zip(average, zip(start, checkpoint.parameters.values)) {
      let expected = 0.05 * Double(old) + 0.95 * Double(new)
      #expect(abs(Double(mean) - expected) <= 1e-6 * max(1, abs(expected)))
    }
  }

  /// An epoch whose network is worth nothing is not kept, and training can go on from the one before.
  @Test func epochWithoutAFiniteLoss() throws {
    var settings = settings(.dense)
    settings.batch = 50
    settings.rate = 1e30
    let failing = try run(settings, "huge")
    let error = #expect(throws: TrainingError.self) { try failing.train() }
    #expect(error?.step == 1 && error?.description.contains("test loss") == true)
    #expect(try folder.checkpoint("huge").step == 0)
    #expect(try run(settings, "huge").step == 0)
  }

  /// Images of 16 × 16 leave 50 features.
  @Test func ranksOfSmallImages() throws {
    var settings = settings()
    settings.map = .lowRank
    settings.rank = 50
    let run = try ImageRun(settings, images: images, workspace: Workspace(threads: 1))
    #expect(run.step == 0)
    settings.rank = 51
    let error = #expect(throws: ConfigurationError.self) {
      try ImageRun(settings, images: images, workspace: Workspace(threads: 1))
    }
    #expect(error?.description == "--rank: expected 1...50 for images of 16 × 16, found 51")
  }

  @Test(arguments: [
    (12, "rows and columns of 16, 20, 24, 28, …, found 12 × 12"),
    (17, "rows and columns of 16, 20, 24, 28, …, found 17 × 17"),
    // 297² places of 50 channels, and 500 units.
    (1200, "a hidden layer of less than 2^31 weights, found 2205225000 for 1200 × 1200"),
  ])
  func impossibleSizes(_ size: Int, _ message: String) throws {
    let folder = TemporaryFolder()
    folder.writeImages(train: 1, test: 1, size: size)
    let images = try MNIST(in: DataFolder(folder.path))
    let error = #expect(throws: ConfigurationError.self) {
      try ImageRun(settings(), images: images, workspace: Workspace(threads: 1))
    }
    #expect(error?.description == "images: expected \(message)")
  }

  @Test func anotherRunIsNotGoneOnWith() throws {
    let settings = settings()
    #expect(try run(settings, "run").train())
    func failure(
      _ change: (inout ImageConfiguration) -> Void = { _ in },
      _ damage: (inout Checkpoint<Float>) -> Void = { _ in }
    ) throws -> String? {
      var (changed, damaged) = (settings, try Checkpoint<Float>(contentsOf: folder.file("run")))
      change(&changed)
      damage(&damaged)
      let run = try ImageRun(changed, images: images, workspace: Workspace(threads: 1))
      do { try run.resume(from: damaged, at: "run") } catch { return "\(error)" }
      return nil
    }
    #expect(try failure() == nil)
    #expect(
      try failure({ _ in }, { $0.configuration["data"] = nil })
        == "run: expected a run on data with CRC-32 \(images.checksum), found none")
    #expect(
      try failure({ _ in }, { $0.configuration["data"] = "0123abcd" })
        == "run: expected a run on data with CRC-32 \(images.checksum), "
        + "found \"0123abcd\"")
    #expect(
      try failure({ $0.seed = 5 }) == "run: expected a run with --seed 5, found --seed 1")
    #expect(
      try failure({ _ in }, { $0.configuration["results"] = "2.3 3" })
        == "run: expected test results of 3 epochs, found \"2.3 3\"")
    #expect(
      try failure({ _ in }, { $0.configuration["epoch"] = "1 0.5 2" })
        == "run: expected the sums of an epoch, found \"1 0.5 2\"")
    #expect(
      try failure({ _ in }, { $0.configuration["task"] = "adding" })
        == "run: expected a training run of the task mnist, found \"adding\"")
    #expect(
      try failure({ _ in }, { $0.configuration["epochs"] = "many" })
        == "run: expected a training run's setting epochs, found \"many\"")
    #expect(
      try failure({ _ in }, { $0.generators["data"] = nil })
        == "run: expected the state of generator data, found none")
  }

  @Test func settingsThatMakeNoSense() throws {
    func failure(_ change: (inout ImageConfiguration) -> Void) -> String? {
      var settings = settings()
      change(&settings)
      do {
        _ = try ImageRun(settings, images: images, workspace: Workspace(threads: 1))
      } catch { return "\(error)" }
      return nil
    }
    #expect(failure { _ in } == nil)
    #expect(
      failure { $0.validation = 50 }
        == "--validation: expected less than the 50 training images, found 50")
    #expect(
      failure { $0.images = 51 } == "--images: expected at most the 50 training images, found 51")
    #expect(failure { $0.batch = 0 } == "--batch: expected 1...65536, found 0")
    #expect(failure { $0.shift = 9 } == "--shift: expected 0...8, found 9")
    #expect(failure { $0.averaging = 1 } == "--averaging: expected 0..<1, found 1.0")
    #expect(
      failure { $0.decayFactor = -1 }
        == "--decay-factor: expected a number of at least 0, found -1.0")
    #expect(
      failure {
        $0.map = .lowRank
        $0.rank = 501
      } == "--rank: expected 1...500, found 501")
    #expect(
      failure {
        $0.mode = .periodization
        $0.levels = 13
      } == "--levels: expected 1...12 with periodization, found 13")
    #expect(
      failure {
        $0.map = .dense
        $0.dropout = 0.5
      } == "--dropout: expected 0 for dense maps, which have no diagonals, found 0.5")
  }

  @Test func commandsName() {
    var settings = ImageConfiguration()
    #expect(settings.command == "wavepress train mnist")
    settings.map = .fastfood
    settings.averaging = 0.5
    settings.rectifiers = .all
    #expect(
      settings.command == "wavepress train mnist --map fastfood --rectifiers all --averaging 0.5")
  }
}
