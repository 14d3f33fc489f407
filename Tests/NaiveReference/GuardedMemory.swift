import Foundation

/// Scalars between guard zones, which tell whether anything was written beyond them, before a page that
/// nobody may read or write.
///
/// Until written, the scalars and the zones are NaN, so that an element that is left out, or one
/// read from outside, shows in the result too. A read whose outcome is dropped does not: so most counts
/// of scalars end where the page begins, and the first byte read behind them ends the process. Every
/// third count begins at a multiple of a register instead.
public final class GuardedMemory<Scalar: BinaryFloatingPoint & BitwiseCopyable> {
  /// Scalars between the zones.
  public let count: Int
  private let mapping: UnsafeMutableRawBufferPointer
  private let first: Int

  /// Wider than two registers of any instruction set.
  private static var zone: Int { 256 }

  /// What may be read and written.
  private var bytes: Slice<UnsafeMutableRawBufferPointer> {
    mapping[..<(mapping.count - Int(getpagesize()))]
  }
  private var end: Int { first + count * MemoryLayout<Scalar>.stride }

  /// Memory for `count` scalars, all NaN.
  public init(_ count: Int) {
    self.count = count
    let page = Int(getpagesize())
    let size = count * MemoryLayout<Scalar>.stride
    let readable = (Self.zone + size + page - 1) / page * page
    let start = mmap(
      nil, readable + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)!
    guard start != MAP_FAILED, mprotect(start + readable, page, PROT_NONE) == 0 else {
      fatalError("No memory for \(count) scalars")
    }
    mapping = UnsafeMutableRawBufferPointer(start: start, count: readable + page)
    first = count % 3 == 0 ? (readable - size) / 64 * 64 : readable - size
    // All bits set is a NaN in every format.
    memset(start, 0xff, readable)
  }

  /// Memory that holds numbers.
  public convenience init(_ numbers: [Double]) {
    self.init(numbers.count)
    for (i, number) in converted(numbers, to: Scalar.self).enumerated() { start[i] = number }
  }

  deinit { munmap(mapping.baseAddress!, mapping.count) }

  /// The first scalar.
  public var start: UnsafeMutablePointer<Scalar> {
    (mapping.baseAddress! + first).assumingMemoryBound(to: Scalar.self)
  }

  /// The scalars.
  public var scalars: [Scalar] { Array(UnsafeBufferPointer(start: start, count: count)) }

  /// The scalars in Double.
  public var numbers: [Double] { doubles(scalars) }

  /// Whether nothing was written into the zones.
  public var isIntact: Bool {
    bytes[..<first].suffix(Self.zone).allSatisfy { $0 == 0xff }
      && bytes[end...].allSatisfy { $0 == 0xff }
  }

  /// Calls `body` with the scalars as a span.
  public func withSpan(_ body: (inout MutableSpan<Scalar>) -> Void) {
    var span = MutableSpan(
      _unsafeElements: UnsafeMutableBufferPointer(start: start, count: count))
    body(&span)
  }
}
