import Foundation

/// An IDX file of bytes.
package func idxFile(_ shape: [Int], _ elements: [UInt8]) -> [UInt8] {
  [0, 0, 8, UInt8(shape.count)]
    + shape.flatMap { size in (0..<4).map { UInt8(size >> (24 - 8 * $0) & 255) } } + elements
}

extension TemporaryFolder {
  /// Puts four files in MNIST's format and under its names: square images of ten classes, which are
  /// told apart by where a bar is, all of them from 15 rows on. Those to test with have other grey values.
  package func writeImages(train: Int, test: Int, size: Int = 16) {
    for (name, count, ink) in [("train", train, 200), ("t10k", test, 255)] {
      var pixels: [UInt8] = []
      var labels: [UInt8] = []
      for index in 0..<count {
        let label = index * 7 % 10
        labels.append(UInt8(label))
        for row in 0..<size {
          for column in 0..<size {
            // Five bars across and five down.
            let place = label < 5 ? row : column
            let isInk = place / 3 == label % 5
            pixels.append(isInk ? UInt8(ink - (row * 5 + column * 3 + index) % 50) : 0)
          }
        }
      }
      for (file, bytes) in [
        ("images-idx3-ubyte", idxFile([count, size, size], pixels)),
        ("labels-idx1-ubyte", idxFile([count], labels)),
      ] {
        try! Data(bytes).write(to: URL(fileURLWithPath: self.file("\(name)-\(file)")))
      }
    }
  }
}
