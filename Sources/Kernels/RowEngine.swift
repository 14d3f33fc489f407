import KernelInterface

/// Scratch buffers of a worker, by the part they play in a layer.
public enum RowBufferName: Int, CaseIterable, Sendable {
  /// The input as it came, kept for gradients.
  case input
  /// A signal and the low bands of its analysis.
  case analysis
  /// Wavelet coefficients of the analysis.
  case coefficients
  /// Coefficients after permutation and scaling.
  case permuted
  /// A signal and the low bands of its synthesis.
  case synthesis
  /// Gradient with respect to the output.
  case outputGradient
}

/// Rows in a buffer: those of a plan's signal, or rows that start at zero.
public struct RowPlace: Sendable {
  let buffer: RowBufferName
  /// Rows in use.
  public let count: Int
  /// The first of them, counted from the buffer's start.
  let first: Int
  /// Rows that the buffer has to have.
  let capacity: Int

  /// The signal of a plan.
  public init(_ buffer: RowBufferName, signalOf plan: TransformPlan) {
    self.buffer = buffer
    count = plan.length
    first = plan.signalRow[0]
    capacity = plan.signalRows
  }

  /// One band of a plan's coefficients.
  public init(_ buffer: RowBufferName, band: TransformPlan.Band, of plan: TransformPlan) {
    self.buffer = buffer
    count = band.count
    first = band.row
    capacity = plan.coefficientRows
  }

  /// `count` rows from the start of a buffer.
  public init(_ buffer: RowBufferName, count: Int) {
    self.buffer = buffer
    self.count = count
    first = 0
    capacity = count
  }
}

/// Some samples of a batch that are transformed together.
public struct SampleGroup: Sendable {
  /// Samples of the batch.
  public let samples: Range<Int>
  /// Side by side in a panel, or one signal.
  public let isPanel: Bool
}

/// One worker: kernels of one instruction set and buffers of rows.
///
/// Operations check every bound against the spans they are given, then run kernels on a whole
/// panel or signal. Kernels of both layouts share the buffers.
public final class RowEngine<Scalar: KernelScalar> {
  let table: KernelTable<Scalar>
  var kernels: LayoutKernels<Scalar>
  let buffers: [RowBuffer<Scalar>]
  /// Taps in the order that the convolutions take them.
  let taps = RowBuffer<Scalar>()

  init(_ table: KernelTable<Scalar>) {
    self.table = table
    kernels = table.signal
    buffers = RowBufferName.allCases.map { _ in RowBuffer() }
  }

  /// Chooses the layout for what follows.
  func select(_ group: SampleGroup) { kernels = group.isPanel ? table.panel : table.signal }

  /// The rows of a place.
  @inline(__always)
  func rows(_ place: RowPlace) -> UnsafeMutablePointer<Scalar> {
    rows(place.buffer, place.capacity) + place.first * kernels.lanes
  }

  /// Sets the rows of a place to zero from a row on.
  @inline(__always)
  func clear(_ place: RowPlace, from first: Int) {
    let lanes = kernels.lanes
    (rows(place) + first * lanes).update(repeating: 0, count: (place.count - first) * lanes)
  }

  /// At least `count` rows of a buffer. Growing discards what it held.
  @inline(__always)
  func rows(_ name: RowBufferName, _ count: Int) -> UnsafeMutablePointer<Scalar> {
    buffers[name.rawValue].scalars(count * kernels.lanes)
  }
}
