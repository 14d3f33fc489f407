import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("PyWavelets' figures")
struct GoldenTests {
  /// `haar`, `dbN` or `symN`.
  static func bank<Scalar: KernelScalar>(_ name: String, _: Scalar.Type) -> FilterBank<Scalar> {
    if name.hasPrefix("sym") { return .symlet(Int(name.dropFirst(3))!) }
    return name == "haar" ? .haar : .daubechies(Int(name.dropFirst(2))!)
  }

  /// Equal to 1e-12, or closer to orthonormality: some of the published taps have fewer digits.
  @Test func filters() {
    #expect(Golden.values.banks.count == 58)
    for golden in Golden.values.banks {
      let bank = Self.bank(golden.name, Double.self)
      let filters = [
        (bank.analysisLow, golden.analysisLow), (bank.analysisHigh, golden.analysisHigh),
        (bank.synthesisLow, golden.synthesisLow), (bank.synthesisHigh, golden.synthesisHigh),
      ]
      for (mine, theirs) in filters {
        #expect(mine.count == theirs.count, "\(golden.name)")
        let largest = zip(mine, theirs).map { abs($0 - $1) }.max()!
        let theirError = orthonormalityError(theirs)
        #expect(
          largest <= 1e-12
            || (orthonormalityError(Array(mine)) < theirError && largest <= 100 * theirError),
          "\(golden.name): \(largest)")
      }
    }
  }

  /// The largest |⟨h, h shifted by 2m⟩ − δ_m|.
  private func orthonormalityError(_ filter: [Double]) -> Double {
    (0..<filter.count / 2).map { m in
      abs(dot(Array(filter.dropFirst(2 * m)), filter) - (m == 0 ? 1 : 0))
    }.max()!
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func coefficients(_ set: InstructionSet, _ precision: Precision) throws {
    func check<Scalar: KernelScalar>(_: Scalar.Type) throws {
      let bound = Scalar.self == Float.self ? 2e-6 : 1e-12
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      #expect(Golden.values.transforms.count == 320)
      for golden in Golden.values.transforms {
        let mode = try #require(ExtensionMode(rawValue: golden.mode))
        let transform = WaveletTransform(
          Self.bank(golden.wavelet, Scalar.self), length: golden.n, levels: golden.levels,
          mode: mode)
        #expect(transform.plan.bands.map(\.count) == golden.lengths, "\(golden)")
        let signal = Golden.signal(golden.n)
        // A batch of one runs on a signal, four panels' worth on panels.
        for batch in [1, 4 * workspace.panelWidth] {
          let x = Array([[Double]](repeating: signal, count: batch).joined())
          let input = converted(x, to: Scalar.self)
          let b = expectOnly(set) { Map.analysis.apply(transform, input, batch: batch, workspace) }
          let expected = Array([[Double]](repeating: golden.coefficients, count: batch).joined())
          #expect(relativeError(doubles(b), expected, scale: norm(x)) <= bound, "\(golden)")
          let y = expectOnly(set) {
            Map.synthesis.apply(
              transform, converted(expected, to: Scalar.self), batch: batch, workspace)
          }
          #expect(relativeError(doubles(y), x, scale: norm(x)) <= bound, "back from \(golden)")
        }
      }
    }
    try check(precision.type)
  }

  /// The reference that all other tests compare with stands on the same ground.
  @Test func reference() {
    for golden in Golden.values.transforms {
      let naive = NaiveTransform(
        filters: Self.bank(golden.wavelet, Double.self).elements, length: golden.n,
        levels: golden.levels, isPeriodic: golden.mode == "periodization")
      let signal = Golden.signal(golden.n)
      let b = naive.analysis(signal)
      #expect(relativeError(b, golden.coefficients, scale: norm(signal)) <= 1e-12, "\(golden)")
      #expect(relativeError(naive.synthesis(b), signal) <= 1e-12, "\(golden)")
    }
  }
}
