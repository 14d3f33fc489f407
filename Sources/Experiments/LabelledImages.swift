public import Networks

/// Grey images and what they show.
public struct LabelledImages: Sendable, Equatable {
  /// The classes that a label may name: 0...9.
  public static let classCount = 10

  /// How many images.
  public let count: Int
  /// Rows of an image.
  public let rows: Int
  /// Columns of an image.
  public let columns: Int
  /// `[count, rows, columns]`: from 0, background, to 255, ink.
  public let pixels: [UInt8]
  /// `[count]`: the class of each image.
  public let labels: [UInt8]

  /// The images of two files of a folder.
  ///
  /// - Throws: `FileError` where a file is missing or damaged, where there is not one label for each
  ///   image, or where a label is no class.
  public init(images: String, labels: String, set: DataSet, in folder: DataFolder)
    throws(FileError)
  {
    let imageFile = try folder.read(images, of: set)
    let labelFile = try folder.read(labels, of: set)
    let pixels = try IDXFile(imageFile.contents, dimensions: 3, path: imageFile.path)
    let classes = try IDXFile(labelFile.contents, dimensions: 1, path: labelFile.path)
    guard classes.shape[0] == pixels.shape[0] else {
      throw FileError(
        labelFile.path, expected: "\(pixels.shape[0]) labels as there are images",
        found: "\(classes.shape[0])")
    }
    if let index = classes.elements.firstIndex(where: { $0 >= Self.classCount }) {
      throw FileError(
        labelFile.path, expected: "labels of 0...\(Self.classCount - 1)",
        found: "\(classes.elements[index]) at \(index)")
    }
    (count, rows, columns) = (pixels.shape[0], pixels.shape[1], pixels.shape[2])
    self.pixels = pixels.elements
    self.labels = classes.elements
  }

  /// Mean and standard deviation of all pixels, divided by 255.
  public var statistics: (mean: Double, standardDeviation: Double) {
    var counts = [Int](repeating: 0, count: 256)
    for pixel in pixels { counts[Int(pixel)] += 1 }
    func average(_ value: (Double) -> Double) -> Double {
      counts.enumerated().reduce(0) { $0 + Double($1.element) * value(Double($1.offset) / 255) }
        / Double(pixels.count)
    }
    let mean = average { $0 }
    return (mean, average { ($0 - mean) * ($0 - mean) }.squareRoot())
  }
}
