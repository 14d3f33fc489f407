import AllocationCounter
import Kernels
import LinearAlgebra
import StructuredLinear
import Testing

@Suite(
  "A warm workspace allocates nothing on one thread",
  .enabled(if: wavepress_counts_allocations(), "allocations are counted with glibc only"))
struct AllocationTests {
  @Test func counterCounts() {
    let before = wavepress_allocation_count()
    let array = [Int](repeating: 1, count: 100)
    let aligned = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
    let after = wavepress_allocation_count()
    aligned.deallocate()
    #expect(array.count == 100)
    #expect(after == before + 2)
  }

  func check<Map: LinearMap>(_ map: Map, batch: Int, pullback: Bool, _ context: String) {
    let x: [Map.Scalar] = randomElements(batch * map.inputCount, seed: 51)
    let dy: [Map.Scalar] = randomElements(batch * map.outputCount, seed: 52)
    for instructionSet in InstructionSet.available {
      let workspace = Workspace<Map.Scalar>(threads: 1, instructionSet: instructionSet)
      var y = dy
      var dx = x
      var dw = map.parameters.values
      var applied: UInt = 0
      var pulledBack: UInt = 0
      // Once to warm up, then for the count.
      for _ in 0..<2 {
        var output = y.mutableSpan
        var input = dx.mutableSpan
        var parameters = dw.mutableSpan
        let start = wavepress_allocation_count()
        map.apply(x.span, into: &output, batch: batch, workspace: workspace)
        let middle = wavepress_allocation_count()
        map.pullback(
          x.span, outputGradient: dy.span, inputGradient: &input, parameterGradient: &parameters,
          batch: batch, workspace: workspace)
        applied = middle - start
        pulledBack = wavepress_allocation_count() - middle
      }
      #expect(applied == 0, "apply, \(context), batch \(batch), \(instructionSet)")
      if pullback {
        #expect(pulledBack == 0, "pullback, \(context), batch \(batch), \(instructionSet)")
      }
    }
  }

  @Test(arguments: MapKind.allCases, [1, 16, 33]) func allocatesNothing(kind: MapKind, batch: Int) {
    // OpenBLAS allocates where it spreads a product over threads.
    OpenBLAS.threads = 1
    check(
      kind.make(Float.self, inputs: 96), batch: batch, pullback: kind.pullsBackInPlace,
      "\(kind), Float")
    check(
      kind.make(Double.self, inputs: 96), batch: batch, pullback: kind.pullsBackInPlace,
      "\(kind), Double")
  }
}
