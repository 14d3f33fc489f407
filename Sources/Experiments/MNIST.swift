public import Networks

/// Handwritten digits to train with and to test with: MNIST, or another set in four files of the same
/// names and format.
public struct MNIST: Sendable, Equatable {
  /// To train with.
  public let train: LabelledImages
  /// To test with.
  public let test: LabelledImages

  /// The images of a folder.
  ///
  /// - Throws: `FileError` where a file is missing or damaged, or where the test images have another
  ///   size.
  public init(in folder: DataFolder) throws(FileError) {
    let names = DataSet.mnist.files
    train = try LabelledImages(images: names[0], labels: names[1], set: .mnist, in: folder)
    test = try LabelledImages(images: names[2], labels: names[3], set: .mnist, in: folder)
    guard (test.rows, test.columns) == (train.rows, train.columns) else {
      throw FileError(
        try folder.locate(names[2], of: .mnist),
        expected: "images of \(train.rows) × \(train.columns) as in training",
        found: "\(test.rows) × \(test.columns)")
    }
  }

  /// The CRC-32 of the images' size, and of pixels and labels of all of them.
  public var checksum: String {
    let size = Array("\(train.rows) × \(train.columns)".utf8)
    return CRC32.hexDigest(
      of: [size, train.pixels, train.labels, test.pixels, test.labels])
  }
}
