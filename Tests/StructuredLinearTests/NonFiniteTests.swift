import Kernels
import StructuredLinear
import Testing

@Suite("NaN and infinity stay in their sample")
struct NonFiniteTests {
  func check<Map: LinearMap>(_ map: Map, batch: Int, _ context: String) {
    let (n, m) = (map.inputCount, map.outputCount)
    let x: [Map.Scalar] = randomElements(batch * n, seed: 71)
    let dy: [Map.Scalar] = randomElements(batch * m, seed: 72)
    for instructionSet in InstructionSet.available {
      let workspace = Workspace<Map.Scalar>(threads: 1, instructionSet: instructionSet)
      let outputs = map.outputs(x, batch: batch, workspace)
      let gradients = map.gradients(x, dy, batch: batch, workspace).input
      for poison in [Map.Scalar.nan, .infinity, -.infinity] {
        for sample in [0, batch / 2, batch - 1] {
          var poisoned = x
          poisoned[sample * n + n / 2] = poison
          let result = map.outputs(poisoned, batch: batch, workspace)
          var poisonedGradient = dy
          poisonedGradient[sample * m + m / 2] = poison
          let gradient = map.gradients(x, poisonedGradient, batch: batch, workspace).input
          for other in 0..<batch where other != sample {
            let rows = (other * m..<(other + 1) * m, other * n..<(other + 1) * n)
            let same =
              bits(Array(result[rows.0])) == bits(Array(outputs[rows.0]))
              && bits(Array(gradient[rows.1])) == bits(Array(gradients[rows.1]))
            #expect(same, "\(poison) in \(sample), seen in \(other), \(context), \(instructionSet)")
          }
          let finite = result[sample * m..<(sample + 1) * m].allSatisfy(\.isFinite)
          #expect(!finite, "\(poison) in \(sample) vanishes, \(context), \(instructionSet)")
        }
      }
    }
  }

  @Test(arguments: MapKind.allCases, [1, 2, 5, 16, 35]) func staysInItsSample(
    kind: MapKind, batch: Int
  ) {
    check(kind.make(Float.self, inputs: 24), batch: batch, "\(kind), batch \(batch)")
    check(kind.make(Double.self, inputs: 24), batch: batch, "\(kind), batch \(batch)")
  }
}
