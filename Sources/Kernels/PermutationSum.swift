/// A sum of permutations, each behind a diagonal: a sparse square matrix with as many entries in each row
/// as in each column.
public struct PermutationSum: Sendable, Equatable {
  /// Its terms, at least one.
  public let permutations: [Permutation]
  /// `[count, terms]`: where the entries of each row are.
  let indices: [Int32]
  /// `[count, terms]`: where those of each column are.
  let inverse: [Int32]

  /// Rows and columns.
  public var count: Int { permutations[0].count }
  /// Entries of a row and of a column.
  public var terms: Int { permutations.count }

  /// A sum of permutations. Traps where there is none, and where they are of different counts.
  public init(_ permutations: [Permutation]) {
    require(!permutations.isEmpty, "A sum of no permutations")
    let count = permutations[0].count
    for permutation in permutations {
      require(
        permutation.count == count, "A sum of permutations of \(count) and \(permutation.count)")
    }
    self.permutations = permutations
    indices = (0..<count).flatMap { row in permutations.map { $0.indices[row] } }
    inverse = (0..<count).flatMap { row in permutations.map { $0.inverse[row] } }
  }
}
