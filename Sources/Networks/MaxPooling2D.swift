public import Kernels
public import StructuredLinear

/// The largest of each two by two pixels, with a rectifier behind it or not: `max(0, ·)` of the largest
/// is the largest of `max(0, ·)`, for a quarter of the work.
///
/// ## Shapes
/// Inputs are `[batch, rows, columns, channels]`, outputs `[batch, rows/2, columns/2, channels]`.
public struct MaxPooling2D<Scalar: LayerScalar>: Sendable, Equatable {
  /// Rows of an input image.
  public let rows: Int
  /// Columns of an input image.
  public let columns: Int
  /// Numbers of a pixel.
  public let channels: Int
  /// Whether what is below zero becomes zero.
  public let rectifies: Bool

  /// Scalars of an input image.
  public var inputCount: Int { rows * columns * channels }
  /// Scalars of an output image.
  public var outputCount: Int { inputCount / 4 }

  private var floor: Scalar { rectifies ? 0 : -.infinity }

  /// A pooling. Traps for odd rows or columns and for a size below 1.
  public init(rows: Int, columns: Int, channels: Int, rectifies: Bool = false) {
    guard rows >= 2, rows.isMultiple(of: 2), columns >= 2, columns.isMultiple(of: 2), channels >= 1
    else {
      fatalError(
        "A pooling of \(rows) × \(columns) × \(channels): rows and columns have to be even")
    }
    self.rows = rows
    self.columns = columns
    self.channels = channels
    self.rectifies = rectifies
  }

  /// Pools each image.
  public func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(input.count, output.count, batch: batch)
    ImagePooling.apply(
      input, into: &output, columns: columns, channels: channels, floor: floor,
      instructionSet: workspace.instructionSet)
  }

  /// The pullback of ``apply(_:into:batch:workspace:)``.
  ///
  /// - Parameters:
  ///   - input: What was pooled; the gradient with respect to it takes its place. Of equal pixels the
  ///     first gets it, as in PyTorch.
  ///   - output: The result.
  ///   - outputGradient: Gradient of the loss with respect to the output.
  ///   - batch: Images.
  ///   - workspace: Kernels.
  public func pullback(
    _ input: inout MutableSpan<Scalar>, output: Span<Scalar>, outputGradient: Span<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    requireCounts(input.count, output.count, batch: batch)
    ImagePooling.pullback(
      &input, pooled: output, pooledGradient: outputGradient, columns: columns, channels: channels,
      floor: floor, instructionSet: workspace.instructionSet)
  }

  private func requireCounts(_ input: Int, _ output: Int, batch: Int) {
    guard batch >= 0, input == batch * inputCount, output == batch * outputCount else {
      fatalError(
        "\(input) inputs and \(output) outputs for a batch of \(batch) and a pooling of "
          + "\(inputCount) to \(outputCount)")
    }
  }
}
