import Kernels
import Testing

@Suite("Choosing an instruction set")
struct InstructionSetTests {
  @Test func baselineIsTested() { expectTables(.baseline) }

  @Test(.enabled(if: InstructionSet.avx2.isAvailable, "no AVX2 here: its kernels are not tested"))
  func avx2IsTested() { expectTables(.avx2) }

  @Test(
    .enabled(if: InstructionSet.avx512.isAvailable, "no AVX-512 here: its kernels are not tested"))
  func avx512IsTested() { expectTables(.avx512) }

  /// The tests of kernels run for every available set: this one is among them.
  private func expectTables(_ set: InstructionSet) {
    #expect(InstructionSet.available.contains(set))
    #expect(Float.kernels(for: set).instructionSet == set)
    #expect(Double.kernels(for: set).instructionSet == set)
    #expect(Float.kernels(for: set).signal.lanes == 1)
    let bits = [InstructionSet.baseline: 128, .avx2: 256, .avx512: 512][set]!
    #expect(Float.kernels(for: set).panel.lanes == bits / 32)
    #expect(Double.kernels(for: set).panel.lanes == bits / 64)
  }

  @Test(arguments: InstructionSet.available)
  func namesOfAvailableSets(_ set: InstructionSet) throws {
    #expect(try InstructionSet.named(set.rawValue, source: "--isa") == set)
    #expect(try InstructionSet.selected(by: set.rawValue) == set)
  }

  @Test func withoutAChoiceTheBest() throws {
    #expect(InstructionSet.best == InstructionSet.available.max())
    #expect(try InstructionSet.selected(by: nil) == .best)
    #expect(try InstructionSet.selected(by: "") == .best)
  }

  @Test(arguments: ["sse", "AVX2", "avx2 ", "avx1024"])
  func unknownName(_ name: String) throws {
    let error = try #require(throws: InstructionSetError.self) {
      try InstructionSet.named(name, source: "--isa")
    }
    #expect(error.source == "--isa" && error.name == name)
    let message = "\(error)"
    #expect(message.hasPrefix("--isa: '\(name)' is no instruction set"))
    #expect(message.contains("baseline"))
    #expect(!message.contains("\n"))
  }

  @Test func unknownNameInTheEnvironment() throws {
    let error = try #require(throws: InstructionSetError.self) {
      try InstructionSet.selected(by: "mmx")
    }
    #expect("\(error)".hasPrefix("WAVEPRESS_ISA: 'mmx'"))
  }

  @Test(arguments: InstructionSet.allCases.filter { !$0.isAvailable })
  func missingSet(_ set: InstructionSet) throws {
    let error = try #require(throws: InstructionSetError.self) {
      try InstructionSet.named(set.rawValue, source: "--isa")
    }
    #expect("\(error)".hasPrefix("--isa: this machine lacks \(set.rawValue)"))
    #expect(!"\(error)".contains("\n"))
  }
}
