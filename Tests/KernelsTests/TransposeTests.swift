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
        for variant in 0..<4 {
          unpack(
            kernels, count, samples, stride, hasScale: variant & 1 != 0, hasBias: variant & 2 != 0,
            set)
        }
      }
    }
    check(precision.type)
  }

  private func unpack<Scalar: KernelScalar>(
    _ kernels: LayoutKernels<Scalar>, _ count: Int, _ samples: Int, _ stride: Int, hasScale: Bool,
    hasBias: Bool, _ set: InstructionSet
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
        input.start, count, scaleMemory?.start, biasMemory?.start, output.start, stride, samples)
    }
    // Columns from `count` on keep what they held.
    var expected = before
    for s in 0..<samples {
      for i in 0..<count {
        expected[s * stride + i] = x[i * lanes + s] * (scale?[i] ?? 1) + (bias?[i] ?? 0)
      }
    }
    let error = relativeError(output.numbers, expected)
    let isExact = !hasScale && !hasBias
    #expect(
      isExact ? error == 0 : error <= Scalar.tolerance,
      "\(samples) of \(lanes) lanes, \(count) rows, scale \(hasScale), bias \(hasBias)")
    #expect(output.isIntact, "\(samples) of \(lanes) lanes, \(count) rows")
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func packPullback(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachShape(set, Scalar.self) { kernels, count, samples, stride in
        let lanes = kernels.lanes
        let size = max(samples * stride - (stride - count), 0)
        let x = randomNumbers(size, seed: count)
        let dx = randomNumbers(size, seed: count + 100)
        let factors = randomNumbers(count, seed: samples)
        let before = randomNumbers(count, seed: samples + 50)
        var dy = randomNumbers(count * lanes, seed: stride)
        // Lanes that hold no sample count for nothing, whatever is in them.
        for i in 0..<count { for s in samples..<lanes { dy[i * lanes + s] = .nan } }
        let input = GuardedMemory<Scalar>(x)
        let slope = GuardedMemory<Scalar>(dy)
        let scale = GuardedMemory<Scalar>(factors)
        let gradient = GuardedMemory<Scalar>(before)
        let output = GuardedMemory<Scalar>(dx)
        expectOnly(set) {
          kernels.packPullback(
            input.start, slope.start, stride, samples, scale.start, gradient.start, output.start,
            count)
        }
        var (expected, sums) = (dx, before)
        for i in 0..<count {
          for s in 0..<samples {
            sums[i] += x[s * stride + i] * dy[i * lanes + s]
            expected[s * stride + i] += factors[i] * dy[i * lanes + s]
          }
        }
        let label: Comment = "\(samples) of \(lanes) lanes, \(count) rows"
        #expect(relativeError(output.numbers, expected) <= Scalar.tolerance, label)
        #expect(relativeError(gradient.numbers, sums) <= Scalar.tolerance, label)
        #expect(output.isIntact && gradient.isIntact, label)
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func unpackPullback(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachShape(set, Scalar.self) { kernels, count, samples, stride in
        for hasBias in [false, true] {
          unpackPullback(kernels, count, samples, stride, hasBias: hasBias, set)
        }
      }
    }
    check(precision.type)
  }

  private func unpackPullback<Scalar: KernelScalar>(
    _ kernels: LayoutKernels<Scalar>, _ count: Int, _ samples: Int, _ stride: Int, hasBias: Bool,
    _ set: InstructionSet
  ) {
    let lanes = kernels.lanes
    let x = randomNumbers(count * lanes, seed: count)
    let dy = randomNumbers(max(samples * stride - (stride - count), 0), seed: stride)
    let factors = randomNumbers(count, seed: samples)
    let before = (0..<2).map { randomNumbers(count, seed: samples + 50 + $0) }
    let rows = GuardedMemory<Scalar>(x)
    let slope = GuardedMemory<Scalar>(dy)
    let scale = GuardedMemory<Scalar>(factors)
    let gradients = before.map { GuardedMemory<Scalar>($0) }
    expectOnly(set) {
      kernels.unpackPullback(
        rows.start, slope.start, stride, samples, scale.start, gradients[0].start,
        hasBias ? gradients[1].start : nil, count)
    }
    var expected = [Double](repeating: 0, count: count * lanes)
    var sums = before
    for i in 0..<count {
      for s in 0..<samples {
        let value = dy[s * stride + i]
        sums[0][i] += x[i * lanes + s] * value
        if hasBias { sums[1][i] += value }
        expected[i * lanes + s] = factors[i] * value
      }
    }
    let label: Comment = "\(samples) of \(lanes) lanes, \(count) rows, bias \(hasBias)"
    #expect(relativeError(rows.numbers, expected) <= Scalar.tolerance, label)
    for (gradient, sums) in zip(gradients, sums) {
      #expect(relativeError(gradient.numbers, sums) <= Scalar.tolerance, label)
      #expect(gradient.isIntact, label)
    }
    #expect(rows.isIntact, label)
  }
}
