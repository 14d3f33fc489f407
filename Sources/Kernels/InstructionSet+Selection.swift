import CKernelSupport
public import KernelInterface

/// An instruction set that kernels are compiled for.
public typealias InstructionSet = KernelInterface.InstructionSet

/// A name that is no instruction set, or one that this machine lacks.
public struct InstructionSetError: Error, CustomStringConvertible, Equatable {
  /// Where the name comes from: an environment variable or a flag.
  public let source: String
  /// The name found.
  public let name: String

  /// One line: the source, what was found and what this machine has.
  public var description: String {
    let known = InstructionSet.allCases.map(\.rawValue)
    let available = InstructionSet.available.map(\.rawValue).joined(separator: ", ")
    let problem = known.contains(name) ? "this machine lacks" : "is no instruction set:"
    return known.contains(name)
      ? "\(source): \(problem) \(name) (it has \(available))"
      : "\(source): '\(name)' \(problem) expected one of \(available)"
  }
}

extension InstructionSet {
  /// The environment variable that overrides the choice: `WAVEPRESS_ISA`.
  public static let environmentVariable = "WAVEPRESS_ISA"

  /// Whether this machine runs code of this set.
  public var isAvailable: Bool {
    switch self {
    case .baseline: true
    case .avx2: wavepress_cpu_has_avx2()
    case .avx512: wavepress_cpu_has_avx512()
    }
  }

  /// The sets that this machine has, oldest first.
  public static let available = allCases.filter(\.isAvailable)

  /// The newest set that this machine has.
  public static let best = available[available.count - 1]

  /// The set that a flag or a variable names.
  ///
  /// - Parameters:
  ///   - name: `baseline`, `avx2` or `avx512`.
  ///   - source: Where the name comes from, for the message.
  /// - Throws: `InstructionSetError` where the name is unknown or this machine lacks the set.
  public static func named(_ name: String, source: String) throws(InstructionSetError) -> Self {
    guard let set = InstructionSet(rawValue: name), set.isAvailable else {
      throw InstructionSetError(source: source, name: name)
    }
    return set
  }

  /// The set that the environment asks for, or the best one where it asks for none.
  ///
  /// - Parameter value: The variable's value, by default the process's own.
  /// - Throws: `InstructionSetError` where the name is unknown or this machine lacks the set.
  public static func selected(
    by value: String? = wavepress_environment(environmentVariable).map { String(cString: $0) }
  ) throws(InstructionSetError) -> Self {
    guard let value, !value.isEmpty else { return best }
    return try named(value, source: environmentVariable)
  }

  /// The set in use unless another is asked for: ``selected(by:)`` at first use. Traps where the
  /// environment names one that is not to be had; an executable calls ``selected(by:)`` first.
  public static let current: Self = {
    do { return try selected() } catch { fatalError("\(error)") }
  }()
}
