import Networks
import StructuredLinear

/// Images read as sequences, one normalised pixel a step, row by row; the class is to be said after
/// the last one (Le, Jaitly and Hinton 2015).
///
/// Training sequences are those of one epoch after the other, each in an order of its own; an epoch may
/// end within a batch. The test is all test images, or those that are held back, once and in order.
struct PixelTask: SequenceTask {
  let steps: Int
  var inputCount: Int { 1 }
  var outputCount: Int { LabelledImages.classCount }
  var reading: RecurrentNetwork<Float>.Reading { .last }
  var answersPerSequence: Int { 1 }

  private let split: ImageSplit
  private let shift: Int
  private var order: EpochOrder

  /// A task of a set's images, in orders of a seed; those to train with are shifted by up to `shift`
  /// pixels each way.
  init(_ split: ImageSplit, shift: Int, seed: UInt64) {
    self.split = split
    self.shift = shift
    steps = split.train.imageCount
    order = EpochOrder(split.trainRange, seed: seed)
  }

  var sequencesPerEpoch: Int? { split.trainRange.count }

  mutating func batch(
    _ count: Int, at step: Int, using generator: inout SplitMix64
  ) -> SequenceBatch {
    let length = split.trainRange.count
    var indices: [Int] = []
    for place in step * count..<(step + 1) * count {
      indices.append(order(place / length)[place % length])
    }
    return Self.batch(of: split.train, indices, shiftedBy: shift, using: &generator)
  }

  func testCount(of asked: Int) -> Int { split.testRange.count }

  func testBatch(_ places: Range<Int>, using generator: inout SplitMix64) -> SequenceBatch {
    let indices = places.map { split.testRange.lowerBound + $0 }
    return Self.batch(of: split.test, indices, shiftedBy: 0, using: &generator)
  }

  /// Images with a step's pixels side by side.
  private static func batch(
    of images: ImageBatches, _ indices: [Int], shiftedBy shift: Int,
    using generator: inout SplitMix64
  ) -> SequenceBatch {
    var pixels: [Float] = []
    var labels: [Int] = []
    images.write(
      indices, shiftedBy: shift, to: &pixels, labels: &labels, using: &generator)
    let (count, steps) = (indices.count, images.imageCount)
    var inputs = [Float](repeating: 0, count: pixels.count)
    for sample in 0..<count {
      for step in 0..<steps { inputs[step * count + sample] = pixels[sample * steps + step] }
    }
    return SequenceBatch(count: count, inputs: inputs, labels: labels)
  }

  func loss(
    _ outputs: Span<Float>, of batch: SequenceBatch, gradient: inout MutableSpan<Float>
  ) -> Double {
    Loss.crossEntropy(
      outputs, labels: batch.labels.span, classes: outputCount, gradient: &gradient)
  }

  func loss(_ outputs: Span<Float>, of batch: SequenceBatch) -> Double {
    Loss.crossEntropy(outputs, labels: batch.labels.span, classes: outputCount)
  }

  func rightAnswers(_ outputs: Span<Float>, of batch: SequenceBatch) -> Int {
    Loss.correctCount(outputs, labels: batch.labels.span, classes: outputCount)
  }
}
