import Experiments
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Images as a network takes them")
struct ImageBatchTests {
  private let images: LabelledImages

  init() throws {
    let folder = TemporaryFolder()
    folder.writeImages(train: 20, test: 5)
    images = try MNIST(in: DataFolder(folder.path)).train
  }

  @Test func normalised() {
    let batches = ImageBatches(images, statistics: images.statistics)
    var pixels: [Float] = []
    var labels: [Int] = []
    batches.write([3, 0, 19], to: &pixels, labels: &labels)
    #expect(labels == [3, 0, 19].map { Int(images.labels[$0]) })
    let (mean, deviation) = images.statistics
    var expected: [Float] = []
    for index in [3, 0, 19] {
      for pixel in images.pixels[256 * index..<256 * (index + 1)] {
        expected.append(Float((Double(pixel) / 255 - mean) / deviation))
      }
    }
    #expect(zip(pixels, expected).allSatisfy { abs($0 - $1) <= 1e-6 } && pixels.count == 3 * 256)
    batches.write(0..<20, to: &pixels, labels: &labels)
    let sum = pixels.reduce(0, +)
    let squares = pixels.reduce(0) { $0 + $1 * $1 }
    #expect(abs(sum) / Float(pixels.count) < 1e-4)
    #expect(abs(squares / Float(pixels.count) - 1) < 1e-4)
  }

  /// Each shifted image is the image at one of the places that are allowed, and all of them occur.
  @Test func shifted() {
    let batches = ImageBatches(images, statistics: images.statistics)
    var (pixels, plain): ([Float], [Float]) = ([], [])
    var labels: [Int] = []
    batches.write([4], to: &plain, labels: &labels)
    let background = plain.min()!
    var generator = SplitMix64(seed: 1)
    var seen: Set<Int> = []
    for _ in 0..<200 {
      batches.write([4], shiftedBy: 1, to: &pixels, labels: &labels, using: &generator)
      #expect(labels == [Int(images.labels[4])])
      func isAt(_ place: Int) -> Bool {
        let (down, right) = (place / 3 - 1, place % 3 - 1)
        return (0..<256).allSatisfy { i in
          let (row, column) = (i / 16 - down, i % 16 - right)
          let isInside = (0..<16).contains(row) && (0..<16).contains(column)
          return pixels[i] == (isInside ? plain[row * 16 + column] : background)
        }
      }
      let places = (0..<9).filter(isAt)
      #expect(places.count == 1)
      seen.formUnion(places)
    }
    #expect(seen.count == 9)
  }

  @Test func notShifted() {
    let batches = ImageBatches(images, statistics: images.statistics)
    var (pixels, plain): ([Float], [Float]) = ([], [])
    var labels: [Int] = []
    var generator = SplitMix64(seed: 1)
    batches.write([1, 2], to: &plain, labels: &labels)
    batches.write([1, 2], shiftedBy: 0, to: &pixels, labels: &labels, using: &generator)
    #expect(pixels == plain)
    #expect(generator == SplitMix64(seed: 1))
  }
}
