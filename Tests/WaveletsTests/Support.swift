import CKernelSupport
import KernelInterface
import Kernels
import Testing

/// `@Test` spells the type of an argument as `(InstructionSet).self`, which Swift 6.3 rejects for a
/// type that another imported module extends, but not for an alias of it.
typealias InstructionSet = KernelInterface.InstructionSet

/// The scalar types that every kernel exists for, as arguments of tests.
enum Precision: CaseIterable {
  case float, double

  var type: any KernelScalar.Type {
    switch self {
    case .float: Float.self
    case .double: Double.self
    }
  }
}

extension KernelScalar {
  /// The rounding allowed in sums of numbers around 1, relative to the norm of the result.
  static var tolerance: Double { self == Float.self ? 2e-6 : 1e-13 }
}

/// Runs `body` and expects that kernels ran, and none of another instruction set.
func expectOnly<Result>(
  _ set: InstructionSet, sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Result
) rethrows -> Result {
  _ = wavepress_take_executed()
  let result = try body()
  let executed = wavepress_take_executed()
  #expect(
    executed == set.executionBit, "kernels of another set ran", sourceLocation: sourceLocation)
  return result
}

/// Whether the standard error of a process that trapped holds all of `texts`.
func expectMessage(
  _ result: ExitTest.Result?, _ texts: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  for text in texts {
    #expect(message.contains(text), sourceLocation: sourceLocation)
  }
}
