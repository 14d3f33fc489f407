#if ISA_BASELINE || arch(x86_64)
  // Shuffles name their lanes: the generic halves of the standard library (`evenHalf`, `lowHalf`)
  // may escape inlining and would then be emitted as code that the linker shares between modules.

  #if ISA_AVX512 && SCALAR_FLOAT
    @inline(__always) func deinterleave(_ a: V, _ b: V) -> (even: V, odd: V) {
      let even = V(
          a[0], a[2], a[4], a[6], a[8], a[10], a[12], a[14], b[0], b[2], b[4], b[6], b[8], b[10],
          b[12], b[14])
      let odd = V(
          a[1], a[3], a[5], a[7], a[9], a[11], a[13], a[15], b[1], b[3], b[5], b[7], b[9], b[11],
          b[13], b[15])
      return (even, odd)
    }

    @inline(__always) func interleave(_ even: V, _ odd: V) -> (V, V) {
      let first = V(
          even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3], even[4], odd[4],
          even[5], odd[5], even[6], odd[6], even[7], odd[7])
      let second = V(
          even[8], odd[8], even[9], odd[9], even[10], odd[10], even[11], odd[11], even[12], odd[12],
          even[13], odd[13], even[14], odd[14], even[15], odd[15])
      return (first, second)
    }

    @inline(__always) func total(_ v: V) -> Element {
      let low = ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]))
      let high = ((v[8] + v[9]) + (v[10] + v[11])) + ((v[12] + v[13]) + (v[14] + v[15]))
      return low + high
    }
  #elseif (ISA_AVX512 && SCALAR_DOUBLE) || (ISA_AVX2 && SCALAR_FLOAT)
    @inline(__always) func deinterleave(_ a: V, _ b: V) -> (even: V, odd: V) {
      let even = V(
          a[0], a[2], a[4], a[6], b[0], b[2], b[4], b[6])
      let odd = V(
          a[1], a[3], a[5], a[7], b[1], b[3], b[5], b[7])
      return (even, odd)
    }

    @inline(__always) func interleave(_ even: V, _ odd: V) -> (V, V) {
      let first = V(
          even[0], odd[0], even[1], odd[1], even[2], odd[2], even[3], odd[3])
      let second = V(
          even[4], odd[4], even[5], odd[5], even[6], odd[6], even[7], odd[7])
      return (first, second)
    }

    @inline(__always) func total(_ v: V) -> Element {
      ((v[0] + v[1]) + (v[2] + v[3])) + ((v[4] + v[5]) + (v[6] + v[7]))
    }
  #elseif (ISA_AVX2 && SCALAR_DOUBLE) || (ISA_BASELINE && SCALAR_FLOAT)
    @inline(__always) func deinterleave(_ a: V, _ b: V) -> (even: V, odd: V) {
      let even = V(a[0], a[2], b[0], b[2])
      let odd = V(a[1], a[3], b[1], b[3])
      return (even, odd)
    }

    @inline(__always) func interleave(_ even: V, _ odd: V) -> (V, V) {
      let first = V(even[0], odd[0], even[1], odd[1])
      let second = V(even[2], odd[2], even[3], odd[3])
      return (first, second)
    }

    @inline(__always) func total(_ v: V) -> Element {
      (v[0] + v[1]) + (v[2] + v[3])
    }
  #else
    @inline(__always) func deinterleave(_ a: V, _ b: V) -> (even: V, odd: V) {
      let even = V(a[0], b[0])
      let odd = V(a[1], b[1])
      return (even, odd)
    }

    @inline(__always) func interleave(_ even: V, _ odd: V) -> (V, V) {
      let first = V(even[0], odd[0])
      let second = V(even[1], odd[1])
      return (first, second)
    }

    @inline(__always) func total(_ v: V) -> Element {
      v[0] + v[1]
    }
  #endif
#endif
