import LinearAlgebra
import Testing

/// SplitMix64 (Steele et al., OOPSLA 2014): the same numbers on every run.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Multiples of 2⁻¹⁰ in [-1, 1].
func randomElements<T: BLASScalar>(_ count: Int, seed: UInt64) -> [T] {
  var generator = SplitMix64(state: seed)
  return (0..<count).map { _ in T(Int.random(in: -1024...1024, using: &generator)) / 1024 }
}

func randomMatrix<T: BLASScalar>(_ rows: Int, _ columns: Int, seed: UInt64) -> Matrix<T> {
  Matrix(rows: rows, columns: columns, elements: randomElements(rows * columns, seed: seed))
}

/// The largest difference of two vectors of one length; NaN where one differs by NaN.
func difference<T: BLASScalar>(_ x: [T], _ y: [T]) -> T {
  Matrix(rows: 1, columns: x.count, elements: x)
    .maximumAbsoluteDifference(from: Matrix(rows: 1, columns: y.count, elements: y))
}

/// A bound on the rounding of sums of `terms` products of numbers up to 1.
func tolerance<T: BLASScalar>(_ terms: Int, _: T.Type = T.self) -> T {
  16 * T(terms + 2) * T.ulpOfOne
}

/// Whether the columns of a matrix are orthonormal.
func expectOrthonormalColumns<T: BLASScalar>(
  _ q: Matrix<T>, sourceLocation: SourceLocation = #_sourceLocation
) {
  let gram = q.transposed() * q
  #expect(
    gram.maximumAbsoluteDifference(from: .identity(q.columns)) <= tolerance(q.rows),
    sourceLocation: sourceLocation)
}
