internal import Glibc

/// A file that cannot be read, written or understood: which, what was expected and what was found,
/// in one line.
public struct FileError: Error, Sendable, Equatable {
  /// The file.
  public let path: String
  /// What should have been there.
  public let expected: String
  /// What was there instead.
  public let found: String

  /// An error about a file.
  public init(_ path: String, expected: String, found: String) {
    self.path = path
    self.expected = expected
    self.found = found
  }

  /// The error of a system call that has just failed.
  init(_ path: String, expected: String, errno code: Int32) {
    self.init(path, expected: expected, found: "\"\(String(cString: strerror(code)))\"")
  }
}

extension FileError: CustomStringConvertible {
  /// The error in one line, whatever the path or the file's contents hold.
  public var description: String {
    "\(path): expected \(expected), found \(found)".withEscapedControls
  }
}

extension String {
  /// The text with what would break or hide a line written out.
  fileprivate var withEscapedControls: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .lineSeparator, .paragraphSeparator, .format:
        text += scalar.escaped(asASCII: true)
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }

  /// The text in quotes for a message, cut where it is long: names in files may be of any length.
  package var quotedForMessage: String {
    let limit = 80
    let kept = unicodeScalars.prefix(limit)
    let cut = kept.endIndex < unicodeScalars.endIndex
    return "\"\(String(kept))\(cut ? "…" : "")\""
  }
}
