#if ISA_BASELINE || arch(x86_64)
  import CKernelSupport

  /// Even and odd elements of the concatenation of `a` and `b`.
  @inline(__always) func deinterleave(_ a: V, _ b: V) -> (even: V, odd: V) {
    #if SCALAR_FLOAT
      (wavepress_even_float(a, b), wavepress_odd_float(a, b))
    #else
      (wavepress_even_double(a, b), wavepress_odd_double(a, b))
    #endif
  }

  /// The elements of `a` and `b` in turns: the inverse of `deinterleave`.
  @inline(__always) func interleave(_ a: V, _ b: V) -> (V, V) {
    #if SCALAR_FLOAT
      (wavepress_low_float(a, b), wavepress_high_float(a, b))
    #else
      (wavepress_low_double(a, b), wavepress_high_double(a, b))
    #endif
  }

  /// The register itself, of which the optimiser knows nothing any more.
  @inline(__always) func opaque(_ v: V) -> V {
    #if SCALAR_FLOAT
      wavepress_opaque_float(v)
    #else
      wavepress_opaque_double(v)
    #endif
  }

  /// The sum of all lanes, pairwise.
  @inline(__always) func total(_ v: V) -> Element {
    var sums = pairwiseSums(v, v)
    if lanes >= 4 { sums = pairwiseSums(sums, sums) }
    if lanes >= 8 { sums = pairwiseSums(sums, sums) }
    if lanes >= 16 { sums = pairwiseSums(sums, sums) }
    return sums[0]
  }
#endif
