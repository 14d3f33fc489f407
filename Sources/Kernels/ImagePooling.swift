public import KernelInterface

/// The largest of each two by two pixels of images whose channels lie side by side,
/// `[rows, columns, channels]`; the rows of several images may follow each other.
///
/// What is not above a floor becomes the floor: at −∞ this is pooling alone, at 0 pooling with a
/// rectifier behind it. A NaN at the first of the four stays one.
public enum ImagePooling {
  /// `pooled[i, j, c]` is the largest of `images[2i…2i + 1, 2j…2j + 1, c]` and the floor.
  ///
  /// - Parameters:
  ///   - images: `[rows, columns, channels]`.
  ///   - pooled: Receives `[rows/2, columns/2, channels]`.
  ///   - columns: Pixels of a row of the images, an even number.
  ///   - channels: Numbers of a pixel.
  ///   - floor: The least result.
  ///   - instructionSet: Which kernels run.
  public static func apply<Scalar: KernelScalar>(
    _ images: Span<Scalar>, into pooled: inout MutableSpan<Scalar>, columns: Int, channels: Int,
    floor: Scalar = -.infinity, instructionSet: InstructionSet = .current
  ) {
    let rows = requireRows(images.count, pooled.count, pooled.count, columns, channels)
    let kernel = Scalar.kernels(for: instructionSet).image.maxPool
    let length = columns * channels
    images.withUnsafeBufferPointer { images in
      pooled.withUnsafeMutableBufferPointer { pooled in
        guard let from = images.baseAddress, let to = pooled.baseAddress else { return }
        for row in 0..<rows {
          kernel(
            from + 2 * row * length, length, to + row * length / 2, columns / 2, channels, floor)
        }
      }
    }
  }

  /// The pullback of ``apply(_:into:columns:channels:floor:instructionSet:)``.
  ///
  /// - Parameters:
  ///   - images: What was pooled; the gradient with respect to it takes its place. Of equal pixels the
  ///     first gets it, and none where the result is the floor.
  ///   - pooled: The result.
  ///   - pooledGradient: The gradient with respect to the result.
  ///   - columns: Pixels of a row of the images.
  ///   - channels: Numbers of a pixel.
  ///   - floor: The least result.
  ///   - instructionSet: Which kernels run.
  public static func pullback<Scalar: KernelScalar>(
    _ images: inout MutableSpan<Scalar>, pooled: Span<Scalar>, pooledGradient: Span<Scalar>,
    columns: Int, channels: Int, floor: Scalar = -.infinity,
    instructionSet: InstructionSet = .current
  ) {
    let rows = requireRows(images.count, pooled.count, pooledGradient.count, columns, channels)
    let kernel = Scalar.kernels(for: instructionSet).image.maxPoolPullback
    let length = columns * channels
    images.withUnsafeMutableBufferPointer { images in
      pooled.withUnsafeBufferPointer { pooled in
        pooledGradient.withUnsafeBufferPointer { gradient in
          guard let to = images.baseAddress, let result = pooled.baseAddress,
            let from = gradient.baseAddress
          else { return }
          for row in 0..<rows {
            let start = row * length / 2
            kernel(
              to + 2 * row * length, length, result + start, from + start, columns / 2, channels,
              floor)
          }
        }
      }
    }
  }

  /// Rows of the result.
  private static func requireRows(
    _ images: Int, _ pooled: Int, _ gradient: Int, _ columns: Int, _ channels: Int
  ) -> Int {
    require(
      channels >= 1 && columns >= 2 && columns.isMultiple(of: 2)
        && images.isMultiple(of: 2 * columns * channels) && images == 4 * pooled
        && gradient == pooled,
      "\(images) scalars of pixels, \(pooled) of pooled ones and \(gradient) of their gradient for "
        + "rows of \(columns) × \(channels): an even number of rows and of columns")
    return images / (2 * columns * channels)
  }
}
