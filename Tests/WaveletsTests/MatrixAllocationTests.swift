import AllocationCounter
import Kernels
import LinearAlgebra
import NaiveReference
import Testing
import Wavelets

@Suite(
  "Transforms of matrices allocate nothing once warm",
  .enabled(if: wavepress_counts_allocations(), "allocations are counted with glibc only"))
struct MatrixAllocationTests {
  /// Allocations of the second of two calls.
  private func allocations<Scalar: KernelScalar>(
    _ count: Int, _: Scalar.Type, _ body: (inout MutableSpan<Scalar>) -> Void
  ) -> UInt {
    let output = GuardedMemory<Scalar>(count)
    var found: UInt = 0
    output.withSpan { y in
      for _ in 0..<2 {
        let before = wavepress_allocation_count()
        body(&y)
        found = wavepress_allocation_count() - before
      }
    }
    return found
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func allocateNothing(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) {
      for shape in [MatrixShape(rows: 7, columns: 12), MatrixShape(rows: 64, columns: 65)] {
        for batch in [1, 20] {
          let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
          let bank = FilterBank<Scalar>.daubechies(3)
          let transform = WaveletTransform2D(bank, shape: shape, levels: 3, mode: .zero)
          let along = WaveletTransform(bank, length: shape.rows, levels: 3, mode: .zero)
          let bands = along.coefficientShape(of: shape, along: .columns)
          for map in Map.allCases {
            let (to, from) = (batch * transform.coefficientCount, batch * shape.count)
            let x = [Scalar](repeating: 1, count: map.isFromSignals ? from : to)
            let both = allocations(map.isFromSignals ? to : from, Scalar.self) { y in
              map.apply(transform, x.span, into: &y, batch: batch, workspace)
            }
            #expect(both == 0, "\(map) of \(batch) × \(shape)")
            let lines = [Scalar](
              repeating: 1, count: batch * (map.isFromSignals ? shape : bands).count)
            let one = allocations(
              batch * (map.isFromSignals ? bands : shape).count, Scalar.self
            ) { y in
              map.apply(
                along, lines.span, shape, along: .columns, into: &y, batch: batch, workspace)
            }
            #expect(one == 0, "\(map) along columns of \(batch) × \(shape)")
          }
          let x = [Scalar](repeating: 1, count: batch * shape.count)
          let b = [Scalar](repeating: 1, count: batch * transform.coefficientCount)
          let taps = GuardedMemory<Scalar>(bank.elements.count)
          var (analysis, synthesis) = (UInt(0), UInt(0))
          taps.withSpan { gradient in
            analysis = allocations(x.count, Scalar.self) { y in
              transform.analysisPullback(
                x.span, coefficientGradient: b.span, matrixGradient: &y,
                filterGradient: &gradient, batch: batch, workspace: workspace)
            }
            synthesis = allocations(b.count, Scalar.self) { y in
              transform.synthesisPullback(
                b.span, matrixGradient: x.span, coefficientGradient: &y,
                filterGradient: &gradient, batch: batch, workspace: workspace)
            }
          }
          #expect(analysis == 0 && synthesis == 0, "pullbacks of \(batch) × \(shape)")
        }
      }
    }
    check(precision.matrixType)
  }
}
