import Experiments
import Foundation
import Kernels
import LinearAlgebra

/// What the figures were measured on, and its limits.
struct Machine {
  let instructionSet: InstructionSet
  let threads: Int
  let cpu: String
  /// Multiply-adds in a second on one core, measured.
  let multiplyAddsPerSecond: Double
  /// Bytes read and written in a second by one core copying memory, measured.
  let copyBytesPerSecond: Double

  init(instructionSet: InstructionSet, threads: Int) {
    self.instructionSet = instructionSet
    self.threads = threads
    cpu = Experiments.Machine.cpuName()
    let rounds = 2_000_000
    var operations = 0
    let seconds = (0..<5).map { _ in
      time {
        operations = Elementwise.multiplyAdds(
          rounds: rounds, of: Float.self, instructionSet: instructionSet)
      }
    }.min()!
    multiplyAddsPerSecond = Double(operations) / seconds
    copyBytesPerSecond = Self.copyBandwidth()
  }

  /// A copy of 256 MB, far larger than any cache, counted as read and written.
  private static func copyBandwidth() -> Double {
    let count = 64 << 20
    let source = [Float](repeating: 1, count: count)
    var destination = [Float](repeating: 0, count: count)
    let seconds = (0..<4).map { _ in
      time {
        source.withUnsafeBytes { from in
          destination.withUnsafeMutableBytes { $0.copyMemory(from: from) }
        }
      }
    }.min()!
    return Double(2 * count * MemoryLayout<Float>.stride) / seconds
  }

  var header: String {
    var lines = [
      "cpu       \(cpu)",
      "kernels   \(instructionSet.rawValue), Float, seed \(seed)",
      "openblas  \(OpenBLAS.version), core \(OpenBLAS.coreName), threads \(OpenBLAS.threads)",
      "threads   \(threads)",
      String(
        format: "limits    %.1f G multiply-adds/s, copy %.1f GB/s (one core, measured)",
        multiplyAddsPerSecond / 1e9, copyBytesPerSecond / 1e9),
    ]
    if let better = OpenBLAS.betterCoreType {
      lines.append(
        "WARNING   OpenBLAS runs core \(OpenBLAS.coreName), this CPU could run \(better): the dense "
          + "baseline is too slow. Set OPENBLAS_CORETYPE=\(better).")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// Seconds that `body` takes.
func time(_ body: () -> Void) -> Double {
  let clock = ContinuousClock()
  let duration = clock.measure(body)
  let (seconds, attoseconds) = duration.components
  return Double(seconds) + Double(attoseconds) * 1e-18
}
