import Kernels
import LinearAlgebra
import NaiveReference
import Testing
import Wavelets

@Suite("PyWavelets' figures in 2-D")
struct Golden2DTests {
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func coefficients(_ set: InstructionSet, _ precision: Precision) throws {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) throws {
      let bound = Scalar.self == Float.self ? 2e-6 : 1e-12
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for golden in Golden2D.values.transforms {
        let mode = try #require(ExtensionMode(rawValue: golden.mode))
        let transform = WaveletTransform2D(
          GoldenTests.bank(golden.wavelet, Scalar.self), shape: golden.shape,
          levels: golden.levels, mode: mode)
        let bands = transform.plan.bands
        #expect(bands.map { [$0.rows, $0.columns] } == golden.shapes, "\(golden)")
        let matrix = golden.matrix
        for batch in [1, 3] {
          let x = Array([[Double]](repeating: matrix, count: batch).joined())
          let expected = Array([[Double]](repeating: golden.coefficients, count: batch).joined())
          let b = expectOnly(set) {
            Map.analysis.apply(transform, converted(x, to: Scalar.self), batch: batch, workspace)
          }
          #expect(relativeError(doubles(b), expected, scale: norm(x)) <= bound, "\(golden)")
          let y = expectOnly(set) {
            Map.synthesis.apply(
              transform, converted(expected, to: Scalar.self), batch: batch, workspace)
          }
          #expect(relativeError(doubles(y), x, scale: norm(x)) <= bound, "back from \(golden)")
        }
      }
    }
    try check(precision.matrixType)
  }

  /// The reference that all other tests compare with stands on the same ground.
  @Test func reference() throws {
    #expect(Golden2D.values.transforms.count == 62)
    for golden in Golden2D.values.transforms {
      let naive = NaiveTransform2D(
        filters: GoldenTests.bank(golden.wavelet, Double.self).elements, shape: golden.shape,
        levels: golden.levels, mode: try #require(ExtensionMode(rawValue: golden.mode)))
      let matrix = golden.matrix
      let b = naive.apply(.analysis, matrix)
      #expect(relativeError(b, golden.coefficients, scale: norm(matrix)) <= 1e-12, "\(golden)")
      #expect(relativeError(naive.apply(.synthesis, b), matrix) <= 1e-12, "\(golden)")
    }
  }
}
