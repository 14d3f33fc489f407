import Foundation
import Testing

@Suite("Articles")
struct ArticleTests {
  static let here = URL(filePath: #filePath).deletingLastPathComponent()
  static let catalogue = here.deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Documentation/wavepress.docc")

  /// The names of the catalogue's pages.
  static func pages() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: catalogue.path)
      .filter { $0.hasSuffix(".md") }.map { String($0.dropLast(3)) }.sorted()
  }

  /// The Swift blocks of a page.
  static func listings(_ page: String) throws -> [String] {
    let text = try String(contentsOf: catalogue.appending(path: "\(page).md"), encoding: .utf8)
    return text.components(separatedBy: "```swift\n").dropFirst()
      .map { $0.components(separatedBy: "```")[0] }
  }

  /// Each Swift block of a page is in `PageListings.swift`, which is compiled and run with the tests,
  /// line for line.
  @Test func listingsAreCompiledHere() throws {
    let pages = try Self.pages()
    var count = 0
    for page in pages {
      let listings = try Self.listings(page)
      if listings.isEmpty { continue }
      let source = try String(
        contentsOf: Self.here.appending(path: "\(page)Listings.swift"), encoding: .utf8)
      for listing in listings {
        let isThere = [0, 2, 4, 6].contains { indentation in
          let space = String(repeating: " ", count: indentation)
          let lines = listing.split(separator: "\n", omittingEmptySubsequences: false)
          let block = lines.map { $0.isEmpty ? "" : space + $0 }.joined(separator: "\n")
          return source.contains("\n" + block)
        }
        #expect(isThere, "a listing of \(page).md is not in \(page)Listings.swift:\n\(listing)")
        count += 1
      }
    }
    #expect(count >= 12, "only \(count) listings in \(pages.count) pages")
  }
}
