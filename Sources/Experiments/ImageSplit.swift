/// Which images a run trains with and which it tests with, all normalised by the statistics of the
/// whole training set.
struct ImageSplit: Sendable {
  /// Images of which some are trained with.
  let train: ImageBatches
  /// Indices of the images to train with.
  let trainRange: Range<Int>
  /// Images of which some are tested with.
  let test: ImageBatches
  /// Indices of the images to test with.
  let testRange: Range<Int>

  /// A split.
  ///
  /// - Parameters:
  ///   - images: The set.
  ///   - validation: The last so many of the training images are not trained with but tested with, in
  ///     place of the test images.
  ///   - count: The first so many of the training images are trained with; 0 for all of them.
  /// - Throws: ``ConfigurationError`` where there are not so many.
  init(_ images: MNIST, validation: Int, count: Int) throws(ConfigurationError) {
    let all = images.train.count
    guard validation < all else {
      throw ConfigurationError(
        "--validation", expected: "less than the \(all) training images", found: "\(validation)")
    }
    let left = all - validation
    guard count <= left else {
      throw ConfigurationError(
        "--images", expected: "at most the \(left) training images", found: "\(count)")
    }
    let statistics = images.train.statistics
    train = ImageBatches(images.train, statistics: statistics)
    trainRange = 0..<(count > 0 ? count : left)
    if validation > 0 {
      test = train
      testRange = left..<all
    } else {
      test = ImageBatches(images.test, statistics: statistics)
      testRange = 0..<images.test.count
    }
  }
}
