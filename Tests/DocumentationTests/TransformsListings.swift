import Kernels
import LinearAlgebra
import Testing
import Wavelets

/// The matrix of a map: what it makes of each basis vector, as a batch.
func matrix(
  rows: Int, columns: Int, of map: (Span<Double>, inout MutableSpan<Double>) -> Void
) -> Matrix<Double> {
  let basis = Matrix<Double>.identity(columns)
  var images = Matrix<Double>(rows: columns, columns: rows, repeating: 0)
  var output = images.elements.mutableSpan
  map(basis.elements.span, &output)
  return images.transposed()
}

/// The matrices A, S, Aᵀ and Sᵀ of a transform, each from its own code.
func matrices(_ transform: WaveletTransform<Double>) -> [Matrix<Double>] {
  let workspace = Workspace<Double>(threads: 1)
  let (n, g) = (transform.plan.length, transform.coefficientCount)
  return [
    matrix(rows: g, columns: n) {
      transform.analysis($0, into: &$1, batch: n, workspace: workspace)
    },
    matrix(rows: n, columns: g) {
      transform.synthesis($0, into: &$1, batch: g, workspace: workspace)
    },
    matrix(rows: n, columns: g) {
      transform.analysisAdjoint($0, into: &$1, batch: g, workspace: workspace)
    },
    matrix(rows: g, columns: n) {
      transform.synthesisAdjoint($0, into: &$1, batch: n, workspace: workspace)
    },
  ]
}

@Suite("Listings: transforms")
struct TransformsListings {
  @Test func planHasTheLengths() {
    let plan = TransformPlan(length: 512, taps: 6, levels: 8, mode: .zero)
    let lengths = plan.lengths
    let count = plan.coefficientCount

    #expect(lengths == [512, 258, 131, 68, 36, 20, 12, 8, 6])
    #expect(count == 545)
    #expect(plan.bands.map(\.start).first == 0)
    #expect(plan.bands.map(\.count) == [6, 6, 8, 12, 20, 36, 68, 131, 258])
    let periodic = TransformPlan(length: 512, taps: 6, levels: 8, mode: .periodization)
    #expect(periodic.coefficientCount == 512)
  }

  @Test func synthesisInvertsAnalysis() {
    let (n, levels) = (13, 3)
    for mode in ExtensionMode.allCases {
      let transform = WaveletTransform(
        FilterBank<Double>.daubechies(3), length: n, levels: levels, mode: mode)
      let (a, s) = (matrices(transform)[0], matrices(transform)[1])

      let reconstruction = (s * a).maximumAbsoluteDifference(from: .identity(n))
      #expect(reconstruction < 1e-13)
      #expect((a * s).maximumAbsoluteDifference(from: .identity(a.rows)) > 0.01)
    }
  }

  @Test func fourMaps() throws {
    let orthogonal = FilterBank<Double>.daubechies(2)
    let biorthogonal = FilterBank<Double>(try Wavelet("bior2.2"))
    func distances(_ bank: FilterBank<Double>, _ length: Int, _ mode: ExtensionMode) -> [Double] {
      let maps = matrices(WaveletTransform(bank, length: length, levels: 2, mode: mode))
      let (a, s, aAdjoint, sAdjoint) = (maps[0], maps[1], maps[2], maps[3])
      return [
        aAdjoint.maximumAbsoluteDifference(from: a.transposed()),
        sAdjoint.maximumAbsoluteDifference(from: s.transposed()),
        s.maximumAbsoluteDifference(from: a.transposed()),
        (a * s).maximumAbsoluteDifference(from: .identity(a.rows)),
      ]
    }

    for mode in ExtensionMode.allCases {
      for bank in [orthogonal, biorthogonal] {
        #expect(distances(bank, 13, mode)[0..<2].allSatisfy { $0 < 1e-13 })
      }
    }
    // S = Aᵀ, S = A⁻¹.
    func facts(_ bank: FilterBank<Double>, _ length: Int, _ mode: ExtensionMode) -> [Bool] {
      distances(bank, length, mode)[2...].map { $0 < 1e-13 }
    }
    #expect(facts(orthogonal, 16, .periodization) == [true, true])
    #expect(facts(orthogonal, 16, .zero) == [true, false])
    #expect(facts(orthogonal, 13, .periodization) == [false, false])
    #expect(facts(biorthogonal, 16, .periodization) == [false, true])
    #expect(facts(biorthogonal, 16, .zero) == [false, false])
  }

  @Test func filterGradientIsACorrelation() {
    let transform = WaveletTransform(FilterBank<Double>.daubechies(3), length: 16, levels: 1)
    let taps = transform.bank.taps
    let signal = (0..<16).map { Double($0 * $0 % 7) }
    let slope = (0..<16).map { Double($0 % 5) - 2 }

    // ∂ℓ/∂h0[j] for ℓ = ⟨slope, A x⟩, whose gradient with respect to the low band is slope[0..<8].
    let gradient = (0..<taps).map { j in
      (0..<8).reduce(0) { $0 + slope[$1] * signal[(2 * $1 + taps / 2 - j + 16) % 16] }
    }

    // ℓ is linear in the taps, so that a difference is the derivative.
    func loss(_ elements: [Double]) -> Double {
      let changed = WaveletTransform(FilterBank(elements: elements), length: 16, levels: 1)
      let a = matrices(changed)[0]
      return (0..<16).reduce(0) { sum, k in
        sum + slope[k] * (0..<16).reduce(0) { $0 + a[k, $1] * signal[$1] }
      }
    }
    let elements = transform.bank.elements
    for j in 0..<taps {
      var changed = elements
      changed[j] += 1
      #expect(abs(loss(changed) - loss(elements) - gradient[j]) < 1e-11)
    }
  }
}
