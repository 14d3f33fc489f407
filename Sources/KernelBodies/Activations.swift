#if ISA_BASELINE || arch(x86_64)

  // exp(t) = 2^k·exp(r) with k = round(t/ln 2) and r = t − k·ln 2, |r| ≤ ln(2)/2 + rounding.
  // Adding 1.5·2^(significand bits) rounds to an integer and leaves it in the low bits of the sum.
  // ln 2 is split in two so that k·(its high part) is exact.

  #if SCALAR_FLOAT
    @inline(__always) var roundingShift: Element { 0x1.8p23 }
    @inline(__always) var logOf2High: Element { 0x1.62e4p-1 }
    @inline(__always) var logOf2Low: Element { 0x1.7f7d1cp-20 }
    @inline(__always) var exponentBias: Bits { 127 }
    @inline(__always) var significandBits: Bits { 23 }
    /// 126·ln 2 rounded down: from here on exp(−x) is below the normal numbers.
    @inline(__always) var largestExponent: Element { 0x1.5d589ep6 }
    /// tanh rounds to 1 from here on: 2·exp(−2·10) < 2^−25.
    @inline(__always) var tanhIsOne: Element { 10 }
  #else
    @inline(__always) var roundingShift: Element { 0x1.8p52 }
    @inline(__always) var logOf2High: Element { 0x1.62e42fefp-1 }
    @inline(__always) var logOf2Low: Element { 0x1.473de6af278edp-34 }
    @inline(__always) var exponentBias: Bits { 1023 }
    @inline(__always) var significandBits: Bits { 52 }
    /// 1022·ln 2 rounded down: from here on exp(−x) is below the normal numbers.
    @inline(__always) var largestExponent: Element { 0x1.6232bdd7abcd2p9 }
    /// tanh rounds to 1 from here on: 2·exp(−2·20) < 2^−54.
    @inline(__always) var tanhIsOne: Element { 20 }
  #endif

  /// `2^k` and `exp(r) − 1`, so that exp(t) = scale + scale·fraction.
  @inline(__always) func exponentialParts(_ t: V) -> (scale: V, fraction: V) {
    let shifted = multiplyAdd(splat(roundingShift), t, splat(1.442695040888963407))
    let k = shifted - splat(roundingShift)
    let r = multiplyAdd(multiplyAdd(t, k, splat(-logOf2High)), k, splat(-logOf2Low))
    let bits =
      unsafeBitCast(shifted, to: VBits.self)
      &- unsafeBitCast(splat(roundingShift), to: VBits.self) &+ VBits(repeating: exponentBias)
    let scale = unsafeBitCast(bits &<< VBits(repeating: significandBits), to: V.self)
    return (scale, expMinus1(r))
  }

  /// Taylor's series in Horner's form. For |r| ≤ ln 2/2 the first term left out, r^n/n!, is below
  /// 0.2 units in the last place of r: n = 8 in Float (r^7/8! < 2^−26), 14 in Double
  /// (r^13/14! < 2^−56).
  @inline(__always) func expMinus1(_ r: V) -> V {
    #if SCALAR_FLOAT
      var p = splat(1 / 5040)
    #else
      var p = splat(1 / 6_227_020_800)
      p = multiplyAdd(splat(1 / 479_001_600), p, r)
      p = multiplyAdd(splat(1 / 39_916_800), p, r)
      p = multiplyAdd(splat(1 / 3_628_800), p, r)
      p = multiplyAdd(splat(1 / 362_880), p, r)
      p = multiplyAdd(splat(1 / 40_320), p, r)
      p = multiplyAdd(splat(1 / 5040), p, r)
    #endif
    p = multiplyAdd(splat(1 / 720), p, r)
    p = multiplyAdd(splat(1 / 120), p, r)
    p = multiplyAdd(splat(1 / 24), p, r)
    p = multiplyAdd(splat(1 / 6), p, r)
    p = multiplyAdd(splat(0.5), p, r)
    return multiplyAdd(r, p, r * r)
  }

  @inline(__always) func magnitude(_ x: V) -> V {
    unsafeBitCast(
      unsafeBitCast(x, to: VBits.self) & VBits(repeating: Bits.max), to: V.self)
  }

  @inline(__always) func withSign(of x: V, _ positive: V) -> V {
    unsafeBitCast(
      unsafeBitCast(positive, to: VBits.self)
        | (unsafeBitCast(x, to: VBits.self) & VBits(repeating: Bits.min)), to: V.self)
  }

  /// `limit` where `x` exceeds it; NaN passes through, because it compares false.
  @inline(__always) func clamped(_ x: V, _ limit: Element) -> V {
    select(x .> splat(limit), splat(limit), x)
  }

  /// tanh|x| = e/(e + 2) with e = exp(2|x|) − 1, which keeps its relative accuracy near zero.
  @_transparent func tanhOf(_ x: V) -> V {
    let a = clamped(magnitude(x), tanhIsOne)
    let (scale, fraction) = exponentialParts(a + a)
    let e = multiplyAdd(scale - splat(1), scale, fraction)
    return withSign(of: x, e / (e + splat(2)))
  }

  /// With e = exp(−|x|): 1/(1 + e) for x ≥ 0 and e/(1 + e) for x < 0, neither of which cancels.
  @_transparent func sigmoidOf(_ x: V) -> V {
    let (scale, fraction) = exponentialParts(splat(0) - clamped(magnitude(x), largestExponent))
    let e = multiplyAdd(scale, scale, fraction)
    let numerator = select(x .< splat(0), e, splat(1))
    return numerator / (splat(1) + e)
  }

  @inline(__always) func mapElements(_ x: In, _ y: Out, _ count: Int, _ f: (V) -> V) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      store(f(load(x + i)), y + i)
      i += lanes
    }
    if i < count {
      var rest = splat(0)
      for j in i..<count { rest[j - i] = x[j] }
      rest = f(rest)
      for j in i..<count { y[j] = rest[j - i] }
    }
  }

  /// `y[i] = 0` where `x[i] = 0`.
  @inline(__always) func maskElements(_ x: In, _ y: Out, _ count: Int) {
    markExecuted()
    forEachPiece(count) { at, size in
      let kept = select(load(x + at, size) .== splat(0), splat(0), load(y + at, size))
      store(kept, y + at, size)
    }
  }
#endif
