import Kernels
import NaiveReference
import Testing

/// The first and the last diagonal of a layer, whose columns may be some of a sample's, and fewer than
/// the rows of its transform.
@Suite("Pullbacks of packing and unpacking by a worker agree with loops")
struct EngineDiagonalTests {
  static let batches = [1, 2, 5, 16, 17, 20, 33]
  static let stride = 26
  static let columns = 3..<24

  private func columns(_ batch: [Double]) -> [Double] {
    eachSample(of: batch, Self.stride) { Array($0[Self.columns]) }
  }

  private func sums(_ x: [Double], _ dy: [Double], lanes: Int) -> [Double] {
    let count = Self.columns.count
    return NaiveRows.rowProducts(
      transposed(x, columns: count), transposed(dy, columns: count), index: Array(0..<count),
      lanes: lanes)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func packPullback(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      let (columns, stride) = (Self.columns, Self.stride)
      let b = randomNumbers(columns.count, seed: 9)
      let factors = converted(b, to: Scalar.self)
      for batch in Self.batches {
        let numbers = (0..<3).map { randomNumbers(batch * stride, seed: batch + $0) }
        let before = randomNumbers(columns.count, seed: 4)
        let input = converted(numbers[0], to: Scalar.self)
        let slope = converted(numbers[1], to: Scalar.self)
        let output = GuardedMemory<Scalar>(numbers[2])
        let gradient = GuardedMemory<Scalar>(before)
        expectOnly(set) {
          output.withSpan { output in
            gradient.withSpan { gradient in
              workspace.forEachGroup(
                batch: batch, output: &output, stride: stride, shared: &gradient
              ) { engine, group, part, sums in
                let place = RowPlace(.analysis, count: columns.count)
                engine.pack(slope.span, group, columns: columns, stride: stride, into: place)
                engine.packPullback(
                  place, input.span, group, columns: columns, stride: stride, scale: factors.span,
                  into: &part, gradient: &sums)
              }
            }
          }
        }
        var expected = numbers[2]
        for s in 0..<batch {
          for i in columns {
            expected[s * stride + i] += b[i - columns.lowerBound] * numbers[1][s * stride + i]
          }
        }
        let products = sums(self.columns(numbers[0]), self.columns(numbers[1]), lanes: batch)
        let sums = zip(before, products).map { $0 + $1 }
        #expect(relativeError(output.numbers, expected) <= Scalar.tolerance, "\(batch) samples")
        #expect(relativeError(gradient.numbers, sums) <= Scalar.tolerance, "\(batch) samples")
        #expect(output.isIntact && gradient.isIntact)
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func unpackPullback(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for batch in Self.batches {
        for hasBias in [false, true] {
          unpackPullback(set, Scalar.self, batch, hasBias: hasBias)
        }
      }
    }
    check(precision.type)
  }

  private func unpackPullback<Scalar: KernelScalar>(
    _ set: InstructionSet, _: Scalar.Type, _ batch: Int, hasBias: Bool
  ) {
    let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
    let (columns, stride) = (Self.columns, Self.stride)
    let count = columns.count
    // The rows that were unpacked, more than columns.
    let rows = count + 5
    let x = randomNumbers(batch * rows, seed: batch)
    let dy = randomNumbers(batch * stride, seed: batch + 1)
    let d = randomNumbers(count, seed: 9)
    let before = randomNumbers(2 * count + 1, seed: 4)
    let (input, slope) = (converted(x, to: Scalar.self), converted(dy, to: Scalar.self))
    let factors = converted(d, to: Scalar.self)
    let output = GuardedMemory<Scalar>(batch * rows)
    let gradient = GuardedMemory<Scalar>(before)
    expectOnly(set) {
      output.withSpan { output in
        gradient.withSpan { gradient in
          workspace.forEachGroup(batch: batch, output: &output, stride: rows, shared: &gradient) {
            engine, group, part, sums in
            let place = RowPlace(.analysis, count: rows)
            engine.pack(input.span, group, columns: 0..<rows, stride: rows, into: place)
            engine.unpackPullback(
              place, scale: factors.span, slope.span, group, columns: columns, stride: stride,
              gradient: &sums, scaleRange: 1..<count + 1,
              biasRange: hasBias ? count + 1..<2 * count + 1 : nil)
            engine.unpack(place, into: &part, columns: 0..<rows, stride: rows, group)
          }
        }
      }
    }
    let slopes = self.columns(dy)
    let expected = eachSample(of: slopes, count) {
      zip($0, d).map { $0 * $1 } + [Double](repeating: 0, count: rows - count)
    }
    let kept = eachSample(of: x, rows) { Array($0[..<count]) }
    let ones = [Double](repeating: hasBias ? 1 : 0, count: slopes.count)
    let products =
      [0] + sums(kept, slopes, lanes: batch) + sums(ones, slopes, lanes: batch)
    let label: Comment = "\(batch) samples, bias \(hasBias)"
    #expect(relativeError(output.numbers, expected) <= Scalar.tolerance, label)
    #expect(
      relativeError(gradient.numbers, zip(before, products).map { $0 + $1 }) <= Scalar.tolerance,
      label)
    #expect(output.isIntact && gradient.isIntact)
  }
}
