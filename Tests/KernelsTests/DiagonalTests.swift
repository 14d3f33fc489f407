import KernelInterface
import Kernels
import NaiveReference
import Testing

@Suite("Diagonals, permutations and lane sums of rows agree with loops")
struct DiagonalTests {
  static let counts = Array(0...40) + [63, 64, 65, 130]

  /// Random rows, factors and a gradient to add to, in one layout.
  struct Problem<Scalar: KernelScalar> {
    let kernels: LayoutKernels<Scalar>
    let count: Int
    let x, dy, scale, before: [Double]
    let index: [Int]
    /// Where `x` has one row that no index names.
    var rows: Int { count + 1 }

    init(_ kernels: LayoutKernels<Scalar>, _ count: Int) {
      self.kernels = kernels
      self.count = count
      let lanes = kernels.lanes
      x = randomNumbers((count + 1) * lanes, seed: count)
      dy = randomNumbers(count * lanes, seed: count + 1000)
      scale = randomNumbers(count, seed: count + 2000)
      before = randomNumbers(count, seed: count + 3000)
      var generator = SplitMix64(seed: count)
      index = Array((0...count).shuffled(using: &generator).prefix(count))
    }

    var label: Comment { "\(kernels.lanes) lanes, \(count) rows" }

    func plusBefore(_ sums: [Double]) -> [Double] { zip(before, sums).map { $0 + $1 } }
  }

  private func forEachProblem<Scalar: KernelScalar>(
    _ set: InstructionSet, _: Scalar.Type, _ body: (Problem<Scalar>) -> Void
  ) {
    for kernels in layouts(set, Scalar.self) {
      for count in Self.counts { body(Problem(kernels, count)) }
    }
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func gatherScale(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachProblem(set, Scalar.self) { problem in
        let lanes = problem.kernels.lanes
        let x = GuardedMemory<Scalar>(problem.x)
        let scale = GuardedMemory<Scalar>(problem.scale)
        let y = GuardedMemory<Scalar>(problem.count * lanes)
        let index = problem.index.map { Int32($0) }
        expectOnly(set) {
          problem.kernels.gatherScale(x.start, index, scale.start, y.start, nil, problem.count)
        }
        let expected = NaiveRows.gatherScale(
          problem.x, index: problem.index, scale: problem.scale, lanes: lanes)
        #expect(relativeError(y.numbers, expected) <= Scalar.tolerance, problem.label)
        #expect(y.isIntact, problem.label)
        guard lanes == 1 else { return }
        let again = GuardedMemory<Scalar>(problem.count)
        let gathered = GuardedMemory<Scalar>(problem.count)
        problem.kernels.gatherScale(
          x.start, index, scale.start, again.start, gathered.start, problem.count)
        #expect(again.numbers == y.numbers, problem.label)
        #expect(gathered.numbers == problem.index.map { x.numbers[$0] }, problem.label)
        #expect(again.isIntact && gathered.isIntact, problem.label)
      }
    }
    check(precision.type)
  }

