import Kernels
import StructuredLinear
import Testing

@Suite("Results are the same bits for any number of threads")
struct ThreadTests {
  func check<Map: LinearMap>(_ map: Map, batch: Int) {
    let x: [Map.Scalar] = randomElements(batch * map.inputCount, seed: 41)
    let dy: [Map.Scalar] = randomElements(batch * map.outputCount, seed: 42)
    for instructionSet in InstructionSet.available {
      let results = [1, 2, 3, 5].map { threads in
        let workspace = Workspace<Map.Scalar>(threads: threads, instructionSet: instructionSet)
        let outputs = map.outputs(x, batch: batch, workspace)
        let gradients = map.gradients(x, dy, batch: batch, workspace, start: 0.125)
        return [outputs, gradients.input, gradients.parameters].map(bits)
      }
      #expect(
        results.allSatisfy { $0 == results[0] }, "\(Map.self), batch \(batch), \(instructionSet)")
    }
  }

  @Test(arguments: MapKind.allCases, [1, 3, 33, 170, 401]) func sameBits(kind: MapKind, batch: Int)
  {
    check(kind.make(Float.self, inputs: 40), batch: batch)
    check(kind.make(Double.self, inputs: 40), batch: batch)
  }
}
