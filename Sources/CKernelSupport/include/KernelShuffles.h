#ifndef WAVEPRESS_KERNELSHUFFLES_H
#define WAVEPRESS_KERNELSHUFFLES_H

// Shuffles of one register of the instruction set that the including module is compiled for. Swift
// has no shuffle: it builds one from single lanes, which the optimiser recognises only where nothing
// else stands between. Everything is inlined; nothing here has a symbol.

#if defined(__AVX512F__)
#define WAVEPRESS_FLOAT_LANES 16
#define WAVEPRESS_DOUBLE_LANES 8
#elif defined(__AVX__)
#define WAVEPRESS_FLOAT_LANES 8
#define WAVEPRESS_DOUBLE_LANES 4
#else
#define WAVEPRESS_FLOAT_LANES 4
#define WAVEPRESS_DOUBLE_LANES 2
#endif

typedef float wavepress_floats __attribute__((ext_vector_type(WAVEPRESS_FLOAT_LANES)));
typedef double wavepress_doubles __attribute__((ext_vector_type(WAVEPRESS_DOUBLE_LANES)));

#define WAVEPRESS_EVEN_2 0, 2
#define WAVEPRESS_ODD_2 1, 3
#define WAVEPRESS_LOW_2 0, 2
#define WAVEPRESS_HIGH_2 1, 3
#define WAVEPRESS_EVEN_4 0, 2, 4, 6
#define WAVEPRESS_ODD_4 1, 3, 5, 7
#define WAVEPRESS_LOW_4 0, 4, 1, 5
#define WAVEPRESS_HIGH_4 2, 6, 3, 7
#define WAVEPRESS_EVEN_8 0, 2, 4, 6, 8, 10, 12, 14
#define WAVEPRESS_ODD_8 1, 3, 5, 7, 9, 11, 13, 15
#define WAVEPRESS_LOW_8 0, 8, 1, 9, 2, 10, 3, 11
#define WAVEPRESS_HIGH_8 4, 12, 5, 13, 6, 14, 7, 15
#define WAVEPRESS_EVEN_16 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30
#define WAVEPRESS_ODD_16 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31
#define WAVEPRESS_LOW_16 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23
#define WAVEPRESS_HIGH_16 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31

#define WAVEPRESS_KEEP1_2 0, 3
#define WAVEPRESS_SWAP1_2 1, 2
#define WAVEPRESS_KEEP1_4 0, 5, 2, 7
#define WAVEPRESS_SWAP1_4 1, 4, 3, 6
#define WAVEPRESS_KEEP2_4 0, 1, 6, 7
#define WAVEPRESS_SWAP2_4 2, 3, 4, 5
#define WAVEPRESS_KEEP1_8 0, 9, 2, 11, 4, 13, 6, 15
#define WAVEPRESS_SWAP1_8 1, 8, 3, 10, 5, 12, 7, 14
#define WAVEPRESS_KEEP2_8 0, 1, 10, 11, 4, 5, 14, 15
#define WAVEPRESS_SWAP2_8 2, 3, 8, 9, 6, 7, 12, 13
#define WAVEPRESS_KEEP4_8 0, 1, 2, 3, 12, 13, 14, 15
#define WAVEPRESS_SWAP4_8 4, 5, 6, 7, 8, 9, 10, 11
#define WAVEPRESS_KEEP1_16 0, 17, 2, 19, 4, 21, 6, 23, 8, 25, 10, 27, 12, 29, 14, 31
#define WAVEPRESS_SWAP1_16 1, 16, 3, 18, 5, 20, 7, 22, 9, 24, 11, 26, 13, 28, 15, 30
#define WAVEPRESS_KEEP2_16 0, 1, 18, 19, 4, 5, 22, 23, 8, 9, 26, 27, 12, 13, 30, 31
#define WAVEPRESS_SWAP2_16 2, 3, 16, 17, 6, 7, 20, 21, 10, 11, 24, 25, 14, 15, 28, 29
#define WAVEPRESS_KEEP4_16 0, 1, 2, 3, 20, 21, 22, 23, 8, 9, 10, 11, 28, 29, 30, 31
#define WAVEPRESS_SWAP4_16 4, 5, 6, 7, 16, 17, 18, 19, 12, 13, 14, 15, 24, 25, 26, 27
#define WAVEPRESS_KEEP8_16 0, 1, 2, 3, 4, 5, 6, 7, 24, 25, 26, 27, 28, 29, 30, 31
#define WAVEPRESS_SWAP8_16 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23

#define WAVEPRESS_PASTE(a, b) a##b
#define WAVEPRESS_LANES(order, lanes) WAVEPRESS_PASTE(WAVEPRESS_##order##_, lanes)
#define WAVEPRESS_SHUFFLE(name, type, order, lanes)                                       \
  static inline __attribute__((always_inline)) type name(type a, type b) {                \
    return __builtin_shufflevector(a, b, WAVEPRESS_LANES(order, lanes));                  \
  }

