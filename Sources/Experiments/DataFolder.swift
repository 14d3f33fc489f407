internal import Glibc
public import Networks

/// Where data sets are: a folder that the user names. None is part of this package.
public struct DataFolder: Sendable, Equatable {
  /// The environment variable that names the folder where no option does.
  public static let environmentVariable = "WAVEPRESS_DATA"

  /// The folder.
  public let path: String

  /// A folder.
  public init(_ path: String) { self.path = path }

  /// The folder that an option names, or else the environment.
  ///
  /// - Throws: `ConfigurationError` where neither does.
  public init(option: String?) throws(ConfigurationError) {
    let variable = getenv(Self.environmentVariable).map { String(cString: $0) }
    guard let path = option ?? variable, !path.isEmpty else {
      throw ConfigurationError(
        "--data", expected: "a folder, here or in \(Self.environmentVariable)", found: "none")
    }
    self.init(path)
  }

  /// The path of a set's file: in the folder of the set's name or in this one, as it is or with
  /// `.gz`.
  ///
  /// - Throws: `FileError` where there is none.
  public func locate(_ name: String, of set: DataSet) throws(FileError) -> String {
    for folder in ["\(path)/\(set.rawValue)", path] {
      for file in ["\(folder)/\(name)", "\(folder)/\(name).gz"] where access(file, F_OK) == 0 {
        return file
      }
    }
    throw FileError(
      "\(path)/\(set.rawValue)/\(name)", expected: "this file or \(name).gz, there or in \(path)",
      found: "none")
  }

  /// A set's file, unpacked.
  ///
  /// - Throws: `FileError` where there is none, or where it cannot be read or unpacked.
  public func read(
    _ name: String, of set: DataSet
  ) throws(FileError) -> (path: String, contents: [UInt8]) {
    let file = try locate(name, of: set)
    return (file, try Gzip.contents(of: FileBytes.read(file), path: file))
  }
}
