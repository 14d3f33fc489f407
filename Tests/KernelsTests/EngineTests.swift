import Kernels
import NaiveReference
import Testing

@Suite("Diagonal and permutation steps of a worker agree with loops")
struct EngineTests {
  static let batches = [1, 2, 5, 16, 17, 20, 33]

  /// Columns go in and out where they belong, zeros behind them.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func packAndUnpackColumns(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      let (stride, outStride) = (23, 30)
      for batch in Self.batches {
        let x = randomNumbers(batch * stride, seed: batch)
        let before = randomNumbers(batch * outStride, seed: batch + 1)
        let numbers = (0..<3).map { randomNumbers($0 == 0 ? 18 : 20, seed: $0) }
        let input = converted(x, to: Scalar.self)
        let inputScale = converted(numbers[0], to: Scalar.self)
        let outputScale = converted(numbers[1], to: Scalar.self)
        let bias = converted(numbers[2], to: Scalar.self)
        let output = GuardedMemory<Scalar>(before)
        expectOnly(set) {
          output.withSpan { output in
            workspace.forEachGroup(batch: batch, output: &output, stride: outStride) {
              engine, group, part in
              let place = RowPlace(.permuted, count: 20)
              engine.pack(
                input.span, group, columns: 3..<21, stride: stride, scale: inputScale.span,
                into: place)
              engine.unpack(
                place, scale: outputScale.span, bias: bias.span, into: &part,
                columns: 5..<25, stride: outStride, group)
            }
          }
        }
        let expected = (0..<batch).flatMap { s in
          (0..<outStride).map { i in
            guard (5..<25).contains(i) else { return before[s * outStride + i] }
            // Two rows more than columns went in: zeros.
            let row = i < 23 ? x[s * stride + i - 2] * numbers[0][i - 5] : 0
            return row * numbers[1][i - 5] + numbers[2][i - 5]
          }
        }
        let error = relativeError(output.numbers, expected)
        #expect(error <= Scalar.tolerance, "\(batch) samples")
        #expect(output.isIntact)
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func permuteAndScale(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      let n = 43
      var generator = SplitMix64(seed: n)
      let permutation = Permutation.random(n, using: &generator)
      let g = randomNumbers(n, seed: 3)
      let factors = converted(g, to: Scalar.self)
      for batch in Self.batches {
        let x = randomNumbers(batch * n, seed: batch)
        let input = converted(x, to: Scalar.self)
        let output = GuardedMemory<Scalar>(batch * n)
        expectOnly(set) {
          output.withSpan { output in
            workspace.forEachGroup(batch: batch, output: &output, stride: n) {
              engine, group, part in
              engine.pack(
                input.span, group, columns: 0..<n, stride: n,
                into: RowPlace(.coefficients, count: n))
              engine.permuteAndScale(permutation, by: factors.span)
              engine.unpack(
                RowPlace(.permuted, count: n), into: &part, columns: 0..<n, stride: n, group)
            }
          }
        }
        let index = permutation.indices.map { Int($0) }
        let expected = eachSample(of: x, n) {
          NaiveRows.gatherScale($0, index: index, scale: g, lanes: 1)
        }
        #expect(relativeError(output.numbers, expected) <= Scalar.tolerance, "\(batch) samples")
        #expect(output.isIntact)
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func permuteAndScalePullback(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      let n = 43
      var generator = SplitMix64(seed: n)
      let permutation = Permutation.random(n, using: &generator)
      let index = permutation.indices.map { Int($0) }
      let g = randomNumbers(n, seed: 3)
      let factors = converted(g, to: Scalar.self)
      for batch in Self.batches {
        let x = randomNumbers(batch * n, seed: batch)
        let dy = randomNumbers(batch * n, seed: batch + 1)
        let (input, slope) = (converted(x, to: Scalar.self), converted(dy, to: Scalar.self))
        let output = GuardedMemory<Scalar>(batch * n)
        let gradient = GuardedMemory<Scalar>([Double](repeating: 0, count: n))
        expectOnly(set) {
          output.withSpan { output in
            gradient.withSpan { gradient in
              workspace.forEachGroup(batch: batch, output: &output, stride: n, shared: &gradient) {
                engine, group, part, sums in
                let place = RowPlace(.coefficients, count: n)
                engine.pack(input.span, group, columns: 0..<n, stride: n, into: place)
                engine.permuteAndScale(permutation, by: factors.span, forPullback: true)
                engine.pack(
                  slope.span, group, columns: 0..<n, stride: n, into: RowPlace(.permuted, count: n))
                engine.permuteAndScalePullback(permutation, by: factors.span, gradient: &sums)
                engine.unpack(place, into: &part, columns: 0..<n, stride: n, group)
              }
            }
          }
        }
        let expected = eachSample(of: dy, n) {
          NaiveRows.scatterScale($0, index: index, scale: g, lanes: 1, into: $0)
        }
        let sums = NaiveRows.rowProducts(
          transposed(x, columns: n), transposed(dy, columns: n), index: index, lanes: batch)
        #expect(relativeError(output.numbers, expected) <= Scalar.tolerance, "\(batch) samples")
        #expect(relativeError(gradient.numbers, sums) <= Scalar.tolerance, "\(batch) samples")
        #expect(output.isIntact && gradient.isIntact)
      }
    }
    check(precision.type)
  }
}
