/// SplitMix64 (Steele et al., OOPSLA 2014): the same numbers on every run.
public struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// A generator that starts from a seed.
  public init(seed: some BinaryInteger) { state = UInt64(truncatingIfNeeded: seed) }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Numbers in [−1, 1] that Float and Double both hold exactly.
public func randomNumbers(_ count: Int, seed: some BinaryInteger) -> [Double] {
  var generator = SplitMix64(seed: seed)
  return (0..<count).map { _ in
    Double(Int64(bitPattern: generator.next()) >> 40) * 0x1p-23
  }
}

/// Four random filters one after the other, of unit expected norm: no wavelet.
///
/// Levels neither grow nor shrink a signal much.
public func randomFilters(taps: Int, seed: some BinaryInteger) -> [Double] {
  let scale = (3 / Double(taps)).squareRoot()
  return randomNumbers(4 * taps, seed: seed).map { Double(Float($0 * scale)) }
}
