import Foundation

/// A folder of a test's own, which is removed with its last reference.
package final class TemporaryFolder {
  /// The folder.
  package let path: String

  /// Makes a folder.
  package init() {
    path = FileManager.default.temporaryDirectory.path + "/wavepress-\(UUID().uuidString)"
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of a file in the folder.
  package func file(_ name: String) -> String { path + "/" + name }

  /// What is in the folder, hidden files too.
  package var names: [String] {
    try! FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }

  /// Puts a text into a file and returns its path.
  @discardableResult
  package func write(_ text: String, to name: String) -> String {
    try! Data(text.utf8).write(to: URL(fileURLWithPath: file(name)))
    return file(name)
  }

  /// The text of a file.
  package func text(of name: String) -> String {
    String(decoding: FileManager.default.contents(atPath: file(name))!, as: UTF8.self)
  }
}
