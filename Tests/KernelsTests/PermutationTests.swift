import Kernels
import NaiveReference
import Testing

@Suite("Permutations")
struct PermutationTests {
  @Test func identity() {
    #expect(Permutation.identity(3).indices == [0, 1, 2])
    #expect(Permutation.identity(0).count == 0)
  }

  @Test func inverse() {
    let permutation = Permutation([2, 0, 3, 1])
    #expect(permutation.inverse == [1, 3, 0, 2])
    #expect(Permutation(permutation.inverse).inverse == permutation.indices)
  }

  @Test func sum() async {
    let sum = PermutationSum([Permutation([2, 0, 1]), Permutation([0, 2, 1])])
    #expect(sum.count == 3 && sum.terms == 2)
    #expect(sum.permutations.count == 2)
    let none = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PermutationSum([])
    }
    expectMessage(none, "A sum of no permutations")
    let others = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = PermutationSum([.identity(3), .identity(4)])
    }
    expectMessage(others, "A sum of permutations of 3 and 4")
  }

  @Test func randomIsReproducibleAndComplete() {
    var first = SplitMix64(seed: 1)
    var second = SplitMix64(seed: 1)
    var other = SplitMix64(seed: 2)
    let permutation = Permutation.random(100, using: &first)
    #expect(permutation == Permutation.random(100, using: &second))
    #expect(permutation != Permutation.random(100, using: &other))
    #expect(permutation.indices.sorted() == (0..<100).map { Int32($0) })
  }
}
