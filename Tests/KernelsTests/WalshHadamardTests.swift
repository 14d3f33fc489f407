import KernelInterface
import Kernels
import NaiveReference
import Testing

@Suite("Walsh–Hadamard kernels agree with the matrix")
struct WalshHadamardTests {
  static let sizes = (0...11).map { 1 << $0 }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func rows(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        let lanes = kernels.lanes
        for n in Self.sizes {
          let x = randomNumbers(n * lanes, seed: n)
          // One matrix product a sample would dominate the test: the widest rows check two.
          let checked = n > 256 && lanes > 2 ? [0, lanes - 1] : Array(0..<lanes)
          let rows = GuardedMemory<Scalar>(x)
          var scale = 1 / Scalar(n).squareRoot()
          expectOnly(set) { kernels.walshHadamard(rows.start, n, 1, &scale) }
          let samples = transposed(rows.numbers, columns: lanes)
          for s in checked {
            let expected = naiveWalshHadamard(sample(s, of: transposed(x, columns: lanes), n))
            let error = relativeError(sample(s, of: samples, n), expected)
            #expect(error <= Scalar.tolerance, "\(lanes) lanes, \(n) rows")
          }
          // Orthonormal and symmetric: twice is the identity.
          expectOnly(set) { kernels.walshHadamard(rows.start, n, 1, &scale) }
          #expect(
            relativeError(rows.numbers, x) <= Scalar.tolerance, "\(lanes) lanes, \(n) rows twice")
          #expect(rows.isIntact, "\(lanes) lanes, \(n) rows")
        }
      }
    }
    check(precision.type)
  }

  /// Larger than the block that stays in the cache, in either layout.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func largeIsItsOwnInverse(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        let n = 1 << 14
        let x = randomNumbers(n * kernels.lanes, seed: n)
        let rows = GuardedMemory<Scalar>(x)
        var scale = 1 / Scalar(n).squareRoot()
        expectOnly(set) { kernels.walshHadamard(rows.start, n, 1, &scale) }
        // Its first row is the sum, over √n.
        let sums = NaiveRows.sums(transposed(x, columns: kernels.lanes), lanes: n)
        let expected = sums.map { $0 / Double(n).squareRoot() }
        let first = Array(rows.numbers[..<kernels.lanes])
        #expect(relativeError(first, expected, scale: 1) <= 10 * Scalar.tolerance)
        expectOnly(set) { kernels.walshHadamard(rows.start, n, 1, &scale) }
        #expect(relativeError(rows.numbers, x) <= Scalar.tolerance)
        #expect(rows.isIntact)
      }
    }
    check(precision.type)
  }

  /// Through the engine, on panels and on what is left of a batch.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func engine(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for n in [1, 2, 8, 64, 512] {
        for batch in [1, 2, 5, 16, 17, 20, 33] {
          let x = randomNumbers(n * batch, seed: n + batch)
          let input = converted(x, to: Scalar.self)
          let place = RowPlace(.coefficients, count: n)
          let output = GuardedMemory<Scalar>(n * batch)
          expectOnly(set) {
            output.withSpan { output in
              workspace.forEachGroup(batch: batch, output: &output, stride: n) {
                engine, group, part in
                engine.pack(input.span, group, columns: 0..<n, stride: n, into: place)
                engine.walshHadamard(place)
                engine.unpack(place, into: &part, columns: 0..<n, stride: n, group)
              }
            }
          }
          let expected = eachSample(of: x, n, naiveWalshHadamard)
          let error = relativeError(output.numbers, expected)
          #expect(error <= Scalar.tolerance, "\(batch) × \(n)")
          #expect(output.isIntact, "\(batch) × \(n)")
        }
      }
    }
    check(precision.type)
  }
}
