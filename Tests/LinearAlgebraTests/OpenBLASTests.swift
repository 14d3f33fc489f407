import Glibc
import LinearAlgebra
import Testing

@Suite("OpenBLAS", .serialized)
struct OpenBLASTests {
  struct Decision: Sendable, CustomTestStringConvertible {
    var core: String
    var avx2 = false
    var avx512 = false
    var choosesAtLoad = true
    var environment: String?
    var expected: String?

    var testDescription: String {
      "\(core), AVX2 \(avx2), AVX-512 \(avx512), \(environment ?? "unset")"
    }
  }

  static let decisions: [Decision] = [
    // No wide registers: whatever runs is right.
    .init(core: "Prescott", expected: nil),
    .init(core: "Nehalem", expected: nil),
    .init(core: "ARMV8", expected: nil),
    // AVX2.
    .init(core: "Prescott", avx2: true, expected: "Haswell"),
    .init(core: "Sandybridge", avx2: true, expected: "Haswell"),
    .init(core: "Haswell", avx2: true, expected: nil),
    .init(core: "Zen", avx2: true, expected: nil),
    .init(core: "Excavator", avx2: true, expected: nil),
    .init(core: "SkylakeX", avx2: true, expected: nil),
    // AVX-512.
    .init(core: "Prescott", avx2: true, avx512: true, expected: "SkylakeX"),
    .init(core: "Haswell", avx2: true, avx512: true, expected: "SkylakeX"),
    .init(core: "Zen", avx2: true, avx512: true, expected: "SkylakeX"),
    .init(core: "SkylakeX", avx2: true, avx512: true, expected: nil),
    .init(core: "SKYLAKEX", avx2: true, avx512: true, expected: nil),
    .init(core: "Cooperlake", avx2: true, avx512: true, expected: nil),
    .init(core: "SapphireRapids", avx2: true, avx512: true, expected: nil),
    // The user has chosen, or there is nothing to choose from.
    .init(core: "Prescott", avx2: true, avx512: true, environment: "Prescott", expected: nil),
    .init(core: "Prescott", avx2: true, avx512: true, environment: "", expected: nil),
    .init(core: "Prescott", avx2: true, avx512: true, choosesAtLoad: false, expected: nil),
  ]

  @Test(arguments: decisions)
  func coreType(decision: Decision) {
    let core = OpenBLAS.coreType(
      insteadOf: decision.core, hasAVX2: decision.avx2, hasAVX512: decision.avx512,
      choosesAtLoad: decision.choosesAtLoad, environmentValue: decision.environment)
    #expect(core == decision.expected)
  }

  @Test func names() {
    #expect(!OpenBLAS.coreName.isEmpty)
    #expect(OpenBLAS.configuration.hasPrefix("OpenBLAS \(OpenBLAS.version)"))
    #expect(OpenBLAS.version(in: "OpenBLAS 0.3.21 DYNAMIC_ARCH Zen") == "0.3.21")
    #expect(OpenBLAS.version(in: "") == "")
  }

  @Test func userChoiceStands() async {
    await #expect(processExitsWith: .success) {
      setenv("OPENBLAS_CORETYPE", "Prescott", 1)
      guard OpenBLAS.recommendedCoreType == nil else { fatalError("the variable is set") }
    }
  }

  /// Tells most where OpenBLAS runs the wrong core, as it does when the tests are started with
  /// `OPENBLAS_CORETYPE=Prescott`.
  @Test("a process that was restarted is not restarted again")
  func restartsOnce() async {
    await #expect(processExitsWith: .exitCode(23)) {
      guard getenv("WAVEPRESS_OPENBLAS_RESTARTED") == nil else { fatalError("restarted") }
      unsetenv("OPENBLAS_CORETYPE")
      let wellChosen = OpenBLAS.recommendedCoreType == nil
      setenv("WAVEPRESS_OPENBLAS_RESTARTED", "1", 1)
      guard OpenBLAS.restartWithRecommendedCoreType() == wellChosen else {
        fatalError("core \(OpenBLAS.coreName)")
      }
      exit(23)
    }
  }

  @Test func threads() async {
    await #expect(processExitsWith: .success) {
      OpenBLAS.threads = 1
      guard OpenBLAS.threads == 1 else { fatalError("\(OpenBLAS.threads) threads") }
    }
  }
}
