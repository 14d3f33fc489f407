import Kernels
import NaiveReference
import Testing

@Suite("Batches, groups and threads")
struct WorkspaceTests {
  /// Every sample is in one group, whole panels first, and no group is wider than a panel.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func groupsCoverTheBatch(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for threads in [1, 2, 3, 5] {
        let workspace = Workspace<Scalar>(threads: threads, instructionSet: set)
        let width = workspace.panelWidth
        for batch in 0...40 {
          let visits = GuardedMemory<Scalar>(batch * 3)
          visits.withSpan { output in
            workspace.forEachGroup(batch: batch, output: &output, stride: 3) { _, group, part in
              #expect(part.count == 3 * group.samples.count)
              #expect(group.samples.count <= (group.isPanel ? width : 1))
              for i in part.indices { part[i] = Scalar(3 * group.samples.lowerBound + i) }
            }
          }
          #expect(visits.numbers == (0..<batch * 3).map { Double($0) }, "\(batch) samples")
          #expect(visits.isIntact, "\(batch) samples")
        }
      }
    }
    check(precision.type)
  }

  /// A sum over the batch has the same bits for any number of threads, and adds to what is there.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func sharedSumsDoNotDependOnThreads(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for batch in [0, 1, 5, 16, 33, 300] {
        let n = 7
        let x = randomNumbers(batch * n, seed: batch)
        let before = randomNumbers(2 * n, seed: 5)
        let ones = [Scalar](repeating: 1, count: n)
        let input = converted(x, to: Scalar.self)
        let results = [1, 2, 3, 5].map { threads in
          let workspace = Workspace<Scalar>(threads: threads, instructionSet: set)
          let output = GuardedMemory<Scalar>(batch)
          let shared = GuardedMemory<Scalar>(before)
          output.withSpan { output in
            shared.withSpan { shared in
              workspace.forEachGroup(batch: batch, output: &output, stride: 1, shared: &shared) {
                engine, group, part, sum in
                let place = RowPlace(.analysis, count: n)
                engine.pack(input.span, group, columns: 0..<n, stride: n, into: place)
                engine.unpackPullback(
                  place, scale: ones.span, input.span, group, columns: 0..<n, stride: n,
                  gradient: &sum, scaleRange: 0..<n, biasRange: n..<2 * n)
                for i in part.indices { part[i] = 1 }
              }
            }
          }
          #expect(output.scalars.allSatisfy { $0 == 1 })
          #expect(output.isIntact && shared.isIntact)
          return shared.scalars
        }
        let columns = transposed(x, columns: n)
        let samples = (0..<n).map { sample($0, of: columns, batch) }
        let sums = samples.map { $0.reduce(0) { $0 + $1 * $1 } } + samples.map { $0.reduce(0, +) }
        let expected = zip(before, sums).map { $0 + $1 }
        #expect(relativeError(doubles(results[0]), expected, scale: norm(x)) <= Scalar.tolerance)
        for result in results { #expect(result == results[0], "\(batch) samples") }
      }
    }
    check(precision.type)
  }

  @Test(arguments: InstructionSet.available)
  func signalsInPlace(_ set: InstructionSet) {
    let n = 8
    for threads in [1, 2, 3, 5] {
      let workspace = Workspace<Float>(threads: threads, instructionSet: set)
      for batch in [0, 1, 2, 7, 33] {
        let signals = GuardedMemory<Float>(randomNumbers(batch * n, seed: batch))
        let before = signals.numbers
        signals.withSpan { workspace.walshHadamard(&$0, batch: batch, length: n) }
        for signal in 0..<batch {
          let range = signal * n..<(signal + 1) * n
          let expected = naiveWalshHadamard(Array(before[range]))
          #expect(relativeError(Array(signals.numbers[range]), expected) <= Float.tolerance)
        }
        #expect(signals.isIntact)
      }
    }
  }

  /// Memory lent at one time does not overlap, whatever the depth and however it has grown.
  @Test func scratchIsNotLentTwice() {
    let workspace = Workspace<Double>(threads: 1)
    func check(_ counts: [Int], value: Double) {
      guard let count = counts.first else { return }
      workspace.withScratch(count, 2) { first, second in
        #expect(first.count == count && second.count == 2)
        for i in first.indices { first[i] = value }
        for i in second.indices { second[i] = -value }
        check(Array(counts.dropFirst()), value: value + 1)
        for i in first.indices { #expect(first[i] == value) }
        for i in second.indices { #expect(second[i] == -value) }
      }
    }
    for counts in [[1, 2, 3], [0, 100, 1], [50, 1, 1000, 7]] { check(counts, value: 1) }
  }

  /// What one call was lent, the next is lent again.
  @Test func scratchIsKept() {
    let workspace = Workspace<Float>(threads: 1)
    workspace.withScratch(4) { for i in $0.indices { $0[i] = Float(i) } }
    workspace.withScratch(3) { for i in $0.indices { #expect($0[i] == Float(i)) } }
  }

  @Test func setsAreNotMixed() {
    for set in InstructionSet.available {
      #expect(Workspace<Float>(threads: 1, instructionSet: set).instructionSet == set)
    }
    #expect(Workspace<Float>().threads >= 1)
    #expect(Workspace<Float>(threads: 3).threads == 3)
  }
}
