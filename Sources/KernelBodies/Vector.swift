#if ISA_BASELINE || arch(x86_64)
  import CKernelSupport
  import KernelInterface

  // The same files are compiled for each pair of instruction set and scalar type. `V` is one
  // register of that set. Everything here is concrete and inlined: generic code that escapes
  // inlining is emitted as weak symbols, of which the linker keeps any one copy, and a copy
  // compiled for AVX-512 would stop an older CPU.

  #if SCALAR_FLOAT
    /// The scalar type that this module is compiled for.
    public typealias Element = Float
    typealias Bits = Int32
    #if ISA_AVX512
      typealias V = SIMD16<Float>
      typealias VBits = SIMD16<Int32>
    #elseif ISA_AVX2
      typealias V = SIMD8<Float>
      typealias VBits = SIMD8<Int32>
    #else
      typealias V = SIMD4<Float>
      typealias VBits = SIMD4<Int32>
    #endif
  #else
    /// The scalar type that this module is compiled for.
    public typealias Element = Double
    typealias Bits = Int64
    #if ISA_AVX512
      typealias V = SIMD8<Double>
      typealias VBits = SIMD8<Int64>
    #elseif ISA_AVX2
      typealias V = SIMD4<Double>
      typealias VBits = SIMD4<Int64>
    #else
      typealias V = SIMD2<Double>
      typealias VBits = SIMD2<Int64>
    #endif
  #endif

  typealias In = UnsafePointer<Element>
  typealias Out = UnsafeMutablePointer<Element>

  /// As many registers as a register has lanes: a square block.
  #if ISA_AVX512 && SCALAR_FLOAT
    typealias Block = InlineArray<16, V>
  #elseif (ISA_AVX512 && SCALAR_DOUBLE) || (ISA_AVX2 && SCALAR_FLOAT)
    typealias Block = InlineArray<8, V>
  #elseif (ISA_AVX2 && SCALAR_DOUBLE) || (ISA_BASELINE && SCALAR_FLOAT)
    typealias Block = InlineArray<4, V>
  #else
    typealias Block = InlineArray<2, V>
  #endif

  /// Scalars in one register.
  @inline(__always) var lanes: Int { V.scalarCount }

  @inline(__always) func splat(_ value: Element) -> V { V(repeating: value) }

  /// 0, 1, 2, … in the lanes: a constant, for a loop would not always become one.
  @inline(__always) private var laneNumbers: VBits {
    #if ISA_AVX512 && SCALAR_FLOAT
      VBits(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)
    #elseif (ISA_AVX512 && SCALAR_DOUBLE) || (ISA_AVX2 && SCALAR_FLOAT)
      VBits(0, 1, 2, 3, 4, 5, 6, 7)
    #elseif (ISA_AVX2 && SCALAR_DOUBLE) || (ISA_BASELINE && SCALAR_FLOAT)
      VBits(0, 1, 2, 3)
    #else
      VBits(0, 1)
    #endif
  }

  /// All bits of the lanes in a range.
  @inline(__always) func laneMask(_ range: Range<Int>) -> VBits {
    let start = VBits(repeating: Bits(truncatingIfNeeded: range.lowerBound))
    let end = VBits(repeating: Bits(truncatingIfNeeded: range.upperBound))
    // Both differences are negative inside: an arithmetic shift spreads the sign.
    let inside = (laneNumbers &- end) & ~(laneNumbers &- start)
    return inside &>> VBits(repeating: Bits(Bits.bitWidth - 1))
  }

  /// Zero where a mask has no bits.
  @inline(__always) func masked(_ v: V, _ mask: VBits) -> V {
    unsafeBitCast(unsafeBitCast(v, to: VBits.self) & mask, to: V.self)
  }

  /// `a` where a comparison holds, else `b`. Transparent, as are functions that call it often: what it
  /// becomes is so large that the compiler does not inline it in them otherwise.
  @_transparent func select(_ mask: SIMDMask<VBits>, _ a: V, _ b: V) -> V {
    b.replacing(with: a, where: mask)
  }

  /// From any address: rows are aligned to registers, signals are not.
  @inline(__always) func load(_ p: In) -> V {
    UnsafeRawPointer(p).loadUnaligned(as: V.self)
  }

  @inline(__always) func load(_ p: Out) -> V {
    UnsafeRawPointer(p).loadUnaligned(as: V.self)
  }

  @inline(__always) func store(_ v: V, _ p: Out) {
    UnsafeMutableRawPointer(p).storeBytes(of: v, as: V.self)
  }

  /// Asks for a register's worth of memory that will be needed when a loop that goes through it in order
  /// is 64 registers further: hardware asks only up to the next page.
  @inline(__always) func prefetch(_ p: In) { wavepress_prefetch(p + 64 * lanes) }

  /// `c + a·b`, an operation of the instruction set: `addingProduct` is one instruction where FMA
  /// exists, and one library call a lane elsewhere.
  @inline(__always) func multiplyAdd(_ c: V, _ a: V, _ b: V) -> V {
    #if ISA_BASELINE && arch(x86_64)
      c + a * b
    #else
      c.addingProduct(a, b)
    #endif
  }

  /// `c + a·b` in the same arithmetic as the vectors.
  @inline(__always) func multiplyAdd(_ c: Element, _ a: Element, _ b: Element) -> Element {
    #if ISA_BASELINE && arch(x86_64)
      c + a * b
    #else
      c.addingProduct(a, b)
    #endif
  }

  #if ISA_AVX512
    let compiledInstructionSet = InstructionSet.avx512
    let executionBit: UInt32 = 4
  #elseif ISA_AVX2
    let compiledInstructionSet = InstructionSet.avx2
    let executionBit: UInt32 = 2
  #else
    let compiledInstructionSet = InstructionSet.baseline
    let executionBit: UInt32 = 1
  #endif

  /// Leaves this build's bit behind, for tests that check which one ran.
  @inline(__always) func markExecuted() { wavepress_mark_executed(executionBit) }
#endif
