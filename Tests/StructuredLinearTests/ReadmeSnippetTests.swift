import Foundation
import Testing

@Suite("The README's use as a dependency")
struct ReadmeSnippetTests {
  /// `ReadmeSnippet.swift`, which is compiled with the tests, is the README's block character for
  /// character.
  @Test func isCompiledHere() throws {
    let here = URL(filePath: #filePath)
    let root = here.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let readme = try String(contentsOf: root.appending(path: "README.md"), encoding: .utf8)
    let source = try String(
      contentsOf: here.deletingLastPathComponent().appending(path: "ReadmeSnippet.swift"),
      encoding: .utf8)
    #expect(snippet(readme) == source)
  }

  /// The first Swift block below the heading that imports the library.
  func snippet(_ readme: String) -> String? {
    let parts = readme.components(separatedBy: "\n## Use it as a dependency\n")
    guard parts.count == 2 else { return nil }
    let section = parts[1].components(separatedBy: "\n## ")[0]
    let blocks = section.components(separatedBy: "```swift\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
    return blocks.first { $0.contains("import StructuredLinear") }
  }

  @Test func runs() {
    #expect(output.count == 64 * 1024)
    #expect(weights == layer.weightCount)
    #expect(weights == 3 * 1024 + 24 + 1024)
  }
}