  /// Some rows are added to more than once, and some from more than once.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func addRows(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachProblem(set, Scalar.self) { problem in
        let (lanes, count) = (problem.kernels.lanes, problem.count)
        let terms = (0..<count).map {
          RowTerm(
            from: problem.index[$0], minus: $0 % 3 == 0 ? nil : problem.index[$0 / 3],
            to: problem.index[$0 / 2], weight: $0 % 7 - 3)
        }
        let x = GuardedMemory<Scalar>(problem.x)
        let start = randomNumbers(problem.rows * lanes, seed: count + 4000)
        let y = GuardedMemory<Scalar>(start)
        expectOnly(set) { problem.kernels.addRows(x.start, terms, count, y.start) }
        var expected = start
        for term in terms {
          for lane in 0..<lanes {
            let minus = term.minus < 0 ? 0 : problem.x[Int(term.minus) * lanes + lane]
            expected[Int(term.to) * lanes + lane] +=
              Double(term.weight) * (problem.x[Int(term.from) * lanes + lane] - minus)
          }
        }
        #expect(relativeError(y.numbers, expected) <= Scalar.tolerance, problem.label)
        #expect(y.isIntact, problem.label)
      }
    }
    check(precision.type)
  }

  /// A negative index stands for a row of zeros.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func copyRows(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachProblem(set, Scalar.self) { problem in
        let lanes = problem.kernels.lanes
        let index = problem.index.map { $0 % 3 == 1 ? -1 : $0 }
        let x = GuardedMemory<Scalar>(problem.x)
        let y = GuardedMemory<Scalar>(problem.count * lanes)
        expectOnly(set) {
          problem.kernels.copyRows(x.start, index.map { Int32($0) }, y.start, problem.count)
        }
        let expected = NaiveRows.gatherScale(
          problem.x, index: problem.index, scale: index.map { $0 < 0 ? 0 : 1 }, lanes: lanes)
        #expect(y.numbers == expected, problem.label)
        #expect(y.isIntact, problem.label)
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func gatherScalePullbackInPlace(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachProblem(set, Scalar.self) { problem in
        let lanes = problem.kernels.lanes
        guard lanes > 1 else { return }
        let x = GuardedMemory<Scalar>(problem.x)
        let dy = GuardedMemory<Scalar>(problem.dy)
        let scale = GuardedMemory<Scalar>(problem.scale)
        let gradient = GuardedMemory<Scalar>(problem.before)
        expectOnly(set) {
          problem.kernels.gatherScalePullback(
            x.start, dy.start, problem.index.map { Int32($0) }, scale.start, gradient.start,
            x.start, problem.count)
        }
        // The row that no index names keeps its value.
        let dx = NaiveRows.scatterScale(
          problem.dy, index: problem.index, scale: problem.scale, lanes: lanes, into: problem.x)
        let sums = NaiveRows.rowProducts(
          problem.x, problem.dy, index: problem.index, lanes: lanes)
        #expect(relativeError(x.numbers, dx) <= Scalar.tolerance, problem.label)
        #expect(
          relativeError(gradient.numbers, problem.plusBefore(sums), scale: 1) <= Scalar.tolerance,
          problem.label)
        #expect(x.isIntact && gradient.isIntact, problem.label)
      }
    }
    check(precision.type)
  }

  /// Over one signal, from what was gathered and with the inverse's indices.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func gatherScalePullbackOfSignal(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachProblem(set, Scalar.self) { problem in
        let count = problem.count
        guard problem.kernels.lanes == 1 else { return }
        var generator = SplitMix64(seed: count)
        let permutation = Permutation.random(count, using: &generator)
        let index = permutation.indices.map { Int($0) }
        let gathered = GuardedMemory<Scalar>(index.map { problem.x[$0] })
        let dy = GuardedMemory<Scalar>(problem.dy)
        let scale = GuardedMemory<Scalar>(problem.scale)
        let gradient = GuardedMemory<Scalar>(problem.before)
        let output = GuardedMemory<Scalar>(count)
        expectOnly(set) {
          problem.kernels.gatherScalePullback(
            gathered.start, dy.start, permutation.inverse, scale.start, gradient.start,
            output.start, count)
        }
        let dx = NaiveRows.scatterScale(
          problem.dy, index: index, scale: problem.scale, lanes: 1, into: problem.dy)
        let sums = NaiveRows.rowProducts(problem.x, problem.dy, index: index, lanes: 1)
        #expect(relativeError(output.numbers, dx) <= Scalar.tolerance, problem.label)
        #expect(
          relativeError(gradient.numbers, problem.plusBefore(sums), scale: 1) <= Scalar.tolerance,
          problem.label)
        #expect(
          output.isIntact && gradient.isIntact && gathered.isIntact && dy.isIntact, problem.label)
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func laneSums(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachProblem(set, Scalar.self) { problem in
        let dy = GuardedMemory<Scalar>(problem.dy)
        let sums = GuardedMemory<Scalar>(problem.before)
        expectOnly(set) { problem.kernels.laneSums(dy.start, sums.start, problem.count) }
        let expected = problem.plusBefore(
          NaiveRows.sums(problem.dy, lanes: problem.kernels.lanes))
        #expect(
          relativeError(sums.numbers, expected, scale: norm(problem.dy)) <= Scalar.tolerance,
          problem.label)
        #expect(sums.isIntact, problem.label)
      }
    }
    check(precision.type)
  }
}
