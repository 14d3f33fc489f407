import Experiments
import Kernels
import Networks
import TemporaryFolder
import Testing

extension TextRunTests {
  /// One segment is as good as several that go on from each other, and better than those that do not.
  @Test func goesOnFromTheSegmentBefore() throws {
    var settings = settings(.dense)
    settings.goesOn()
    settings.epochs = 0
    func bits(segment: Int, _ start: TextConfiguration.SegmentStart) throws -> Double {
      settings.segment = segment
      settings.segmentStart = start
      let run = try run(settings, "\(start) \(segment)")
      #expect(try run.train())
      return run.evaluate()
    }
    // A stream of the test text has 75 letters.
    let whole = try bits(segment: 74, .zeros)
    #expect(try abs(bits(segment: 37, .previous) - whole) < 1e-6)
    // Two of 30 and one of 14.
    #expect(try abs(bits(segment: 30, .previous) - whole) < 1e-6)
    #expect(try abs(bits(segment: 37, .zeros) - whole) > 1e-4)
    settings.epochs = 1
    #expect(try bits(segment: 20, .previous) != bits(segment: 20, .zeros))
  }

  /// An epoch whose network is worth nothing is not kept, and training can go on from the one before.
  @Test func hugeRate() throws {
    // What a gated unit gives stays within ±1, what blocks of convolutions give does not.
    var settings = convolutional()
    settings.characters = 4 * 21
    settings.rate = 1e30
    settings.clip = 0
    let failing = try run(settings, "huge")
    #expect(failing.stepCount == settings.epochs)
    let error = #expect(throws: TrainingError.self) { try failing.train() }
    #expect(error?.step == 1 && error?.description.contains("validation bits") == true)
    #expect(try folder.checkpoint("huge").step == 0)
    #expect(try run(settings, "huge").step == 0)
  }

  /// A rate beyond the numbers is noticed at the step itself.
  @Test func rateBeyondNumbers() throws {
    var settings = settings(.dense)
    settings.rate = 1e38
    settings.clip = 0
    let failing = try run(settings, "huge")
    let error = #expect(throws: TrainingError.self) { try failing.train() }
    #expect(error?.step == 0 && error?.description.contains("parameters of norm") == true)
  }

  /// Diagonals and filters stay where they are at a rate of 0, and nothing else does.
  @Test(arguments: TextConfiguration.Method.allCases)
  func structureHasItsOwnRate(_ optimizer: TextConfiguration.Method) throws {
    var settings = settings()
    settings.optimizer = optimizer
    settings.structureRate = 0
    settings.epochs = 0
    #expect(try run(settings, "start").train())
    settings.epochs = 1
    #expect(try run(settings, "run").train())
    let (start, end) = (try folder.checkpoint("start"), try folder.checkpoint("run"))
    for entry in start.parameters.entries {
      let isEqual =
        start.parameters.values[entry.range] == end.parameters.values[entry.range]
      #expect(isEqual == (entry.role == .diagonal || entry.role == .filters), "\(entry.name)")
    }
  }

  @Test func impossibleSettings() {
    func failure(_ change: (inout TextConfiguration) -> Void) -> String {
      var settings = settings()
      change(&settings)
      do {
        _ = try TextRun(settings, texts: texts, workspace: Workspace(threads: 1))
        return "none"
      } catch { return "\(error)" }
    }
    #expect(failure { _ in } == "none")
    #expect(failure { $0.blocks = 0 } == "--blocks: expected 1...16, found 0")
    #expect(
      failure { $0.model = .convolutional }
        == "--map: expected dense for a tcn, which has no other maps, found wavelet")
    #expect(failure { $0.warmUp = 20 } == "--warm-up: expected 0..<20, found 20")
    #expect(
      failure { $0.segment = 75 } == "--segment: expected less than a stream of 75, found 75")
    #expect(
      failure { $0.segmentStart = .previous }
        == "--warm-up: expected 0 where segments start from the previous one, found 4")
    #expect(
      failure {
        $0.goesOn()
        $0.model = .convolutional
        $0.map = .dense
      } == "--segment-start: expected zeros for a tcn, which has no state, found previous")
    #expect(
      failure { $0.readoutDropout = 1 } == "--readout-dropout: expected 0..<1, found 1.0")
    #expect(
      failure {
        $0.model = .convolutional
        $0.map = .dense
        $0.readoutDropout = 0.1
      } == "--readout-dropout: expected 0 for a tcn, found 0.1")
    #expect(failure { $0.zoneout = 1 } == "--zoneout: expected 0..<1, found 1.0")
    #expect(
      failure {
        $0.model = .convolutional
        $0.map = .dense
        $0.zoneout = 0.1
      } == "--zoneout: expected 0 for a tcn, found 0.1")
    #expect(
      failure { $0.characters = 1201 }
        == "--characters: expected at most the 1200 of the training text, found 1201")
  }

  /// The paper's counts: 972K, 711K and 450K.
  @Test func exactCounts() {
    var settings = TextConfiguration()
    // 3·512² + 3·512·100 + 3·512 of the unit, 513·49 of the read-out, 49·100 of the embedding.
    settings.map = .dense
    #expect(settings.weightCount == 971_605)
    settings.map = .wavelet
    // A compressed map has 1,593 weights in place of 262,144.
    settings.compress = [.state]
    #expect(settings.weightCount == 711_054)
    settings.compress = [.reset, .state]
    #expect(settings.weightCount == 450_503)
  }
}

extension TextConfiguration {
  /// Segments start from where the one before ended.
  mutating func goesOn() {
    warmUp = 0
    segmentStart = .previous
  }
}
