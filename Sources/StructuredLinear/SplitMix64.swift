/// A small, fast generator with a seed, so that runs can be repeated (Steele, Lea and Flood 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable, Equatable {
  /// All that the generator remembers: one that starts here goes on as this one does.
  public private(set) var state: UInt64

  /// A generator; equal seeds give equal sequences.
  public init(seed: UInt64) { state = seed }

  /// 64 uniform bits.
  public mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
