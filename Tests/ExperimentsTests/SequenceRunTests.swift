import Experiments
import Foundation
import Kernels
import Networks
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Training runs, interrupted and resumed")
struct SequenceRunTests {
  let folder = TemporaryFolder()

  /// Some milliseconds a run.
  private func settings(
    _ task: SequenceConfiguration.Task = .adding, _ map: MapKind = .wavelet, dropout: Double = 0
  ) -> SequenceConfiguration {
    var settings = SequenceConfiguration()
    settings.task = task
    settings.map = map
    settings.dropout = dropout
    settings.compress = [.reset, .state]
    settings.hidden = 16
    settings.timeSteps = 3
    settings.batch = 3
    settings.levels = 2
    settings.steps = 130
    settings.testSequences = 40
    return settings
  }

  /// A run, from its checkpoint if there is one.
  private func run(
    _ settings: SequenceConfiguration, _ name: String, interval: Int = 1000, threads: Int = 1
  ) throws -> SequenceRun {
    try folder.open(name) {
      try SequenceRun(
        settings, workspace: Workspace(threads: threads), checkpointPath: $0,
        checkpointInterval: interval)
    }
  }

  static let cases: [(SequenceConfiguration.Task, MapKind, Double)] = [
    (.adding, .wavelet, 0), (.adding, .wavelet, 0.2), (.copyMemory, .fastfood, 0.3),
    (.adding, .dense, 0), (.adding, .tensorTrain, 0), (.adding, .lowRank, 0),
  ]

  /// Interrupted before the first step, within intervals of the log, at their ends, and just before
  /// the end of the run.
  @Test(arguments: cases)
  func resumedEqualsUninterrupted(
    _ task: SequenceConfiguration.Task, _ map: MapKind, _ dropout: Double
  ) throws {
    let settings = settings(task, map, dropout: dropout)
    let whole = try run(settings, "whole")
    #expect(try whole.train())
    #expect(whole.step == 130 && whole.isFinished)
    let lines = folder.text(of: "whole.log").split(separator: "\n")
    #expect(lines.count == 1)

    for step in [0, 1, 37, 100, 101, 129] {
      let part = try run(settings, "parts")
      #expect(try !part.train(isInterrupted: { part.step == step }))
      #expect(part.step == step)
      #expect(try folder.checkpoint("parts").step == step)
    }
    let last = try run(settings, "parts")
    #expect(last.step == 129)
    #expect(try last.train())
    try folder.expectSame("parts", as: "whole")
    #expect(last.evaluate() == whole.evaluate())
    #expect(try folder.checkpoint("parts").generators.keys.sorted() == ["data", "masks"])
    #expect(try folder.checkpoint("parts").optimizerSteps == 130)
  }

  /// The process ends between two checkpoints: what it has logged since is done and logged again.
  @Test func goesOnFromTheLastCheckpoint() throws {
    let settings = settings(dropout: 0.2)
    #expect(try run(settings, "whole").train())
    let first = try run(settings, "first", interval: 40)
    _ = try first.train(isInterrupted: { false }) { [folder] status in
      guard status.step == 110 else { return }
      // As they are now, a torn line behind.
      for name in ["first", "first.log"] {
        try! FileManager.default.copyItem(
          atPath: folder.file(name), toPath: folder.file(name.replacing("first", with: "second")))
      }
      folder.write(folder.text(of: "second.log") + "{\"step\":1", to: "second.log")
    }
    #expect(try folder.checkpoint("second").step == 80)
    #expect(folder.text(of: "second.log").contains("\"step\":100,"))
    #expect(try run(settings, "second", interval: 40).train())
    try folder.expectSame("second", as: "whole")
    try folder.expectSame("first", as: "whole")
  }

  @Test func sameBitsForAnyNumberOfThreads() throws {
    // Nine samples are two parts.
    var settings = settings(dropout: 0.2)
    settings.batch = 9
    #expect(try run(settings, "one", threads: 1).train())
    #expect(try run(settings, "two", threads: 2).train())
    try folder.expectSame("two", as: "one")
  }

