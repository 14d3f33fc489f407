internal import Glibc

/// A log of a training run: one JSON object per line, each with its `step`.
///
/// A line is in the file when ``append(_:)`` returns. What follows a torn write or belongs to steps
/// that are done again is dropped when a run is resumed, so that its log equals that of a run that
/// was never interrupted.
public final class RunLog {
  /// The file.
  public let path: String
  private let descriptor: Int32

  /// Begins an empty log, in place of any that is there.
  public convenience init(creating path: String) throws(FileError) {
    try self.init(path, flags: O_TRUNC)
  }

  /// Goes on with a log after so many steps: lines of later steps and a torn last line are dropped.
  /// Begins an empty log where there is none.
  public convenience init(resuming path: String, after step: Int) throws(FileError) {
    if let bytes = try FileBytes.readIfPresent(path) {
      let kept = try Self.lines(of: bytes, until: step, path: path)
      if kept != bytes { try AtomicFile.write(kept, to: path) }
    }
    try self.init(path, flags: 0)
  }

  private init(_ path: String, flags: Int32) throws(FileError) {
    self.path = path
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | flags, 0o666)
    guard descriptor >= 0 else {
      throw FileError(path, expected: "a log to write", errno: errno)
    }
  }

  deinit { close(descriptor) }

  /// Appends a line with the keys in their order. Traps without an integer `step`.
  public func append(_ line: JSON.Object) throws(FileError) {
    guard line[Self.stepKey]?.integer() != nil else {
      fatalError("A line of a log without a step: \(JSON.object(line))")
    }
    let bytes = Array("\(JSON.object(line))\n".utf8)
    // One call for the whole line: an interruption seldom tears it.
    let failure = AtomicFile.writeAll(bytes, to: descriptor)
    guard failure == 0 else {
      throw FileError(path, expected: "a log to write", errno: failure)
    }
  }

  /// Forces the log to the disk. To be called before a checkpoint is written, which would otherwise
  /// outlast lines of its past in a power failure.
  public func synchronize() throws(FileError) {
    // Pipes and terminals, which have no disk, answer EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw FileError(path, expected: "a log to write", errno: errno)
    }
  }

  private static let stepKey = "step"

  /// The lines of a log up to a step, each with its end.
  private static func lines(
    of bytes: [UInt8], until step: Int, path: String
  ) throws(FileError) -> [UInt8] {
    let newline = UInt8(ascii: "\n")
    var kept: [UInt8] = []
    var lines = bytes.split(separator: newline, omittingEmptySubsequences: false)
    let last = lines.removeLast()
    for (i, line) in lines.enumerated() {
      guard let lineStep = self.step(of: line) else {
        throw FileError(
          path, expected: "a JSON object with a \"\(stepKey)\" in line \(i + 1)",
          found: String(decoding: line, as: UTF8.self).quotedForMessage)
      }
      if lineStep <= step { kept += line + [newline] }
    }
    // A last line that lacks nothing but its end is whole.
    if let lastStep = self.step(of: last), lastStep <= step { kept += last + [newline] }
    return kept
  }

  private static func step(of line: ArraySlice<UInt8>) -> Int? {
    guard case .object(let object) = try? JSON(parsing: Array(line)) else { return nil }
    return object[stepKey]?.integer()
  }
}
