public import Networks

/// Data sets that are read from files.
public enum DataSet: String, CaseIterable, Sendable {
  /// Handwritten digits (LeCun, Cortes and Burges).
  case mnist
  /// The Penn Treebank in Mikolov's preparation.
  case pennTreebank = "ptb"

  /// The names of the files, without `.gz`.
  public var files: [String] {
    switch self {
    case .mnist:
      [
        "train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte",
        "t10k-labels-idx1-ubyte",
      ]
    case .pennTreebank: ["ptb.train.txt", "ptb.valid.txt", "ptb.test.txt"]
    }
  }

  /// The SHA-256 checksums of the files as they were published, unpacked.
  public var publishedChecksums: [String] {
    switch self {
    case .mnist:
      [
        "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
        "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
        "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
        "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
      ]
    case .pennTreebank:
      [
        "fcea919f6cf83f35d4d00c6cbf08040d13d4155226340912e2fef9c9c4102cbf",
        "c9fe6985fe0d4ccb578183407d7668fc6066c20700cb4cf87d8ff1cc34df1bf2",
        "dd65dff31e70846b2a6030a87482edcd5d199130cdcfa1f3dccbb033728deee0",
      ]
    }
  }

  /// A file of the set, as a folder has it.
  public struct File: Sendable {
    /// Where it is.
    public let path: String
    /// Bytes, unpacked.
    public let size: Int
    /// Its SHA-256 checksum, unpacked.
    public let checksum: String
    /// That of the file as it was published.
    public let publishedChecksum: String
    /// Whether it is the published one.
    public var isPublished: Bool { checksum == publishedChecksum }
  }

  /// The files as a folder has them.
  ///
  /// - Throws: `FileError` where one is missing, or cannot be read or unpacked.
  public func files(in folder: DataFolder) throws(FileError) -> [File] {
    var found: [File] = []
    for (name, published) in zip(files, publishedChecksums) {
      let (path, contents) = try folder.read(name, of: self)
      found.append(
        File(
          path: path, size: contents.count, checksum: SHA256.hexDigest(of: contents),
          publishedChecksum: published))
    }
    return found
  }

  /// Throws where a file of a folder is not the published one.
  public func requirePublished(in folder: DataFolder) throws(FileError) {
    if let other = try files(in: folder).first(where: { !$0.isPublished }) {
      throw FileError(
        other.path, expected: "the published file, of SHA-256 \(other.publishedChecksum)",
        found: other.checksum)
    }
  }
}
