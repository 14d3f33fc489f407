internal import Glibc
public import Networks

extension SampleArray {
  /// Reads a file: NumPy's format where the name ends in `.npy`, text otherwise.
  public init(contentsOf path: String) throws(FileError) {
    let bytes = try FileBytes.read(path)
    self =
      path.hasSuffix(".npy")
      ? try NumPyFile.parse(bytes, path: path) : try TextSignals.parse(bytes, path: path)
  }

  /// Writes a file as a whole or not at all, in the format that its name asks for.
  public func write(to path: String) throws(FileError) {
    let bytes = path.hasSuffix(".npy") ? NumPyFile.bytes(of: self) : TextSignals.bytes(of: self)
    try AtomicFile.write(bytes, to: path)
  }

  /// Throws where two paths lead to one file.
  public static func requireDistinct(input: String, output: String) throws(FileError) {
    var first = stat()
    var second = stat()
    guard stat(input, &first) == 0, stat(output, &second) == 0 else { return }
    if first.st_dev == second.st_dev, first.st_ino == second.st_ino {
      throw FileError(output, expected: "another file than the input", found: "the same")
    }
  }
}
