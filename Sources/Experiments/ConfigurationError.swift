/// A setting that makes no sense, in one line.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// An error about a setting.
  public init(_ setting: String, expected: String, found: String) {
    description = "\(setting): expected \(expected), found \(found)"
  }
}
