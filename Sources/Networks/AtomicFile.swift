internal import Glibc

/// Files that are replaced as a whole or not at all.
public enum AtomicFile {
  /// Writes a file under a temporary name in the same folder, forces it to the disk and renames it.
  ///
  /// Where that fails, the old file is untouched and the temporary one is removed. A symbolic link
  /// is replaced by the file.
  public static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let folder = folder(of: path)
    let temporary = "\(folder)/.wavepress-\(String(UInt64.random(in: 0...UInt64.max), radix: 16))"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw FileError(path, expected: "a folder to write in", errno: errno)
    }
    var failure = writeAll(bytes, to: descriptor)
    if failure == 0, fsync(descriptor) != 0 { failure = errno }
    // Some file systems report a failed write only here.
    if close(descriptor) != 0, failure == 0 { failure = errno }
    if failure == 0, rename(temporary, path) != 0 { failure = errno }
    guard failure == 0 else {
      unlink(temporary)
      throw FileError(path, expected: "a file to write", errno: failure)
    }
    synchronizeFolder(folder)
  }

  /// Throws where no file can be written to a path, before anything is begun that would be for
  /// nothing then.
  public static func requireFolder(of path: String) throws(FileError) {
    // The dot, so that a file is not taken for a folder.
    guard access("\(folder(of: path))/.", W_OK | X_OK) == 0 else {
      throw FileError(path, expected: "a folder to write in", errno: errno)
    }
  }

  /// Writes all bytes and returns 0, or the system's error number.
  static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Glibc.write(descriptor, buffer.baseAddress! + done, buffer.count - done)
        if count < 0, errno != EINTR { return errno }
        done += max(0, count)
      }
      return 0
    }
  }

  /// Makes a rename outlast a power failure. An error is no reason to report one: the new file is
  /// in place, and some file systems have no such call for folders.
  private static func synchronizeFolder(_ folder: String) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }

  /// The folder of a file.
  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
