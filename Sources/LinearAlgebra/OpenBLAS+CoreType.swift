internal import CKernelSupport
internal import Glibc

extension OpenBLAS {
  /// The environment variable OpenBLAS takes the core from, as it is loaded.
  static let coreTypeVariable = "OPENBLAS_CORETYPE"

  /// The core OpenBLAS should have chosen on this CPU, or nil where its choice stands.
  ///
  /// OpenBLAS chooses its kernels by the CPU's model number, and takes a CPU younger than
  /// itself or one it does not know for an old one: 0.3.21 runs SSE3 kernels ("Prescott") on
  /// some CPUs with AVX-512, at a fraction of their speed. It reads `OPENBLAS_CORETYPE` when
  /// it is loaded, so nothing the process does afterwards changes the choice. Either start
  /// the process with that variable set to this value
  ///
  ///     OPENBLAS_CORETYPE=SkylakeX ./program
  ///
  /// or call ``restartWithRecommendedCoreType()`` first thing in an executable.
  ///
  /// It is nil where the running core uses the widest instruction set of the CPU, where the
  /// variable is set (whatever it says is the user's choice), where OpenBLAS is built for
  /// one core only, and on any CPU but x86-64.
  public static var recommendedCoreType: String? {
    coreType(environmentValue: environmentValue(coreTypeVariable))
  }

  /// The core that fits this CPU better than the running one, whoever chose that, or nil where it
  /// fits: what ``recommendedCoreType`` would be without the user's choice. For benchmarks, where a
  /// slow core is no honest baseline even if it was asked for.
  public static var betterCoreType: String? { coreType(environmentValue: nil) }

  /// The decision for this process, were `OPENBLAS_CORETYPE` set to `environmentValue`.
  static func coreType(environmentValue: String?) -> String? {
    coreType(
      insteadOf: coreName, hasAVX2: wavepress_cpu_has_avx2(), hasAVX512: wavepress_cpu_has_avx512(),
      choosesAtLoad: configuration.contains("DYNAMIC_ARCH"), environmentValue: environmentValue)
  }

  /// The decision behind ``recommendedCoreType``.
  ///
  /// One core is named for each instruction set: the first that OpenBLAS had for it, as every
  /// CPU with the set runs it, whoever made it. Later AVX-512 cores need more instructions, and
  /// a library built without them ignores their names.
  ///
  /// - Parameters:
  ///   - coreName: The core OpenBLAS runs.
  ///   - hasAVX2: Whether the CPU has AVX2 and FMA.
  ///   - hasAVX512: Whether the CPU has AVX-512 F, BW, CD, DQ and VL.
  ///   - choosesAtLoad: Whether OpenBLAS has kernels for several cores to choose from.
  ///   - environmentValue: `OPENBLAS_CORETYPE`, nil where it is not set.
  package static func coreType(
    insteadOf coreName: String, hasAVX2: Bool, hasAVX512: Bool, choosesAtLoad: Bool,
    environmentValue: String?
  ) -> String? {
    guard choosesAtLoad, environmentValue == nil else { return nil }
    let core = coreName.lowercased()
    if hasAVX512 { return avx512Cores.contains(core) ? nil : "SkylakeX" }
    if hasAVX2 { return avx2Cores.contains(core) || avx512Cores.contains(core) ? nil : "Haswell" }
    return nil
  }

  private static let avx512Cores: Set = ["skylakex", "cooperlake", "sapphirerapids"]
  private static let avx2Cores: Set = ["haswell", "zen", "excavator"]

  /// An environment variable, nil where it is not set.
  static func environmentValue(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}
