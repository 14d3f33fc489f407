/// A permutation of `0..<count`, kept as index lists: `(Πx)[i] = x[indices[i]]`.
public struct Permutation: Sendable, Equatable {
  /// Where each output comes from.
  public let indices: [Int32]
  /// Where each input goes: the index list of the inverse, Π⁻¹ = Πᵀ.
  public let inverse: [Int32]

  /// How many elements it permutes.
  public var count: Int { indices.count }

  /// A permutation given by its index list. Traps where an index is missing or occurs twice.
  public init(_ indices: [Int32]) {
    var inverse = [Int32](repeating: -1, count: indices.count)
    for (place, index) in indices.enumerated() {
      require(
        indices.indices.contains(Int(index)) && inverse[Int(index)] < 0,
        "Index \(index) is outside 0..<\(indices.count) or occurs twice")
      inverse[Int(index)] = Int32(place)
    }
    self.indices = indices
    self.inverse = inverse
  }

  /// The permutation that changes nothing.
  public static func identity(_ count: Int) -> Self { Self((0..<Int32(count)).map { $0 }) }

  /// A uniformly random permutation, reproducible from the generator's seed.
  public static func random(_ count: Int, using generator: inout some RandomNumberGenerator) -> Self
  {
    Self((0..<Int32(count)).shuffled(using: &generator))
  }
}
