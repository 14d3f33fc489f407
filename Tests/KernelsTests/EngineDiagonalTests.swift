import Kernels
import NaiveReference
import Testing

/// The first and the last diagonal of a layer, whose rows may be fewer than those of its transform.
@Suite("Input and output diagonals of a worker agree with loops")
struct EngineDiagonalTests {
  static let batches = [1, 2, 5, 16, 17, 20, 33]
  static let (inside, rows) = (21, 26)

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func scaleInput(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      let (inside, rows) = (Self.inside, Self.rows)
      let b = randomNumbers(inside, seed: 9)
      let factors = converted(b, to: Scalar.self)
      for batch in Self.batches {
        let x = randomNumbers(batch * inside, seed: batch)
        let input = converted(x, to: Scalar.self)
        let output = GuardedMemory<Scalar>(batch * rows)
        expectOnly(set) {
          output.withSpan { output in
            workspace.forEachGroup(batch: batch, output: &output, stride: rows) {
              engine, group, part in
              engine.pack(
                input.span, group, columns: 0..<inside, stride: inside,
                into: RowPlace(.input, count: inside))
              let place = RowPlace(.analysis, count: rows)
              engine.scaleInput(by: factors.span, into: place)
              engine.unpack(place, into: &part, columns: 0..<rows, stride: rows, group)
            }
          }
        }
        let expected = eachSample(of: x, inside) {
          zip($0, b).map { $0 * $1 } + [Double](repeating: 0, count: rows - inside)
        }
        #expect(relativeError(output.numbers, expected) <= Scalar.tolerance, "\(batch) samples")
        #expect(output.isIntact)
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func pullbacks(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for batch in Self.batches {
        for isInput in [true, false] { pullback(set, Scalar.self, batch, isInput: isInput) }
      }
    }
    check(precision.type)
  }

  private func pullback<Scalar: KernelScalar>(
    _ set: InstructionSet, _: Scalar.Type, _ batch: Int, isInput: Bool
  ) {
    let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
    let (inside, rows) = (Self.inside, Self.rows)
    let b = randomNumbers(inside, seed: 9)
    let x = randomNumbers(batch * inside, seed: batch)
    let dy = randomNumbers(batch * inside, seed: batch + 1)
    let before = randomNumbers(inside, seed: 4)
    let factors = converted(b, to: Scalar.self)
    let (input, slope) = (converted(x, to: Scalar.self), converted(dy, to: Scalar.self))
    let output = GuardedMemory<Scalar>(batch * rows)
    let gradient = GuardedMemory<Scalar>(before)
    expectOnly(set) {
      output.withSpan { output in
        gradient.withSpan { gradient in
          workspace.forEachGroup(batch: batch, output: &output, stride: rows, shared: &gradient) {
            engine, group, part, sums in
            let place = RowPlace(.analysis, count: rows)
            let kept = isInput ? RowPlace(.input, count: inside) : place
            let slopes = isInput ? place : RowPlace(.outputGradient, count: inside)
            engine.pack(input.span, group, columns: 0..<inside, stride: inside, into: kept)
            engine.pack(slope.span, group, columns: 0..<inside, stride: inside, into: slopes)
            if isInput {
              engine.scaleInputPullback(by: factors.span, at: place, gradient: &sums)
            } else {
              engine.scaleOutputPullback(by: factors.span, at: place, gradient: &sums)
            }
            engine.unpack(place, into: &part, columns: 0..<rows, stride: rows, group)
          }
        }
      }
    }
    let expected = eachSample(of: dy, inside) {
      zip($0, b).map { $0 * $1 } + [Double](repeating: 0, count: rows - inside)
    }
    let products = NaiveRows.rowProducts(
      transposed(x, columns: inside), transposed(dy, columns: inside), index: Array(0..<inside),
      lanes: batch)
    let sums = zip(before, products).map { $0 + $1 }
    #expect(relativeError(output.numbers, expected) <= Scalar.tolerance, "\(batch) samples")
    #expect(relativeError(gradient.numbers, sums) <= Scalar.tolerance, "\(batch) samples")
    #expect(output.isIntact && gradient.isIntact)
  }
}