  /// The end is found at the same step, whenever the run was interrupted.
  @Test func convergence() throws {
    var settings = settings(.adding, .dense)
    settings.steps = 10_000
    settings.hidden = 4
    settings.stopLoss = 100
    let whole = try run(settings, "whole")
    #expect(try whole.train())
    #expect(whole.step == 500 && whole.isFinished)
    for step in [250, 300, 499] {
      let part = try run(settings, "parts")
      #expect(try !part.train(isInterrupted: { part.step == step }))
    }
    #expect(try run(settings, "parts").train())
    try folder.expectSame("parts", as: "whole")
    // A finished run takes no step more.
    let again = try run(settings, "parts")
    #expect(again.isFinished)
    #expect(try again.train())
    try folder.expectSame("parts", as: "whole")
    // With another loss to stop at it is not finished.
    settings.stopLoss = 0
    settings.steps = 502
    let other = try run(settings, "parts")
    #expect(!other.isFinished)
    #expect(try other.train())
    #expect(other.step == 502)
  }

  /// More steps than the run was started with.
  @Test func longer() throws {
    var short = settings()
    short.steps = 60
    #expect(try run(short, "parts").train())
    #expect(try run(settings(), "parts").train())
    #expect(try run(settings(), "whole").train())
    try folder.expectSame("parts", as: "whole")
  }

