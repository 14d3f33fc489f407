import Foundation
import Networks
import TemporaryFolder
import Testing

@Suite("Files are replaced as a whole or not at all")
struct AtomicFileTests {
  let folder = TemporaryFolder()

  @Test func replaces() throws {
    try AtomicFile.write(Array("a longer old text".utf8), to: folder.file("a"))
    try AtomicFile.write(Array("new".utf8), to: folder.file("a"))
    #expect(folder.text(of: "a") == "new")
    try AtomicFile.write([], to: folder.file("empty"))
    #expect(folder.text(of: "empty") == "")
    #expect(folder.names == ["a", "empty"])
  }

  @Test func relativePath() throws {
    let name = "wavepress-\(UUID().uuidString)"
    defer { unlink(name) }
    try AtomicFile.write([1, 2], to: name)
    #expect(FileManager.default.contents(atPath: name) == Data([1, 2]))
  }

  /// A name may be as long as the file system allows: the temporary one is not made from it.
  @Test func longName() throws {
    let name = String(repeating: "n", count: 255)
    try AtomicFile.write([1], to: folder.file(name))
    #expect(folder.names == [name])
  }

  @Test func missingFolder() {
    let path = folder.file("none/a")
    let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(
      error?.description
        == "\(path): expected a folder to write in, found \"No such file or directory\"")
  }

  /// The rename fails, when the temporary file has been written.
  @Test func folderInTheWay() {
    let path = folder.file("a")
    try! FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    let error = #expect(throws: FileError.self) { try AtomicFile.write([1], to: path) }
    #expect(error?.description == "\(path): expected a file to write, found \"Is a directory\"")
    #expect(folder.names == ["a"])
  }

  /// In a process of its own, which gives up the right to write anywhere, where it has it.
  @Test func folderWithoutPermission() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      folder.write("old", to: "a")
      chmod(folder.path, 0o555)
      if geteuid() == 0 { try #require(seteuid(65534) == 0) }
      let error = #expect(throws: FileError.self) {
        try AtomicFile.write([1], to: folder.file("a"))
      }
      #expect(
        error?.description
          == "\(folder.file("a")): expected a folder to write in, found \"Permission denied\"")
      #expect(folder.text(of: "a") == "old")
      #expect(folder.names == ["a"])
      seteuid(getuid())
      chmod(folder.path, 0o755)
    }
  }

  /// In a process of its own, whose files may not grow beyond a limit, as on a full disk.
  @Test func writeThatFailsHalfway() async {
    await #expect(processExitsWith: .success) {
      let folder = TemporaryFolder()
      folder.write("old", to: "a")
      signal(SIGXFSZ, SIG_IGN)
      var limit = rlimit()
      getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
      limit.rlim_cur = 4096
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let bytes = [UInt8](repeating: 1, count: 10_000)
      let error = #expect(throws: FileError.self) {
        try AtomicFile.write(bytes, to: folder.file("a"))
      }
      #expect(
        error?.description
          == "\(folder.file("a")): expected a file to write, found \"File too large\"")
      #expect(folder.text(of: "a") == "old")
      #expect(folder.names == ["a"])
    }
  }

  @Test func messagesStayInOneLine() {
    let error = FileError("a\nb", expected: "x\u{2028}y", found: "\u{1b}[31m\r")
    #expect(error.description == "a\\nb: expected x\\u{2028}y, found \\u{1B}[31m\\r")
  }
}
