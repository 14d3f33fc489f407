import Kernels
import LinearAlgebra
import NaiveReference
import Testing
import Wavelets

@Suite("2-D transforms agree with their definition")
struct Transform2DTests {
  /// A map at every shape; nothing is written outside the output, and the same workspace serves
  /// every shape.
  @Test(arguments: Map.allCases) func everyShape(_ map: Map) {
    let cases = MatrixCase.shapes.flatMap(MatrixCase.all)
    // Once for all kernels: the definition takes longer than they do.
    let inputs = cases.map { map.isFromSignals ? $0.matrices() : $0.coefficients() }
    let expected = zip(cases, inputs).map { $0.naive.apply(map, $1) }
    let scales = zip(cases, inputs).map { one, x in
      one.mode.enlarges ? norm(one.naive.magnitude.apply(map, x.map(abs))) : norm(x)
    }
    func check<Scalar: KernelScalar & BLASScalar>(_ set: InstructionSet, _: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for (index, one) in cases.enumerated() {
        let transform = one.transform(Scalar.self)
        #expect(transform.coefficientCount == one.naive.coefficientCount, "\(one)")
        #expect(transform.plan.shapes == one.naive.shapes, "\(one)")
        let input = converted(inputs[index], to: Scalar.self)
        let y = expectOnly(set) { map.apply(transform, input, batch: one.batch, workspace) }
        let error = relativeError(doubles(y), expected[index], scale: scales[index])
        #expect(error <= 2 * Scalar.tolerance, "\(map) of \(one), \(set)")
      }
    }
    for set in InstructionSet.available {
      for precision in Precision.allCases { check(set, precision.matrixType) }
    }
  }

  /// ⟨A x, y⟩ = ⟨x, Aᵀ y⟩ and ⟨S b, y⟩ = ⟨b, Sᵀ y⟩.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func adjointIdentities(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for one in MatrixCase.few {
        let transform = one.transform(Scalar.self)
        let (x, b) = (one.matrices(), one.coefficients())
        let images = Map.allCases.map { map in
          let input = converted(map.isFromSignals ? x : b, to: Scalar.self)
          return doubles(
            expectOnly(set) { map.apply(transform, input, batch: one.batch, workspace) })
        }
        let scale = (1 + norm(images[0]) + norm(images[1])) * (norm(x) + norm(b))
        #expect(
          abs(dot(images[0], b) - dot(x, images[2])) <= Scalar.tolerance * scale, "A of \(one)")
        #expect(
          abs(dot(images[1], x) - dot(b, images[3])) <= Scalar.tolerance * scale, "S of \(one)")
      }
    }
    check(precision.matrixType)
  }

  /// Synthesis gives the matrices that analysis took, in their own shape.
  ///
  /// Rounding errors are relative to what the sums are made of. That is about as large as the matrix, as
  /// the banks are nearly orthogonal, except where slopes are continued: those samples, and the
  /// coefficients of them, grow with the filter's length at each level, and cancel in synthesis.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func roundTrips(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      let names = ["haar", "db3", "bior4.4", "sym8", "coif3"]
      for one in MatrixCase.shapes.flatMap(MatrixCase.all) {
        let name = names[(one.shape.rows + 2 * one.shape.columns) % names.count]
        let bank = GoldenTests.bank(name, Scalar.self)
        let transform = WaveletTransform2D(
          bank, shape: one.shape, levels: one.levels, mode: one.mode)
        let x = one.matrices()
        let y = expectOnly(set) {
          let b = Map.analysis.apply(
            transform, converted(x, to: Scalar.self), batch: one.batch, workspace)
          return Map.synthesis.apply(transform, b, batch: one.batch, workspace)
        }
        let naive = NaiveTransform2D(
          filters: doubles(Array(bank.elements)), shape: one.shape, levels: one.levels,
          mode: one.mode)
        let scale =
          one.mode == .smooth
          ? norm(eachSample(of: x, one.shape.count, naive.roundTripSizes)) : norm(x)
        #expect(
          relativeError(doubles(y), x, scale: scale) <= 2 * Scalar.tolerance, "\(name), \(one)")
      }
    }
    check(precision.matrixType)
  }

  /// The same bits for any number of threads.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func threadsChangeNothing(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) {
      let workspaces = [1, 2, 3].map { Workspace<Scalar>(threads: $0, instructionSet: set) }
      for one in MatrixCase.larger.flatMap(MatrixCase.all) {
        let transform = one.transform(Scalar.self)
        for map in Map.allCases {
          let x = map.isFromSignals ? one.matrices() : one.coefficients()
          let input = converted(x, to: Scalar.self)
          let results = workspaces.map { map.apply(transform, input, batch: one.batch, $0) }
          for result in results { #expect(result == results[0], "\(map) of \(one)") }
        }
      }
    }
    check(precision.matrixType)
  }

  @Test func emptyBatch() {
    let transform = WaveletTransform2D<Float>(
      .haar, shape: MatrixShape(rows: 3, columns: 5), levels: 2)
    for map in Map.allCases {
      #expect(map.apply(transform, [], batch: 0, Workspace(threads: 2)).isEmpty)
    }
  }

  /// A matrix whose rows are constant has horizontal edges only, its transpose vertical ones.
  @Test func directions() throws {
    let shape = MatrixShape(rows: 8, columns: 8)
    let transform = WaveletTransform2D<Double>(.haar, shape: shape, levels: 2)
    let workspace = Workspace<Double>(threads: 1)
    let rows = randomNumbers(8, seed: 1).flatMap { [Double](repeating: $0, count: 8) }
    func bands(_ matrix: [Double], _ direction: TransformPlan2D.Direction) throws -> [Double] {
      let b = Map.analysis.apply(transform, matrix, batch: 1, workspace)
      return try (1...2).flatMap { level in
        let band = try #require(transform.plan.band(direction, level: level))
        #expect(band.shape == MatrixShape(rows: 8 >> level, columns: 8 >> level))
        return b[band.range]
      }
    }
    #expect(try norm(bands(rows, .horizontal)) > 0.1)
    #expect(try norm(bands(rows, .vertical)) <= 1e-15)
    #expect(try norm(bands(rows, .diagonal)) <= 1e-15)
    let columns = transposed(rows, columns: 8)
    #expect(try norm(bands(columns, .vertical)) > 0.1)
    #expect(try norm(bands(columns, .horizontal)) <= 1e-15)
    #expect(transform.plan.band(.approximation, level: 1) == nil)
    #expect(transform.plan.band(.approximation, level: 2)?.range == 0..<4)
    #expect(transform.plan.band(.diagonal, level: 3) == nil)
  }
}
