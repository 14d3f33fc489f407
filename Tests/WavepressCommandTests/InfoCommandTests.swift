import Kernels
import TemporaryFolder
import Testing

@Suite("What the command line says of the machine")
struct InfoCommandTests {
  private let folder = TemporaryFolder()

  @Test func machine() throws {
    let result = try Command.run(
      ["info", "--threads", "3"], in: folder.path, environment: ["WAVEPRESS_ISA": "baseline"])
    #expect(result.status == 0 && result.errors == "", "\(result.errors)")
    let lines = result.output.split(separator: "\n")
    try #require(lines.count >= 4)
    #expect(lines[0].hasPrefix("cpu       "))
    #expect(lines[1].hasPrefix("kernels   baseline of [\"baseline\""))
    #expect(lines[2].contains(", core ") && lines[2].hasSuffix(", threads 1"))
    #expect(lines[3] == "threads   3")
  }

  @Test(.enabled(if: InstructionSet.available.contains(.avx2), "the CPU lacks AVX2"))
  func slowCore() throws {
    let result = try Command.run(
      ["info"], in: folder.path, environment: ["OPENBLAS_CORETYPE": "Prescott"])
    #expect(result.status == 0 && result.output.contains(", core Prescott, "))
    let last = result.output.split(separator: "\n").last
    #expect(
      last?.hasPrefix("WARNING   OpenBLAS runs core Prescott, this CPU could run ") == true,
      "\(result.output)")
  }
}
