import Kernels
import NaiveReference
import Testing
import Wavelets

@Suite("Walsh–Hadamard transform")
struct WalshHadamardTransformTests {
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func agreesWithItsMatrix(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for exponent in 0...11 {
        let n = 1 << exponent
        let transform = WalshHadamardTransform(length: n)
        for batch in n > 256 ? [1, 3] : [1, 2, 5, 17, 33] {
          let x = randomNumbers(batch * n, seed: n + batch)
          let signals = GuardedMemory<Scalar>(x)
          expectOnly(set) {
            signals.withSpan { transform.apply(&$0, batch: batch, workspace: workspace) }
          }
          let expected = eachSample(of: x, n, naiveWalshHadamard)
          #expect(relativeError(signals.numbers, expected) <= Scalar.tolerance, "\(batch) × \(n)")
          signals.withSpan { transform.apply(&$0, batch: batch, workspace: workspace) }
          #expect(relativeError(signals.numbers, x) <= Scalar.tolerance, "\(batch) × \(n) twice")
          #expect(signals.isIntact, "\(batch) × \(n)")
        }
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available)
  func threadsChangeNothing(_ set: InstructionSet) {
    let transform = WalshHadamardTransform(length: 64)
    let results = [1, 2, 3, 5].map { threads in
      let signals = GuardedMemory<Float>(randomNumbers(33 * 64, seed: 1))
      let workspace = Workspace<Float>(threads: threads, instructionSet: set)
      signals.withSpan { transform.apply(&$0, batch: 33, workspace: workspace) }
      return signals.scalars
    }
    for result in results { #expect(result == results[0]) }
  }
}
