import Experiments
import Foundation
import Kernels
import Networks
import TemporaryFolder
import Testing

extension TemporaryFolder {
  /// A run with a log, from its checkpoint if there is one.
  func open<Run: TrainingRun>(
    _ name: String, _ make: (_ checkpointPath: String) throws -> Run
  ) throws -> Run {
    let path = file(name)
    let run = try make(path)
    if names.contains(name) { try run.resume(from: Checkpoint<Float>(contentsOf: path), at: path) }
    try run.openLog(file(name + ".log"))
    return run
  }

  /// A run's checkpoint without the time that it has taken.
  func checkpoint(_ name: String) throws -> Checkpoint<Float> {
    var checkpoint = try Checkpoint<Float>(contentsOf: file(name))
    let seconds = checkpoint.configuration.removeValue(forKey: "seconds").flatMap(Double.init)
    #expect((seconds ?? -1) >= 0)
    return checkpoint
  }

  /// The lines of a run's log.
  func lines(_ name: String, suffix: String = ".log") throws -> [JSON.Object] {
    try text(of: name + suffix).split(separator: "\n").map {
      guard case .object(let object) = try JSON(parsing: Array($0.utf8)) else {
        throw FileError(name, expected: "objects", found: "\($0)")
      }
      return object
    }
  }

  /// Checkpoints and logs of two runs are the same, bit for bit.
  func expectSame(
    _ name: String, as other: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let a = try checkpoint(name)
    let b = try checkpoint(other)
    let bits = (a.parameters.values.map(\.bitPattern), b.parameters.values.map(\.bitPattern))
    #expect(bits.0 == bits.1, sourceLocation: sourceLocation)
    #expect(a == b, sourceLocation: sourceLocation)
    #expect(
      text(of: name + ".log") == text(of: other + ".log"), sourceLocation: sourceLocation)
  }
}
