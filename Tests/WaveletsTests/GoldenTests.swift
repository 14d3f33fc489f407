import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("PyWavelets' figures")
struct GoldenTests {
  static func bank<Scalar: KernelScalar>(_ name: String, _: Scalar.Type) -> FilterBank<Scalar> {
    do { return FilterBank(try Wavelet(name)) } catch { fatalError("\(error)") }
  }

  @Test func catalogue() throws {
    #expect(Set(Wavelet.all.map(\.name)) == Set(Golden.values.banks.map(\.name)))
    #expect(Wavelet.all.count == Golden.values.banks.count)
    for golden in Golden.values.banks {
      let wavelet = try Wavelet(golden.name)
      #expect(wavelet.isOrthogonal == golden.orthogonal, "\(wavelet)")
      #expect(wavelet.symmetry.rawValue == golden.symmetry, "\(wavelet)")
    }
  }

  /// Equal to 1e-12, or closer to a perfect reconstruction: some of the published taps have fewer
  /// digits.
  @Test func filters() {
    #expect(Golden.values.banks.count == 106)
    for golden in Golden.values.banks {
      let bank = Self.bank(golden.name, Double.self)
      let mine = [
        bank.analysisLow, bank.analysisHigh, bank.synthesisLow, bank.synthesisHigh,
      ].map { Array($0) }
      let theirs = [
        golden.analysisLow, golden.analysisHigh, golden.synthesisLow, golden.synthesisHigh,
      ]
      #expect(mine.map(\.count) == theirs.map(\.count), "\(golden.name)")
      let largest = zip(mine.joined(), theirs.joined()).map { abs($0 - $1) }.max()!
      let (error, theirError) = (reconstructionError(mine), reconstructionError(theirs))
      #expect(
        largest <= 1e-12 || (error < theirError && largest <= 100 * theirError),
        "\(golden.name): differs by \(largest), error \(error) against \(theirError)")
    }
  }

  /// The largest |⟨f, h backwards shifted by 2m⟩ − δ_m| over the low-pass filters.
  private func reconstructionError(_ bank: [[Double]]) -> Double {
    let (analysis, synthesis) = (Array(bank[0].reversed()), bank[2])
    let count = analysis.count
    return (1 - count / 2..<count / 2).map { m in
      let sum = (0..<count).reduce(0.0) { sum, k in
        let j = k + 2 * m
        return (0..<count).contains(j) ? sum + analysis[k] * synthesis[j] : sum
      }
      return abs(sum - (m == 0 ? 1 : 0))
    }.max()!
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func coefficients(_ set: InstructionSet, _ precision: Precision) throws {
    func check<Scalar: KernelScalar>(_: Scalar.Type) throws {
      let bound = Scalar.self == Float.self ? 2e-6 : 1e-12
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      #expect(Golden.values.transforms.count == 501)
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
  @Test func reference() throws {
    for golden in Golden.values.transforms {
      let naive = try NaiveTransform(
        filters: Self.bank(golden.wavelet, Double.self).elements, length: golden.n,
        levels: golden.levels, mode: #require(ExtensionMode(rawValue: golden.mode)))
      let signal = Golden.signal(golden.n)
      let b = naive.analysis(signal)
      #expect(relativeError(b, golden.coefficients, scale: norm(signal)) <= 1e-12, "\(golden)")
      #expect(relativeError(naive.synthesis(b), signal) <= 1e-12, "\(golden)")
    }
  }
}