  /// Along a cosine the first steps of a longer run are others.
  @Test func longerAlongACosine() throws {
    var settings = settings()
    settings.decay = .cosine
    #expect(try run(settings, "cosine").train())
    let (path, steps) = (folder.file("cosine"), settings.steps)
    settings.steps += 1
    let error = #expect(throws: FileError.self) { try run(settings, "cosine") }
    #expect(
      error?.description
        == "\(path): expected a run with --steps \(steps + 1), found --steps \(steps)")
  }

  // MARK: What cannot be resumed

  @Test func otherSettings() throws {
    var short = settings()
    short.steps = 2
    #expect(try run(short, "c").train())
    let path = folder.file("c")
    let stored = try Checkpoint<Float>(contentsOf: path)
    func message(_ change: (inout SequenceConfiguration) -> Void) throws -> String? {
      var other = short
      change(&other)
      let run = try SequenceRun(other, workspace: Workspace(threads: 1))
      let error = #expect(throws: FileError.self) { try run.resume(from: stored, at: path) }
      #expect(run.step == 0)
      return error?.description
    }
    #expect(
      try message { $0.hidden = 32 }
        == "\(path): expected a run with --hidden 32, found --hidden 16")
    #expect(
      try message { $0.seed = 2 } == "\(path): expected a run with --seed 2, found --seed 1")
    #expect(
      try message { $0.task = .copyMemory }
        == "\(path): expected a run of the task copy-memory, found adding")
    #expect(
      try message { $0.compress = [.update] }
        == "\(path): expected a run with --compress update, found --compress reset,state")
    #expect(
      try message { $0.steps = 1 }
        == "\(path): expected as many steps of the optimizer as of training, at most 1, "
        + "found 2 and 2")
    #expect(
      try message { $0.rate = 0.5 } == "\(path): expected a run with --rate 0.5, found --rate 0.001"
    )
  }

  /// Each way to learn filters comes back from a checkpoint and goes on with the same bits; a
  /// checkpoint without the setting is of free filters.
  @Test(arguments: FilterLearning.allCases) func filters(_ filters: FilterLearning) throws {
    var settings = settings()
    settings.filters = filters
    let parameters = [FilterLearning.lattice: 3, .lifting: 7][filters] ?? 24
    #expect(settings.weightCount == self.settings().weightCount + 2 * (parameters - 24))
    #expect(
      settings.command
        == self.settings().command.replacing(
          " --levels",
          with: filters == .free ? " --levels" : " --filters \(filters.rawValue) --levels"
        ))
    #expect(try run(settings, "whole").train())
    let part = try run(settings, "part")
    #expect(try !part.train(isInterrupted: { part.step == 40 }))
    var stored = try Checkpoint<Float>(contentsOf: folder.file("part"))
    #expect(stored.configuration["filters"] == filters.rawValue)
    #expect(try SequenceConfiguration(of: stored, from: "part") == settings)
    #expect(try run(settings, "part").train())
    try folder.expectSame("part", as: "whole")
    stored.configuration["filters"] = nil
    #expect(try SequenceConfiguration(of: stored, from: "part").filters == .free)
  }

  private func quoted(_ text: String?) -> String {
    guard let text else { return "none" }
    return "\"\(text)\""
  }

  @Test func damagedCheckpoints() throws {
    var short = settings()
    short.steps = 2
    #expect(try run(short, "c").train())
    let stored = try Checkpoint<Float>(contentsOf: folder.file("c"))
    func message(_ change: (inout Checkpoint<Float>) -> Void) throws -> String? {
      var other = stored
      change(&other)
      let run = try SequenceRun(short, workspace: Workspace(threads: 1))
      let error = #expect(throws: FileError.self) { try run.resume(from: other, at: "c") }
      #expect(run.step == 0)
      return error?.description
    }
    #expect(
      try message { $0.generators["data"] = nil }
        == "c: expected the state of generator data, found none")
    #expect(
      try message { $0.generators["masks"] = nil }
        == "c: expected the state of generator masks, found none")
    #expect(
      try message { $0.optimizerVectors = [:] }
        == "c: expected optimizer vector squares, found none")
    let intervals: [String?] = [
      nil, "", "1 2 3", "1 x 2 3", "-1 0.5 2 3", "1 0.5 2 3", "2 nan 2 3", "2 0.5 7 0",
      "2 0.5 1 6",
    ]
    for text in intervals {
      let found = try message { $0.configuration["interval"] = text }
      #expect(found == "c: expected the interval of a training run, found \(quoted(text))")
    }
    let times: [String?] = [nil, "", "fast", "-1", "inf"]
    for text in times {
      let found = try message { $0.configuration["seconds"] = text }
      #expect(found == "c: expected the seconds of a training run, found \(quoted(text))")
    }
    #expect(
      try message { $0.optimizerSteps = .max }
        == "c: expected as many steps of the optimizer as of training, at most 2, "
        + "found \(Int.max) and 2")
    #expect(
      try message { $0.configuration["map"] = "magic" }
        == "c: expected a training run's setting map, found \"magic\"")
    #expect(
      try message { $0.configuration["hidden"] = nil }
        == "c: expected a training run's setting hidden, found none")
    #expect(
      try message { $0.configuration["hidden"] = "0" }
        == "c: expected settings of a training run, found \"--hidden: expected 1...65536, found 0\""
    )
  }

  // MARK: Losses that are not finite

  @Test(arguments: [1, 50]) func hugeRate(interval: Int) throws {
    var settings = settings()
    settings.rate = 1e30
    let run = try run(settings, "c", interval: interval)
    var bytes: Data?
    let error = #expect(throws: TrainingError.self) {
      try run.train(isInterrupted: {
        bytes = FileManager.default.contents(atPath: folder.file("c"))
        return false
      })
    }
    let step = try #require(error?.step)
    #expect(step > 0 && run.step == step)
    #expect(
      error?.description.hasPrefix("training stopped at step \(step): expected finite numbers, ")
        == true)
    #expect(error?.description.contains("\n") == false)
    #expect(bytes != nil && FileManager.default.contents(atPath: folder.file("c")) == bytes)
    #expect(try folder.checkpoint("c").step == step / interval * interval)
    #expect(folder.names == ["c", "c.log"])
  }

  /// Nothing is trained by what the last step leaves.
  @Test func hugeRateAtTheLastStep() throws {
    var settings = settings()
    settings.rate = 3e38
    settings.steps = 1
    let run = try run(settings, "last")
    let error = #expect(throws: TrainingError.self) { try run.train() }
    #expect(error?.description.hasPrefix("training stopped at step 0: ") == true)
    #expect(try folder.checkpoint("last").step == 0)
  }

  @Test func withoutACheckpoint() throws {
    let run = try SequenceRun(settings(), workspace: Workspace(threads: 1))
    #expect(try run.train())
    #expect(run.evaluate().loss.isFinite)
    #expect(folder.names == [])
  }
}
