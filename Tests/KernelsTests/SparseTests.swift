import KernelInterface
import Kernels
import NaiveReference
import Testing

@Suite("Products with sparse matrices agree with loops")
struct SparseTests {
  static let counts = [0, 1, 2, 7, 16, 33]
  static let terms = Array(1...9) + [15, 16, 17, 33]

  private func forEachProblem<Scalar: KernelScalar>(
    _ set: InstructionSet, _: Scalar.Type, _ body: (Problem<Scalar>) -> Void
  ) {
    for kernels in layouts(set, Scalar.self) {
      for count in Self.counts {
        for terms in Self.terms { body(Problem(kernels, count, terms)) }
      }
    }
  }

  private struct Problem<Scalar: KernelScalar> {
    let kernels: LayoutKernels<Scalar>
    let count: Int
    let terms: Int
    let x, dy, weight, before: [Double]
    let permutations: [Permutation]

    init(_ kernels: LayoutKernels<Scalar>, _ count: Int, _ terms: Int) {
      self.kernels = kernels
      self.count = count
      self.terms = terms
      let seed = 100 * count + terms
      x = randomNumbers(count * kernels.lanes, seed: seed)
      dy = randomNumbers(count * kernels.lanes, seed: seed + 10_000)
      weight = randomNumbers(count * terms, seed: seed + 20_000)
      before = randomNumbers(count * terms, seed: seed + 30_000)
      var generator = SplitMix64(seed: seed)
      permutations = (0..<terms).map { _ in .random(count, using: &generator) }
    }

    var index: [[Int]] {
      (0..<count).map { row in permutations.map { Int($0.indices[row]) } }
    }
    var flatIndex: [Int32] { index.joined().map { Int32($0) } }
    var flatInverse: [Int32] {
      (0..<count).flatMap { row in permutations.map { $0.inverse[row] } }
    }
    var label: Comment { "\(kernels.lanes) lanes, \(count) rows, \(terms) terms" }
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func product(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachProblem(set, Scalar.self) { problem in
        let lanes = problem.kernels.lanes
        let x = GuardedMemory<Scalar>(problem.x)
        let weight = GuardedMemory<Scalar>(problem.weight)
        let y = GuardedMemory<Scalar>(problem.count * lanes)
        expectOnly(set) {
          problem.kernels.sparseProduct(
            x.start, problem.flatIndex, weight.start, y.start, problem.count, problem.terms)
        }
        let expected = NaiveRows.sparseProduct(
          problem.x, index: problem.index, weight: problem.weight, lanes: lanes)
        // Relative to what is added up, which may cancel.
        let size = norm(
          NaiveRows.sparseProduct(
            problem.x.map(abs), index: problem.index, weight: problem.weight.map(abs),
            lanes: lanes))
        #expect(
          relativeError(y.numbers, expected, scale: size) <= Scalar.tolerance, problem.label)
        #expect(x.isIntact && weight.isIntact && y.isIntact, problem.label)
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func pullback(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      forEachProblem(set, Scalar.self) { problem in
        let lanes = problem.kernels.lanes
        let x = GuardedMemory<Scalar>(problem.x)
        let dy = GuardedMemory<Scalar>(problem.dy)
        let weight = GuardedMemory<Scalar>(problem.weight)
        let gradient = GuardedMemory<Scalar>(problem.before)
        expectOnly(set) {
          problem.kernels.sparsePullback(
            x.start, dy.start, problem.flatIndex, problem.flatInverse, weight.start,
            gradient.start, problem.count, problem.terms)
        }
        let expected = NaiveRows.sparsePullback(
          problem.x, problem.dy, index: problem.index, weight: problem.weight, lanes: lanes)
        let size = NaiveRows.sparsePullback(
          problem.x.map(abs), problem.dy.map(abs), index: problem.index,
          weight: problem.weight.map(abs), lanes: lanes)
        #expect(
          relativeError(x.numbers, expected.x, scale: norm(size.x)) <= Scalar.tolerance,
          problem.label)
        #expect(
          relativeError(
            gradient.numbers, zip(problem.before, expected.weight).map { $0 + $1 },
            scale: norm(problem.before) + norm(size.weight)) <= Scalar.tolerance, problem.label)
        #expect(x.isIntact && dy.isIntact && weight.isIntact && gradient.isIntact, problem.label)
      }
    }
    check(precision.type)
  }
}
