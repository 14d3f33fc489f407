import KernelInterface

/// Scratch buffers of a worker, by the part they play in a layer.
public enum RowBufferName: Int, CaseIterable, Sendable {
  /// A signal and the low bands of its analysis.
  case analysis
  /// Wavelet coefficients of the analysis.
  case coefficients
  /// Coefficients after permutation and scaling.
  case permuted
  /// A signal and the low bands of its synthesis.
  case synthesis
  /// Coefficients after permutation alone.
  case gathered
}

/// Rows of a buffer.
public struct RowPlace: Sendable {
  let buffer: RowBufferName
  /// Rows in use.
  public let count: Int
  /// Rows that the buffer has to have.
  let capacity: Int

  /// The signal of a plan; its lower levels follow it.
  public init(_ buffer: RowBufferName, signalOf plan: TransformPlan) {
    self.init(buffer, count: plan.length, capacity: plan.signalRows)
  }

  /// The coefficients of a plan, in flat order.
  public init(_ buffer: RowBufferName, coefficientsOf plan: TransformPlan) {
    self.init(buffer, count: plan.coefficientCount)
  }

  /// `count` rows from the start of a buffer.
  public init(_ buffer: RowBufferName, count: Int) {
    self.init(buffer, count: count, capacity: count)
  }

  private init(_ buffer: RowBufferName, count: Int, capacity: Int) {
    self.buffer = buffer
    self.count = count
    self.capacity = capacity
  }
}

/// Some samples of a batch that are transformed together.
public struct SampleGroup: Sendable {
  /// Samples of the batch.
  public let samples: Range<Int>
  /// Side by side in a panel, or one signal.
  public let isPanel: Bool

  /// Where the group's samples are in a row-major batch of samples of `count` scalars.
  public func elements(of count: Int) -> Range<Int> {
    samples.lowerBound * count..<samples.upperBound * count
  }
}

/// The kernels of one layout behind a single reference: one to count where many are called.
final class Layout<Scalar: KernelScalar>: Sendable {
  let kernels: LayoutKernels<Scalar>

  init(_ kernels: LayoutKernels<Scalar>) { self.kernels = kernels }
}

/// One worker: kernels of one instruction set and buffers of rows.
///
/// Operations check every bound against the spans they are given, then run kernels on a whole
/// panel or signal. Kernels of both layouts share the buffers.
public final class RowEngine<Scalar: KernelScalar> {
  let table: KernelTable<Scalar>
  private let panel: Layout<Scalar>
  private let signal: Layout<Scalar>
  /// The layout of the rows.
  private(set) var layout: Layout<Scalar>
  /// Whether rows are a panel's.
  var isPanel: Bool { layout === panel }
  let buffers: [RowBuffer<Scalar>]
  /// Taps in the order that the convolutions take them.
  let taps = RowBuffer<Scalar>()
  /// Gradients of taps.
  let sums = RowBuffer<Scalar>()
  /// Rows beyond the ends of signals and bands.
  let edges = RowBuffer<Scalar>()

  init(_ table: KernelTable<Scalar>) {
    self.table = table
    panel = Layout(table.panel)
    signal = Layout(table.signal)
    layout = signal
    buffers = RowBufferName.allCases.map { _ in RowBuffer() }
  }

  var kernels: LayoutKernels<Scalar> {
    @inline(__always) get { layout.kernels }
  }

  /// Chooses the layout for what follows.
  func select(_ group: SampleGroup) { layout = group.isPanel ? panel : signal }

  /// The rows of a place.
  @inline(__always)
  func rows(_ place: RowPlace) -> UnsafeMutablePointer<Scalar> {
    rows(place.buffer, place.capacity)
  }

  /// Sets the rows of a place to zero from a row on.
  @inline(__always)
  func clear(_ place: RowPlace, from first: Int) {
    if first == place.count { return }
    let lanes = kernels.lanes
    (rows(place) + first * lanes).update(repeating: 0, count: (place.count - first) * lanes)
  }

  /// At least `count` rows of a buffer. Growing discards what it held.
  @inline(__always)
  func rows(_ name: RowBufferName, _ count: Int) -> UnsafeMutablePointer<Scalar> {
    buffers[name.rawValue].scalars(count * kernels.lanes)
  }
}
