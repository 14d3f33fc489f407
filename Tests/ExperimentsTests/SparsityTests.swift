import Experiments
import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("Filters for sparse coefficients")
struct SparsityTests {
  let study = SparsityStudy(steps: 60, seed: 3, workspace: Workspace(threads: 1))

  /// Central differences; the smallest coefficients are of the size of the smoothing, so that they are
  /// taken with a small step.
  @Test(arguments: ["db3", "bior2.2"]) func gradient(_ name: String) throws {
    let bank = FilterBank<Double>(try Wavelet(name))
    let signals = SparsityStudy.signals(9, seed: 1)
    let gradient = study.objective(bank, signals).gradient
    let h = 1e-6
    for k in bank.elements.indices {
      let values = [h, -h].map { step in
        var taps = bank.elements
        taps[k] += step
        return study.objective(FilterBank(elements: taps), signals).value
      }
      #expect(abs((values[0] - values[1]) / (2 * h) - gradient[k]) <= 1e-7, "\(k)")
    }
    #expect(gradient.contains { abs($0) > 0.1 })
  }

  @Test func signals() {
    let signals = SparsityStudy.signals(5, seed: 1)
    #expect(signals.count == 5 * SparsityStudy.length)
    for first in stride(from: 0, to: signals.count, by: SparsityStudy.length) {
      let signal = signals[first..<first + SparsityStudy.length]
      let energy = signal.reduce(0) { $0 + $1 * $1 }
      #expect(abs(energy / Double(SparsityStudy.length) - 1) <= 1e-12)
      // A window of zero at the ends, and no more than 30 periods.
      #expect(abs(signal.first!) <= 1e-12)
      let changes = zip(signal, signal.dropFirst()).count { $0 * $1 < 0 }
      #expect((3...62).contains(changes))
    }
    #expect(SparsityStudy.signals(5, seed: 2) != signals)
  }

  /// For an orthogonal bank it is the energy of the largest coefficients; a scale changes nothing.
  @Test func energy() throws {
    let bank = FilterBank<Double>.daubechies(3)
    let share = study.testEnergy(bank)
    #expect(share > 0.9 && share < 1)
    let scaled = try FilterBank(
      analysisLow: bank.analysisLow.map { 2 * $0 }, analysisHigh: bank.analysisHigh.map { $0 / 3 },
      synthesisLow: bank.synthesisLow.map { $0 / 2 },
      synthesisHigh: bank.synthesisHigh.map { $0 * 3 })
    #expect(abs(study.testEnergy(scaled) - share) <= 1e-12)
    #expect(study.testObjective(scaled) > study.testObjective(bank))
    let random = FilterBank<Double>(elements: randomNumbers(24, seed: 1))
    #expect(study.testEnergy(random) < 0.5)
  }

  @Test func learningMakesSparse() throws {
    let start = FilterBank<Double>.daubechies(3)
    let before = study.testObjective(start)
    let banks = try [
      study.learn(.free(start)), study.learn(.lattice(start)), study.learn(.lifting(start)),
    ]
    for bank in banks { #expect(study.testObjective(bank) < before - 0.005) }
    #expect(banks[0].reconstructionError > 1e-6)
    #expect(banks[1...].allSatisfy { $0.reconstructionError < 1e-14 })
    #expect(study.learn(.free(start)) == banks[0])
  }
}
