import Experiments
import Kernels
import Networks
import StructuredLinear
import TemporaryFolder
import Testing

@Suite("Images read as sequences of pixels")
struct PixelTaskTests {
  private let folder = TemporaryFolder()
  private let images: MNIST

  init() throws {
    folder.writeImages(train: 23, test: 12)
    images = try MNIST(in: DataFolder(folder.path))
  }

  private func settings() -> SequenceConfiguration {
    var settings = SequenceConfiguration()
    settings.task = .sequentialMNIST
    settings.batch = 5
    return settings
  }

  /// The sequences of a batch, each with its label.
  private func sequences(_ batch: SequenceBatch) -> [(pixels: [Float], label: Int)] {
    (0..<batch.count).map { sample in
      (
        stride(from: sample, to: batch.inputs.count, by: batch.count).map { batch.inputs[$0] },
        batch.labels[sample]
      )
    }
  }

  /// The sequences of images, computed anew.
  private func expected(_ images: LabelledImages) -> [(pixels: [Float], label: Int)] {
    let values = self.images.train.pixels.map { Double($0) / 255 }
    let mean = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
    return (0..<images.count).map { index in
      (
        images.pixels[index * 256..<(index + 1) * 256].map {
          Float((Double($0) / 255 - mean) / variance.squareRoot())
        }, Int(images.labels[index])
      )
    }
  }

  private func index(
    of sequence: (pixels: [Float], label: Int), in all: [(pixels: [Float], label: Int)]
  ) -> Int? {
    all.firstIndex { other in
      other.label == sequence.label
        && zip(other.pixels, sequence.pixels).allSatisfy { abs($0 - $1) < 1e-5 }
    }
  }

  @Test func shape() throws {
    let task = try settings().sequenceTask(images)
    #expect(task.inputCount == 1 && task.outputCount == 10 && task.steps == 256)
    #expect(task.reading == .last && task.answersPerSequence == 1)
    #expect(task.sequencesPerEpoch == 23)
  }

  /// Each image once in an epoch, in an order of each epoch's own; epochs end within batches.
  @Test func epochs() throws {
    var task = try settings().sequenceTask(images)
    var generator = SplitMix64(seed: 3)
    let all = expected(images.train)
    var places: [Int] = []
    for step in 0..<14 {
      let batch = task.batch(5, at: step, using: &generator)
      #expect(batch.count == 5 && batch.inputs.count == 256 * 5 && batch.targets == [])
      for sequence in sequences(batch) {
        #expect(sequence.pixels.count == 256)
        places.append(try #require(index(of: sequence, in: all)))
      }
    }
    let epochs = (0..<3).map { Array(places[$0 * 23..<($0 + 1) * 23]) }
    for epoch in epochs { #expect(epoch.sorted() == Array(0..<23)) }
    #expect(Set(epochs).count == 3)
    // Nothing is drawn, and steps may be asked for in any order.
    #expect(generator.state == SplitMix64(seed: 3).state)
    var again = try settings().sequenceTask(images)
    for step in [9, 4, 0, 13] {
      #expect(
        again.batch(5, at: step, using: &generator) == task.batch(5, at: step, using: &generator))
    }
    var other = settings()
    other.seed = 2
    var seeded = try other.sequenceTask(images)
    #expect(seeded.batch(5, at: 0, using: &generator) != task.batch(5, at: 0, using: &generator))
  }

  @Test func testImagesInOrder() throws {
    let task = try settings().sequenceTask(images)
    var generator = SplitMix64(seed: 3)
    #expect(task.testCount(of: 5) == 12)
    let all = expected(images.test)
    let found = [0..<5, 5..<10, 10..<12].flatMap {
      sequences(task.testBatch($0, using: &generator))
    }
    #expect(found.map { index(of: $0, in: all) } == Array(0..<12))
  }

  /// Training images move, by up to two pixels, as the generator decides; test images do not.
  @Test func shifted() throws {
    var settings = settings()
    var plain = try settings.sequenceTask(images)
    settings.shift = 2
    var task = try settings.sequenceTask(images)
    var generator = SplitMix64(seed: 3)
    let first = task.batch(5, at: 0, using: &generator)
    #expect(first != task.batch(5, at: 0, using: &generator))
    let still = plain.batch(5, at: 0, using: &generator)
    #expect(first.labels == still.labels)
    let side = 16
    for (moved, whole) in zip(sequences(first), sequences(still)) {
      let isShifted = (-2...2).contains { down in
        (-2...2).contains { right in
          (0..<side).allSatisfy { row in
            (0..<side).allSatisfy { column in
              let from = (row - down, column - right)
              guard (0..<side).contains(from.0), (0..<side).contains(from.1) else { return true }
              return moved.pixels[row * side + column] == whole.pixels[from.0 * side + from.1]
            }
          }
        }
      }
      #expect(isShifted)
    }
    let tested = task.testBatch(0..<5, using: &generator)
    #expect(tested == plain.testBatch(0..<5, using: &generator))
  }

  /// What is held back is tested with and not trained with.
  @Test func validation() throws {
    var settings = settings()
    settings.validation = 7
    settings.images = 10
    var task = try settings.sequenceTask(images)
    #expect(task.sequencesPerEpoch == 10 && task.testCount(of: 10_000) == 7)
    var generator = SplitMix64(seed: 3)
    let all = expected(images.train)
    let held = sequences(task.testBatch(0..<7, using: &generator))
    #expect(held.map { index(of: $0, in: all) } == Array(16..<23))
    let trained = (0..<2).flatMap { sequences(task.batch(5, at: $0, using: &generator)) }
    #expect(trained.compactMap { index(of: $0, in: all) }.sorted() == Array(0..<10))
  }

  @Test func impossible() throws {
    func failure(_ change: (inout SequenceConfiguration) -> Void) -> String? {
      var settings = settings()
      change(&settings)
      do {
        _ = try SequenceRun(settings, images: images, workspace: Workspace(threads: 1))
      } catch { return "\(error)" }
      return nil
    }
    #expect(failure { $0.hidden = 4 } == nil)
    #expect(
      failure { $0.validation = 23 }
        == "--validation: expected less than the 23 training images, found 23")
    #expect(
      failure { $0.images = 24 } == "--images: expected at most the 23 training images, found 24")
    #expect(
      failure { $0.batch = 24 } == "--batch: expected at most the 23 images to train with, found 24"
    )
    #expect(failure { $0.shift = 9 } == "--shift: expected 0...8, found 9")
    #expect(
      failure {
        $0.task = .adding
        $0.shift = 1
      } == "--shift: expected 0 for adding, which has no images, found 1")
    #expect(failure { $0.images = -1 } == "--images: expected at least 0, found -1")
    #expect(
      failure {
        $0.task = .adding
        $0.validation = 1
      } == "--validation: expected 0 for adding, which has no images, found 1")
  }
}
