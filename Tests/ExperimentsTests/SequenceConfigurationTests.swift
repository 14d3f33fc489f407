import Experiments
import Networks
import Testing

@Suite("Settings of training runs")
struct SequenceConfigurationTests {
  private func message(_ change: (inout SequenceConfiguration) -> Void) -> String? {
    var settings = SequenceConfiguration()
    change(&settings)
    do { try settings.validate() } catch { return "\(error)" }
    return nil
  }

  @Test func impossible() {
    #expect(message { _ in } == nil)
    #expect(message { $0.hidden = 0 } == "--hidden: expected 1...65536, found 0")
    #expect(message { $0.levels = 40 } == "--levels: expected 1...30, found 40")
    #expect(message { $0.timeSteps = 1 } == "--time-steps: expected 2...100000, found 1")
    #expect(
      message {
        $0.map = .lowRank
        $0.rank = 513
      } == "--rank: expected 1...512, found 513")
    #expect(
      message {
        $0.map = .dense
        $0.dropout = 0.5
      } == "--dropout: expected 0 for dense maps, which have no diagonals, found 0.5")
    #expect(message { $0.rate = .nan } == "--rate: expected a number of at least 0, found nan")
    #expect(message { $0.dropout = 1 } == "--dropout: expected 0..<1, found 1.0")
    #expect(message { $0.terms = 513 } == "--terms: expected 1...512, found 513")
    #expect(message { $0.resetTerms = -1 } == "--reset-terms: expected 0...512, found -1")
    #expect(message { $0.gateStart = .infinity } == "--gate-start: expected a number, found inf")
    #expect(message { $0.stopLoss = -1 } == "--stop-loss: expected at least 0, found -1.0")
    #expect(
      message { $0.testSequences = 0 } == "--test-sequences: expected 1...10000000, found 0")
    #expect(
      message { $0.steps = 100_000_001 } == "--steps: expected 0...100000000, found 100000001")
    #expect(
      message {
        $0.mode = .periodization
        $0.levels = 10
      } == "--levels: expected 2^levels no more than 512 hidden, found 10")
    #expect(
      message {
        $0.hidden = 65_536
        $0.batch = 65_536
      }?.contains("expected less than 64 GiB of hidden states") == true)
  }

  @Test func smallest() {
    for hidden in [1, 2, 3, 5] {
      var settings = SequenceConfiguration()
      settings.hidden = hidden
      settings.rank = 1
      for map in MapKind.allCases {
        settings.map = map
        #expect((try? settings.validate()) != nil)
        #expect(settings.weightCount > 0)
      }
    }
  }

  @Test func names() {
    #expect(SequenceConfiguration.gates(named: "none") == [])
    #expect(SequenceConfiguration.gates(named: "all") == Set(Gate.allCases))
    #expect(SequenceConfiguration.gates(named: "state,reset") == [.state, .reset])
    #expect(SequenceConfiguration.gates(named: "") == nil)
    #expect(SequenceConfiguration.gates(named: "state,") == nil)
    #expect(SequenceConfiguration.gates(named: "gate") == nil)
    for name in ["haar", "haar2", "haar6", "db1", "db38", "sym2", "bior4.4", "random6"] {
      #expect(WaveletName(name)?.description == name)
    }
    for name in [
      "", "haar3", "haar0", "db0", "db39", "db", "random", "db+1", "db01", "sym1", "sym21",
    ] {
      #expect(WaveletName(name) == nil, "\(name)")
    }
  }

  @Test func command() {
    #expect(SequenceConfiguration().command == "wavepress train adding")
    var settings = SequenceConfiguration()
    settings.task = .copyMemory
    settings.compress = [.state, .reset]
    settings.rate = 0.01
    #expect(
      settings.command == "wavepress train copy-memory --compress reset,state --rate 0.01")
  }
}
