internal import Foundation
public import Kernels
import LinearAlgebra

/// What figures are measured on.
public struct Machine: Sendable, Equatable, CustomStringConvertible {
  /// Name of the CPU.
  public let cpu: String
  /// The kernels in use.
  public let instructionSet: InstructionSet
  /// Threads in use.
  public let threads: Int
  /// OpenBLAS's core.
  public let core: String

  /// This machine, as a workspace uses it.
  public init(_ workspace: Workspace<Float>) {
    cpu = Self.cpuName()
    instructionSet = workspace.instructionSet
    threads = workspace.threads
    core = OpenBLAS.coreName
  }

  /// Four lines, and a fifth where OpenBLAS could be faster.
  public var description: String {
    var lines = [
      "cpu       \(cpu)",
      "kernels   \(instructionSet.rawValue) of \(InstructionSet.available.map(\.rawValue))",
      "openblas  \(OpenBLAS.version), core \(core), threads \(OpenBLAS.threads)",
      "threads   \(threads)",
    ]
    if let better = OpenBLAS.betterCoreType {
      lines.append("WARNING   OpenBLAS runs core \(core), this CPU could run \(better)")
    }
    return lines.joined(separator: "\n")
  }

  /// What figures were measured with, in one line of a report.
  static func line(cpu: String, isa: String, threads: Int, core: String) -> String {
    "\(cpu); \(isa); \(threads) \(threads == 1 ? "thread" : "threads"); OpenBLAS core \(core)"
  }

  /// What the system calls the CPU.
  public static func cpuName() -> String {
    let info = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = info.split(separator: "\n").first { $0.hasPrefix("model name") }
    return line?.split(separator: ":").last.map { $0.trimmingCharacters(in: .whitespaces) }
      ?? "unknown CPU"
  }
}
