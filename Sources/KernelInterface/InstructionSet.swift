/// The instruction sets that the kernels are compiled for, from the oldest to the newest.
///
/// `baseline` is what the compiler assumes by default: SSE2 on x86-64, NEON on arm64.
public enum InstructionSet: String, CaseIterable, Sendable, Comparable {
  /// SSE2 on x86-64 (no fused multiply-add), NEON on arm64.
  case baseline
  /// x86-64-v3: AVX2 and FMA.
  case avx2
  /// x86-64-v4: AVX-512 F, BW, CD, DQ and VL.
  case avx512

  /// The bit that kernels compiled for this instruction set leave behind when they run.
  public var executionBit: UInt32 {
    switch self {
    case .baseline: 1
    case .avx2: 2
    case .avx512: 4
    }
  }

  /// Older sets compare less than newer ones.
  public static func < (a: InstructionSet, b: InstructionSet) -> Bool {
    a.executionBit < b.executionBit
  }
}
