import Experiments
import Foundation
import Networks

/// The files of a training run, as flags name them.
struct RunFiles {
  let log: String?
  let checkpoint: String?
  let resume: Bool

  /// Throws for flags that do not fit each other.
  func validate() throws(ConfigurationError) {
    if let log, log == checkpoint {
      throw ConfigurationError("--log", expected: "another file than --checkpoint", found: log)
    }
    if resume, checkpoint == nil {
      throw ConfigurationError("--resume", expected: "a --checkpoint", found: "none")
    }
  }

  /// The checkpoint to go on from, where the run does.
  ///
  /// - Throws: `FileError` where a checkpoint would be overwritten or cannot be written. A log of
  ///   another run is not given up for one that cannot be kept.
  func stored() throws(FileError) -> (Checkpoint<Float>, path: String)? {
    guard let checkpoint else { return nil }
    var stored: (Checkpoint<Float>, path: String)?
    if resume {
      stored = (try Checkpoint<Float>(contentsOf: checkpoint), checkpoint)
    } else if FileManager.default.fileExists(atPath: checkpoint) {
      throw FileError(
        checkpoint, expected: "no file, or --resume to go on from it", found: "a file")
    }
    try AtomicFile.requireFolder(of: checkpoint)
    return stored
  }
}
