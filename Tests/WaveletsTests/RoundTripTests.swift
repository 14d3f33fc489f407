import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("Synthesis undoes analysis")
struct RoundTripTests {
  static func banks<Scalar: KernelScalar>(_: Scalar.Type) -> [(String, FilterBank<Scalar>)] {
    [4, 6, 8, 12].map { ("haar padded to \($0)", .haar(paddedTo: $0)) }
      + (["haar", "db38", "sym8", "coif3", "bior4.4", "bior5.5", "rbio3.1"]
      + (1...10).map { "db\($0)" }).map { ($0, GoldenTests.bank($0, Scalar.self)) }
  }

  static let reaching = ExtensionMode.allCases.filter { $0 != .zero && $0 != .periodization }

  /// Odd lengths and those shorter than the filter included; the modes that repeat or continue
  /// samples take turns.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func everyBank(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for (turn, (name, bank)) in Self.banks(Scalar.self).enumerated() {
        for length in Array(1...40) + [63, 64, 65, 100, 127, 128, 129] {
          let reaching = Self.reaching[(length + turn) % Self.reaching.count]
          for mode in [.zero, .periodization, reaching] {
            let levels = TransformCase.levels[length % 5]
            let batch = TransformCase.batches[length % 7]
            let transform = WaveletTransform(bank, length: length, levels: levels, mode: mode)
            let x = randomNumbers(batch * length, seed: length)
            let input = converted(x, to: Scalar.self)
            let y = expectOnly(set) {
              let b = Map.analysis.apply(transform, input, batch: batch, workspace)
              return Map.synthesis.apply(transform, b, batch: batch, workspace)
            }
            // Zeros beyond the ends are exact; a filter's own rounding counts a level each. Other
            // extensions enlarge what then cancels.
            let naive = NaiveTransform(
              filters: doubles(Array(bank.elements)), length: length, levels: levels, mode: mode
            ).magnitude
            let scale =
              mode == reaching
              ? norm(Map.synthesis.naive(naive, Map.analysis.naive(naive, x.map(abs)))) : 0
            #expect(
              relativeError(doubles(y), x, scale: scale) <= 2 * Scalar.tolerance,
              "\(name), \(batch) × \(length), \(levels) levels, \(mode)")
          }
        }
      }
    }
    check(precision.type)
  }
}