/// Even elements of the concatenation of two registers.
WAVEPRESS_SHUFFLE(wavepress_even_float, wavepress_floats, EVEN, WAVEPRESS_FLOAT_LANES)
WAVEPRESS_SHUFFLE(wavepress_even_double, wavepress_doubles, EVEN, WAVEPRESS_DOUBLE_LANES)
/// Odd elements of the concatenation of two registers.
WAVEPRESS_SHUFFLE(wavepress_odd_float, wavepress_floats, ODD, WAVEPRESS_FLOAT_LANES)
WAVEPRESS_SHUFFLE(wavepress_odd_double, wavepress_doubles, ODD, WAVEPRESS_DOUBLE_LANES)
/// The first half of two registers' elements in turns.
WAVEPRESS_SHUFFLE(wavepress_low_float, wavepress_floats, LOW, WAVEPRESS_FLOAT_LANES)
WAVEPRESS_SHUFFLE(wavepress_low_double, wavepress_doubles, LOW, WAVEPRESS_DOUBLE_LANES)
/// The second half of two registers' elements in turns.
WAVEPRESS_SHUFFLE(wavepress_high_float, wavepress_floats, HIGH, WAVEPRESS_FLOAT_LANES)
WAVEPRESS_SHUFFLE(wavepress_high_double, wavepress_doubles, HIGH, WAVEPRESS_DOUBLE_LANES)

#define WAVEPRESS_ADD_PAIRS_AT(bit, lanes)                                \
  if (distance == bit)                                                    \
    return __builtin_shufflevector(a, b, WAVEPRESS_KEEP##bit##_##lanes) + \
           __builtin_shufflevector(a, b, WAVEPRESS_SWAP##bit##_##lanes);
#define WAVEPRESS_ADD_ALL_PAIRS_2 WAVEPRESS_ADD_PAIRS_AT(1, 2)
#define WAVEPRESS_ADD_ALL_PAIRS_4 WAVEPRESS_ADD_PAIRS_AT(1, 4) WAVEPRESS_ADD_PAIRS_AT(2, 4)
#define WAVEPRESS_ADD_ALL_PAIRS_8 \
  WAVEPRESS_ADD_PAIRS_AT(1, 8) WAVEPRESS_ADD_PAIRS_AT(2, 8) WAVEPRESS_ADD_PAIRS_AT(4, 8)
#define WAVEPRESS_ADD_ALL_PAIRS_16                                                          \
  WAVEPRESS_ADD_PAIRS_AT(1, 16) WAVEPRESS_ADD_PAIRS_AT(2, 16) WAVEPRESS_ADD_PAIRS_AT(4, 16) \
  WAVEPRESS_ADD_PAIRS_AT(8, 16)
#define WAVEPRESS_ADD_PAIRS(name, type, lanes) WAVEPRESS_ADD_PAIRS_OF(name, type, lanes)
#define WAVEPRESS_ADD_PAIRS_OF(name, type, lanes)                                        \
  static inline __attribute__((always_inline)) type name(type a, type b, int distance) { \
    WAVEPRESS_ADD_ALL_PAIRS_##lanes                                                      \
    __builtin_unreachable();                                                             \
  }

/// Sums of two lanes whose numbers differ in the bit `distance`, a power of two below the number of
/// lanes: of `a` where the bit is clear, of `b` where it is set. `distance` has to be a constant.
WAVEPRESS_ADD_PAIRS(wavepress_add_pairs_float, wavepress_floats, WAVEPRESS_FLOAT_LANES)
WAVEPRESS_ADD_PAIRS(wavepress_add_pairs_double, wavepress_doubles, WAVEPRESS_DOUBLE_LANES)

/// The register itself, of which the optimiser knows nothing any more. Between steps that shuffle and
/// add, it keeps LLVM from merging the shuffles of several steps into worse ones.
#if defined(__AVX512F__)
#define WAVEPRESS_REGISTER "+v"
#elif defined(__x86_64__)
#define WAVEPRESS_REGISTER "+x"
#else
#define WAVEPRESS_REGISTER "+w"
#endif
#define WAVEPRESS_OPAQUE(name, type)                            \
  static inline __attribute__((always_inline)) type name(type x) { \
    __asm__("" : WAVEPRESS_REGISTER(x));                        \
    return x;                                                   \
  }

WAVEPRESS_OPAQUE(wavepress_opaque_float, wavepress_floats)
WAVEPRESS_OPAQUE(wavepress_opaque_double, wavepress_doubles)

#if defined(__AVX512F__)
// As instructions: from shuffles LLVM makes `vpermt2`, with which the convolutions are slower (Zen 5).
#define WAVEPRESS_ALIGN(name, type, instruction, first)                                      \
  static inline __attribute__((always_inline)) type name(type a, type b) {                   \
    type result;                                                                             \
    __asm__(instruction " $" #first ", %1, %2, %0" : "=v"(result) : "v"(a), "v"(b));          \
    return result;                                                                           \
  }

/// The concatenation of two registers from its second element on.
WAVEPRESS_ALIGN(wavepress_next_float, wavepress_floats, "valignd", 1)
WAVEPRESS_ALIGN(wavepress_next_double, wavepress_doubles, "valignq", 1)
/// The concatenation of two registers from the last element of the first on.
WAVEPRESS_ALIGN(wavepress_previous_float, wavepress_floats, "valignd", 15)
WAVEPRESS_ALIGN(wavepress_previous_double, wavepress_doubles, "valignq", 7)

/// Stores a register past the caches, to an address that is a multiple of its size. Other threads see it
/// for certain behind wavepress_end_streaming.
#define WAVEPRESS_STREAM(name, type, scalar)                                          \
  static inline __attribute__((always_inline)) void name(type x, scalar *p) {         \
    __builtin_nontemporal_store(x, (type *)p);                                        \
  }
WAVEPRESS_STREAM(wavepress_stream_float, wavepress_floats, float)
WAVEPRESS_STREAM(wavepress_stream_double, wavepress_doubles, double)
#endif

#endif
