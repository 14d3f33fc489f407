/// A permutation of `0..<count`, kept as its index list: `(Πx)[i] = x[indices[i]]`.
public struct Permutation: Sendable, Equatable {
  /// Where each output comes from.
  public let indices: [Int32]

  /// How many elements it permutes.
  public var count: Int { indices.count }

  /// A permutation given by its index list. Traps where an index is missing or occurs twice.
  public init(_ indices: [Int32]) {
    var seen = [Bool](repeating: false, count: indices.count)
    for index in indices {
      require(
        indices.indices.contains(Int(index)) && !seen[Int(index)],
        "Index \(index) is outside 0..<\(indices.count) or occurs twice")
      seen[Int(index)] = true
    }
    self.indices = indices
  }

  /// The permutation that changes nothing.
  public static func identity(_ count: Int) -> Self { Self((0..<Int32(count)).map { $0 }) }

  /// A uniformly random permutation, reproducible from the generator's seed.
  public static func random(_ count: Int, using generator: inout some RandomNumberGenerator) -> Self
  {
    Self((0..<Int32(count)).shuffled(using: &generator))
  }
}
