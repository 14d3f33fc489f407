import LinearAlgebra
import Testing

@Suite("Eigenvalues")
struct EigenvalueTests {
  /// x³ − 6x² + 11x − 6 = (x − 1)(x − 2)(x − 3).
  func checkCompanion<T: BLASScalar>(_: T.Type) throws {
    let companion = Matrix<T>([[6, -11, 6], [1, 0, 0], [0, 1, 0]])
    let values = try companion.eigenvalues()
    #expect(values.allSatisfy { $0.imaginary == 0 })
    #expect(difference(values.map(\.real).sorted(), [1, 2, 3]) <= 1000 * T.ulpOfOne)
  }

  /// The plane rotation by the angle of (3, 4) has the eigenvalues 0.6 ± 0.8 i.
  func checkRotation<T: BLASScalar>(_: T.Type) throws {
    let values = try Matrix<T>([[0.6, -0.8], [0.8, 0.6]]).eigenvalues()
    #expect(difference(values.map(\.real), [0.6, 0.6]) <= tolerance(2))
    #expect(difference(values.map(\.imaginary), [0.8, -0.8]) <= tolerance(2))
  }

  @Test func companion() throws {
    try checkCompanion(Float.self)
    try checkCompanion(Double.self)
  }

  @Test func rotation() throws {
    try checkRotation(Float.self)
    try checkRotation(Double.self)
  }

  @Test func empty() throws {
    #expect(try Matrix<Double>([]).eigenvalues().isEmpty)
  }

  func checkNonFinite<T: BLASScalar>(_ value: T) {
    let a = Matrix<T>([[1, value], [0, 1]])
    #expect(throws: LAPACKError.nonFiniteInput(routine: "geev")) { try a.eigenvalues() }
    #expect(throws: LAPACKError.nonFiniteInput(routine: "gesdd")) { try a.svd() }
    #expect(throws: LAPACKError.nonFiniteInput(routine: "gesdd")) { try a.singularValues() }
    #expect(throws: LAPACKError.nonFiniteInput(routine: "gesdd")) { try a.conditionNumber() }
    #expect(throws: LAPACKError.nonFiniteInput(routine: "geqrf")) { try a.qr() }
  }

  @Test("NaN and infinity are refused")
  func nonFinite() {
    checkNonFinite(Float.nan)
    checkNonFinite(-Float.infinity)
    checkNonFinite(Double.nan)
    checkNonFinite(Double.infinity)
  }

  @Test func errorsInWords() {
    #expect(
      LAPACKError.nonFiniteInput(routine: "geev").description
        == "geev: the matrix holds NaN or infinity")
    #expect(
      LAPACKError.notConverged(routine: "gesdd", info: 3).description
        == "gesdd did not converge (info 3)")
  }
}
