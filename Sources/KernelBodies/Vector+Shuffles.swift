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

  /// Sums of two lanes whose numbers differ in the bit `distance`: of `a` where it is clear, of `b`
  /// where it is set.
  @inline(__always) func addPairs(_ a: V, _ b: V, _ distance: Int32) -> V {
    #if SCALAR_FLOAT
      opaque(wavepress_add_pairs_float(a, b, distance))
    #else
      opaque(wavepress_add_pairs_double(a, b, distance))
    #endif
  }

  #if ISA_AVX512
    /// Neighbouring registers from their second element on; the last element is of no use any more.
    ///
    /// No loop, which LLVM would not unroll.
    @inline(__always) func moveToNext(_ r: inout InlineArray<5, V>) {
      r[0] = next(r[0], r[1])
      r[1] = next(r[1], r[2])
      r[2] = next(r[2], r[3])
      r[3] = next(r[3], r[4])
      r[4] = next(r[4], r[4])
    }

    /// Neighbouring registers from an element before their first, which is of no use.
    @inline(__always) func moveToPrevious(_ r: inout InlineArray<5, V>) {
      r[4] = previous(r[3], r[4])
      r[3] = previous(r[2], r[3])
      r[2] = previous(r[1], r[2])
      r[1] = previous(r[0], r[1])
      r[0] = previous(r[0], r[0])
    }

    /// Stores past the caches, to an address that is a multiple of a register.
    @inline(__always) func stream(_ v: V, _ p: Out) {
      #if SCALAR_FLOAT
        wavepress_stream_float(v, p)
      #else
        wavepress_stream_double(v, p)
      #endif
    }

    /// The concatenation of `a` and `b` from its second element on.
    @inline(__always) private func next(_ a: V, _ b: V) -> V {
      #if SCALAR_FLOAT
        wavepress_next_float(a, b)
      #else
        wavepress_next_double(a, b)
      #endif
    }

    /// The concatenation of `a` and `b` from the last element of `a` on.
    @inline(__always) private func previous(_ a: V, _ b: V) -> V {
      #if SCALAR_FLOAT
        wavepress_previous_float(a, b)
      #else
        wavepress_previous_double(a, b)
      #endif
    }
  #endif

  /// `x[index[i]]` in lane `i`.
  @inline(__always) func gather(_ x: In, _ index: UnsafePointer<Int32>) -> V {
    func four(_ i: Int) -> SIMD4<Element> {
      SIMD4(
        x[Int(index[i])], x[Int(index[i + 1])], x[Int(index[i + 2])], x[Int(index[i + 3])])
    }
    #if ISA_AVX512 && SCALAR_FLOAT
      return V(
        lowHalf: SIMD8(lowHalf: four(0), highHalf: four(4)),
        highHalf: SIMD8(lowHalf: four(8), highHalf: four(12)))
    #elseif (ISA_AVX512 && SCALAR_DOUBLE) || (ISA_AVX2 && SCALAR_FLOAT)
      return V(lowHalf: four(0), highHalf: four(4))
    #elseif (ISA_AVX2 && SCALAR_DOUBLE) || (ISA_BASELINE && SCALAR_FLOAT)
      return four(0)
    #else
      return V(x[Int(index[0])], x[Int(index[1])])
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
#endif
