import KernelInterface
import Kernels
import NaiveReference
import Testing

@Suite("Transposes into and out of rows agree with loops")
struct TransposeTests {
  static let counts = Array(0...18) + [31, 32, 33, 40, 65]

  /// Every number of samples that a row can hold, the whole row included.
  private func forEachShape<Scalar: KernelScalar>(
    _ set: InstructionSet, _: Scalar.Type,
    _ body: (LayoutKernels<Scalar>, _ count: Int, _ samples: Int, _ stride: Int) -> Void
  ) {
    for kernels in layouts(set, Scalar.self) {
      for count in Self.counts {
        for samples in 1...kernels.lanes { body(kernels, count, samples, count + samples % 4) }
      }
    }
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func pack(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachShape(set, Scalar.self) { kernels, count, samples, stride in
        let lanes = kernels.lanes
        let x = randomNumbers(samples * stride, seed: count)
        let factors = randomNumbers(count, seed: samples)
        for scale in [nil, factors] {
          // The last sample ends at its last column: nothing may be read behind.
          let input = GuardedMemory<Scalar>(Array(x.dropLast(stride - count)))
          let y = GuardedMemory<Scalar>(count * lanes)
          let scaleMemory = scale.map { GuardedMemory<Scalar>($0) }
          expectOnly(set) {
            kernels.pack(input.start, stride, samples, scaleMemory?.start, y.start, count)
          }
          var expected = [Double](repeating: 0, count: count * lanes)
          for i in 0..<count {
            for s in 0..<samples {
              expected[i * lanes + s] = x[s * stride + i] * (scale?[i] ?? 1)
            }
          }
          let error = relativeError(y.numbers, expected)
          #expect(
            scale == nil ? error == 0 : error <= Scalar.tolerance,
            "\(samples) of \(lanes) lanes, \(count) rows")
          #expect(y.isIntact, "\(samples) of \(lanes) lanes, \(count) rows")
        }
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func unpack(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachShape(set, Scalar.self) { kernels, count, samples, stride in
        for variant in 0..<8 {
          unpack(
            kernels, count, samples, stride, hasScale: variant & 1 != 0, hasBias: variant & 2 != 0,
            accumulate: variant & 4 != 0, set)
        }
      }
    }
    check(precision.type)
  }

  private func unpack<Scalar: KernelScalar>(
    _ kernels: LayoutKernels<Scalar>, _ count: Int, _ samples: Int, _ stride: Int, hasScale: Bool,
    hasBias: Bool, accumulate: Bool, _ set: InstructionSet
  ) {
    let lanes = kernels.lanes
    let x = randomNumbers(count * lanes, seed: count)
    let scale = hasScale ? randomNumbers(count, seed: samples) : nil
    let bias = hasBias ? randomNumbers(count, seed: samples + 50) : nil
    let before = randomNumbers(max(samples * stride - (stride - count), 0), seed: stride)
    let input = GuardedMemory<Scalar>(x)
    let output = GuardedMemory<Scalar>(before)
    let scaleMemory = scale.map { GuardedMemory<Scalar>($0) }
    let biasMemory = bias.map { GuardedMemory<Scalar>($0) }
    expectOnly(set) {
      kernels.unpack(
        input.start, count, scaleMemory?.start, biasMemory?.start, output.start, stride, samples,
        accumulate)
    }
    // Columns from `count` on keep what they held.
    var expected = before
    for s in 0..<samples {
      for i in 0..<count {
        let value = x[i * lanes + s] * (scale?[i] ?? 1) + (bias?[i] ?? 0)
        expected[s * stride + i] = value + (accumulate ? before[s * stride + i] : 0)
      }
    }
    let error = relativeError(output.numbers, expected)
    let isExact = !hasScale && !hasBias && !accumulate
    #expect(
      isExact ? error == 0 : error <= Scalar.tolerance,
      "\(samples) of \(lanes) lanes, \(count) rows, scale \(hasScale), bias \(hasBias)")
    #expect(output.isIntact, "\(samples) of \(lanes) lanes, \(count) rows")
  }
}
