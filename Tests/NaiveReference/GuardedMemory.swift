/// Scalars between two guard zones, which tell whether anything was written beyond them.
///
/// Until written, the scalars and the zones are NaN, so that an element that is left out, or one
/// read from outside, shows in the result too.
public final class GuardedMemory<Scalar: BinaryFloatingPoint & BitwiseCopyable> {
  /// Scalars between the zones.
  public let count: Int
  private let bytes: UnsafeMutableRawBufferPointer

  /// Wider than two registers of any instruction set.
  private static var zone: Int { 256 }

  /// Memory for `count` scalars, all NaN.
  public init(_ count: Int) {
    self.count = count
    bytes = .allocate(
      byteCount: count * MemoryLayout<Scalar>.stride + 2 * Self.zone, alignment: 64)
    // All bits set is a NaN in every format.
    for i in bytes.indices { bytes[i] = 0xff }
  }

  /// Memory that holds numbers.
  public convenience init(_ numbers: [Double]) {
    self.init(numbers.count)
    for (i, number) in converted(numbers, to: Scalar.self).enumerated() { start[i] = number }
  }

  deinit { bytes.deallocate() }

  /// The first scalar.
  public var start: UnsafeMutablePointer<Scalar> {
    (bytes.baseAddress! + Self.zone).assumingMemoryBound(to: Scalar.self)
  }

  /// The scalars.
  public var scalars: [Scalar] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// The scalars in Double.
  public var numbers: [Double] { doubles(scalars) }

  /// Whether nothing was written into the zones.
  public var isIntact: Bool {
    bytes.prefix(Self.zone).allSatisfy { $0 == 0xff }
      && bytes.suffix(Self.zone).allSatisfy { $0 == 0xff }
  }

  /// Calls `body` with the scalars as a span.
  public func withSpan(_ body: (inout MutableSpan<Scalar>) -> Void) {
    var span = MutableSpan(
      _unsafeElements: UnsafeMutableBufferPointer(start: start, count: count))
    body(&span)
  }
}
