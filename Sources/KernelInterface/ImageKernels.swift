/// Operations on images whose channels lie side by side: `[rows, columns, channels]`, row-major.
public struct ImageKernels<Scalar>: Sendable {
  /// A read-only pointer.
  public typealias In = UnsafePointer<Scalar>
  /// A writable pointer.
  public typealias Out = UnsafeMutablePointer<Scalar>

  /// The windows of an image, one after the other: `patches[i, j, a, b, c] = image[i + a, j + b, c]`.
  ///
  /// `imageEnd` and `patchesEnd` are how far memory may be read and written; what is behind the
  /// patches is written before this returns, but not beyond the end.
  public typealias Patches =
    @Sendable (
      _ image: In, _ imageEnd: In, _ patches: Out, _ patchesEnd: Out, _ shape: PatchShape
    ) -> Void

  /// The adjoint: `image[i + a, j + b, c] += patches[i, j, a, b, c]`.
  public typealias AddPatches =
    @Sendable (_ patches: In, _ image: Out, _ shape: PatchShape) -> Void

  /// The largest of two by two pixels, and of `floor`, in one row of `pixels` results: the second row
  /// of the image is `stride` behind the first.
  public typealias MaxPool =
    @Sendable (
      _ image: In, _ stride: Int, _ pooled: Out, _ pixels: Int, _ channels: Int, _ floor: Scalar
    ) -> Void

  /// Puts the gradient in the place of the image: that of `pooled` at the first of the largest, where
  /// it is above `floor`, and else 0.
  public typealias MaxPoolPullback =
    @Sendable (
      _ image: Out, _ stride: Int, _ pooled: In, _ gradient: In, _ pixels: Int, _ channels: Int,
      _ floor: Scalar
    ) -> Void

  /// `y[i, c] = x[c]`.
  public typealias RepeatRow = @Sendable (_ x: In, _ y: Out, _ rows: Int, _ count: Int) -> Void

  /// `y[c] += Σ_i x[i, c]`.
  public typealias SumRows = @Sendable (_ x: In, _ y: Out, _ rows: Int, _ count: Int) -> Void

  /// The windows of an image.
  public let patches: Patches
  /// The adjoint of ``patches``.
  public let addPatches: AddPatches
  /// The largest of two by two pixels.
  public let maxPool: MaxPool
  /// Pullback of ``maxPool``.
  public let maxPoolPullback: MaxPoolPullback
  /// The same row again and again.
  public let repeatRow: RepeatRow
  /// The sum of rows.
  public let sumRows: SumRows

  /// Gathers the kernels of one build.
  public init(
    patches: @escaping Patches, addPatches: @escaping AddPatches, maxPool: @escaping MaxPool,
    maxPoolPullback: @escaping MaxPoolPullback, repeatRow: @escaping RepeatRow,
    sumRows: @escaping SumRows
  ) {
    self.patches = patches
    self.addPatches = addPatches
    self.maxPool = maxPool
    self.maxPoolPullback = maxPoolPullback
    self.repeatRow = repeatRow
    self.sumRows = sumRows
  }
}

/// The windows of an image `[rows, columns, channels]`, `size` by `size` pixels each, at every place
/// where they are inside.
public struct PatchShape: Sendable, Equatable {
  /// Rows of the image.
  public let rows: Int
  /// Columns of the image.
  public let columns: Int
  /// Numbers of a pixel.
  public let channels: Int
  /// Rows and columns of a window.
  public let size: Int

  /// Windows of an image. Nothing is checked.
  public init(rows: Int, columns: Int, channels: Int, size: Int) {
    self.rows = rows
    self.columns = columns
    self.channels = channels
    self.size = size
  }

  /// Rows of windows.
  public var outputRows: Int { rows - size + 1 }
  /// Windows of a row.
  public var outputColumns: Int { columns - size + 1 }
  /// How many windows there are.
  public var count: Int { outputRows * outputColumns }
  /// Scalars of a window.
  public var patchLength: Int { size * size * channels }
  /// Scalars of the image.
  public var imageLength: Int { rows * columns * channels }
}
