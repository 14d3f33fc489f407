import StructuredLinear

/// Images as a network takes them: pixels normalised by the mean and the standard deviation of a set.
package struct ImageBatches: Sendable {
  /// The images.
  package let images: LabelledImages
  /// What stands for each value of a pixel.
  private let values: [Float]

  /// Images, normalised to mean 0 and deviation 1 where those of their set are the given ones.
  package init(
    _ images: LabelledImages, statistics: (mean: Double, standardDeviation: Double)
  ) {
    self.images = images
    let (mean, deviation) = statistics
    // A set of one colour has no deviation to divide by.
    let scale = deviation > 0 ? 1 / deviation : 1
    values = (0..<256).map { Float((Double($0) / 255 - mean) * scale) }
  }

  /// Pixels of an image.
  package var imageCount: Int { images.rows * images.columns }

  /// Writes images `[indices, rows, columns]` and their labels.
  package func write(_ indices: some Sequence<Int>, to pixels: inout [Float], labels: inout [Int]) {
    pixels.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    for index in indices {
      labels.append(Int(images.labels[index]))
      let start = index * imageCount
      for i in start..<start + imageCount { pixels.append(values[Int(images.pixels[i])]) }
    }
  }

  /// The same, each image shifted by up to so many pixels each way; what comes in is background.
  package func write(
    _ indices: some Sequence<Int>, shiftedBy largest: Int, to pixels: inout [Float],
    labels: inout [Int], using generator: inout SplitMix64
  ) {
    guard largest > 0 else { return write(indices, to: &pixels, labels: &labels) }
    pixels.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
    let (rows, columns) = (images.rows, images.columns)
    for index in indices {
      labels.append(Int(images.labels[index]))
      let down = Int.random(in: -largest...largest, using: &generator)
      let right = Int.random(in: -largest...largest, using: &generator)
      for row in 0..<rows {
        let from = row - down
        guard from >= 0, from < rows else {
          for _ in 0..<columns { pixels.append(values[0]) }
          continue
        }
        let start = index * imageCount + from * columns
        for column in 0..<columns {
          let source = column - right
          let isInside = source >= 0 && source < columns
          pixels.append(isInside ? values[Int(images.pixels[start + source])] : values[0])
        }
      }
    }
  }
}
