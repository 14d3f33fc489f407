import Kernels
import LinearAlgebra
import StructuredLinear
import Testing

@Suite("Pullbacks are adjoint and accumulate")
struct PullbackTests {
  /// ⟨W x, y⟩ = ⟨x, Wᵀ y⟩.
  func checkAdjoint<Map: LinearMap>(_ biased: Map, batch: Int, _ context: String) {
    var map = biased
    for entry in map.parameters.entries where entry.role == .bias {
      for i in entry.range { map.parameters.values[i] = 0 }
    }
    let x: [Map.Scalar] = randomElements(batch * map.inputCount, seed: 31)
    let y: [Map.Scalar] = randomElements(batch * map.outputCount, seed: 32)
    for instructionSet in InstructionSet.available {
      let workspace = Workspace<Map.Scalar>(threads: 1, instructionSet: instructionSet)
      let outputs = map.outputs(x, batch: batch, workspace)
      let forward = BLAS.dot(x: outputs.span, y: y.span)
      let gradient = map.gradients(x, y, batch: batch, workspace).input
      let backward = BLAS.dot(x: x.span, y: gradient.span)
      let size = BLAS.nrm2(x: outputs.span) * BLAS.nrm2(x: y.span)
      #expect(
        abs(forward - backward) <= 64 * Map.Scalar.ulpOfOne * size,
        "\(context), batch \(batch), \(instructionSet)")
    }
  }

  @Test(arguments: MapKind.allCases, batches) func adjoint(kind: MapKind, batch: Int) {
    for inputs in [8, 29] {
      checkAdjoint(kind.make(Double.self, inputs: inputs), batch: batch, "\(inputs) inputs")
      checkAdjoint(kind.make(Float.self, inputs: inputs), batch: batch, "\(inputs) inputs")
    }
  }

  /// Twice gives the double, and what is there before is added to.
  func checkAccumulation<Map: LinearMap>(_ map: Map, batch: Int) {
    let x: [Map.Scalar] = randomElements(batch * map.inputCount, seed: 33)
    let dy: [Map.Scalar] = randomElements(batch * map.outputCount, seed: 34)
    for instructionSet in InstructionSet.available {
      let workspace = Workspace<Map.Scalar>(threads: 1, instructionSet: instructionSet)
      let once = map.gradients(x, dy, batch: batch, workspace)
      var twice = once
      map.pullBack(x, dy, batch: batch, workspace, into: &twice)
      let offset = map.gradients(x, dy, batch: batch, workspace, start: 3)
      for (once, twice, offset) in [
        (once.input, twice.input, offset.input),
        (once.parameters, twice.parameters, offset.parameters),
      ] {
        let size = 3 + (once.map(abs).max() ?? 0)
        let tolerance = 64 * Map.Scalar.ulpOfOne * size
        #expect(zip(once, twice).allSatisfy { abs(2 * $0 - $1) <= tolerance })
        #expect(zip(once, offset).allSatisfy { abs($0 + 3 - $1) <= tolerance })
      }
    }
  }

  @Test(arguments: MapKind.allCases, batches) func accumulates(kind: MapKind, batch: Int) {
    checkAccumulation(kind.make(Double.self, inputs: 21), batch: batch)
    checkAccumulation(kind.make(Float.self, inputs: 21), batch: batch)
  }

  @Test(arguments: MapKind.allCases) func emptyBatch(kind: MapKind) {
    let map = kind.make(Float.self, inputs: 8)
    func check(_ map: some LinearMap<Float>) {
      let workspace = Workspace<Float>(threads: 2)
      #expect(map.outputs([], batch: 0, workspace).isEmpty)
      let gradients = map.gradients([], [], batch: 0, workspace, start: 1)
      #expect(gradients.parameters.allSatisfy { $0 == 1 })
    }
    check(map)
  }
}
