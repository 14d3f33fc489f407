import Kernels
import NaiveReference
import Testing

@Suite("Products with packed matrices agree with their definition")
struct PackedMatrixTests {
  /// Around the sizes of tiles in either direction, for every instruction set.
  static let samples = Array(0...21) + [25, 33]
  static let columns = Array(1...9) + [15, 16, 17, 31, 32, 33, 64, 70]

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func multiply(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      var packed = PackedMatrix<Scalar>(instructionSet: set)
      for columns in Self.columns {
        for rows in [0, 1, 3, 40] {
          let matrix = randomNumbers(rows * columns, seed: 100 * columns + rows)
          let transposed = (0..<rows * columns).map { matrix[$0 % rows * columns + $0 / rows] }
          let isTransposed = columns.isMultiple(of: 2)
          let elements: [Scalar] = converted(isTransposed ? transposed : matrix, to: Scalar.self)
          packed.pack(elements.span, rows: rows, columns: columns, transposed: isTransposed)
          for samples in Self.samples {
            let input = randomNumbers(samples * rows, seed: samples)
            let before = randomNumbers(samples * columns, seed: samples + 1)
            let product = (0..<samples * columns).map { i in
              (0..<rows).reduce(0) {
                $0 + input[i / columns * rows + $1] * matrix[$1 * columns + i % columns]
              }
            }
            let x: [Scalar] = converted(input, to: Scalar.self)
            let output = GuardedMemory<Scalar>(before)
            let place = "\(samples) × \(rows) × \(columns)"
            // Nothing runs where there is nothing to do.
            func expectKernels(_ body: () -> Void) {
              if samples * columns * rows > 0 { expectOnly(set, body) } else { body() }
            }
            expectKernels {
              output.withSpan { packed.multiply(x.span, into: &$0, samples: samples, adding: true) }
            }
            #expect(
              samples == 0
                || relativeError(output.numbers, zip(before, product).map(+)) <= Scalar.tolerance,
              "\(place)")
            expectKernels {
              output.withSpan { packed.multiply(x.span, into: &$0, samples: samples) }
            }
            #expect(
              samples == 0 || relativeError(output.numbers, product) <= Scalar.tolerance, "\(place)"
            )
            #expect(output.isIntact, "\(place)")
          }
        }
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func addTransposed(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for columns in Self.columns {
        for rows in Array(1...12) {
          for samples in [1, 2, 25] {
            let a = randomNumbers(samples * rows, seed: 100 * columns + rows)
            let b = randomNumbers(samples * columns, seed: samples)
            let before = randomNumbers(rows * columns, seed: samples + 1)
            let expected = (0..<rows * columns).map { i in
              (0..<samples).reduce(before[i]) {
                $0 + a[$1 * rows + i / columns] * b[$1 * columns + i % columns]
              }
            }
            let sums = GuardedMemory<Scalar>(before)
            let left: [Scalar] = converted(a, to: Scalar.self)
            // Against the end of readable memory.
            let right = GuardedMemory<Scalar>(b)
            expectOnly(set) {
              sums.withSpan { c in
                right.withSpan { b in
                  NarrowProduct.addTransposed(
                    left.span, b.span, to: &c, samples: samples, instructionSet: set)
                }
              }
            }
            #expect(
              relativeError(sums.numbers, expected) <= Scalar.tolerance,
              "\(samples) × \(rows) × \(columns)")
            #expect(sums.isIntact)
          }
        }
      }
    }
    check(precision.type)
  }
}
