public import KernelInterface
import KernelsAVX2Double
import KernelsAVX2Float
import KernelsAVX512Double
import KernelsAVX512Float
import KernelsBaselineDouble
import KernelsBaselineFloat

/// The scalar types that kernels exist for: `Float` and `Double`.
public protocol KernelScalar: BinaryFloatingPoint, Sendable, BitwiseCopyable {
  /// The kernels compiled for one instruction set. Traps where this machine lacks it.
  static func kernels(for instructionSet: InstructionSet) -> KernelTable<Self>
}

extension Float: KernelScalar {
  private static let baseline = KernelsBaselineFloat.kernelTable()
  #if arch(x86_64)
    private static let avx2 = KernelsAVX2Float.kernelTable()
    private static let avx512 = KernelsAVX512Float.kernelTable()
  #endif

  /// The kernels compiled for one instruction set. Traps where this machine lacks it.
  public static func kernels(for instructionSet: InstructionSet) -> KernelTable<Float> {
    requireAvailable(instructionSet)
    // Each table is built by code of its own instruction set, so only on demand.
    #if arch(x86_64)
      switch instructionSet {
      case .baseline: return baseline
      case .avx2: return avx2
      case .avx512: return avx512
      }
    #else
      return baseline
    #endif
  }
}

extension Double: KernelScalar {
  private static let baseline = KernelsBaselineDouble.kernelTable()
  #if arch(x86_64)
    private static let avx2 = KernelsAVX2Double.kernelTable()
    private static let avx512 = KernelsAVX512Double.kernelTable()
  #endif

  /// The kernels compiled for one instruction set. Traps where this machine lacks it.
  public static func kernels(for instructionSet: InstructionSet) -> KernelTable<Double> {
    requireAvailable(instructionSet)
    // Each table is built by code of its own instruction set, so only on demand.
    #if arch(x86_64)
      switch instructionSet {
      case .baseline: return baseline
      case .avx2: return avx2
      case .avx512: return avx512
      }
    #else
      return baseline
    #endif
  }
}

private func requireAvailable(_ instructionSet: InstructionSet) {
  require(
    instructionSet.isAvailable,
    "This machine lacks \(instructionSet.rawValue); it has \(InstructionSet.available)")
}
