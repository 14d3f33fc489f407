/// A factor of the learning rate for some of the parameters.
public struct RateGroup: Sendable, Equatable {
  /// Where the parameters are in the vector.
  public let range: Range<Int>
  /// What their learning rate is multiplied by.
  public let factor: Double

  /// A group.
  public init(_ range: Range<Int>, factor: Double) {
    self.range = range
    self.factor = factor
  }

  /// The groups in order, and between them groups with a factor of 1, so that all parameters are in
  /// one.
  ///
  /// Traps for ranges that overlap or leave `0..<count` and for factors that are negative or not
  /// finite.
  static func covering(_ count: Int, _ groups: [RateGroup]) -> [RateGroup] {
    var result: [RateGroup] = []
    var end = 0
    for group in groups.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      guard group.range.lowerBound >= end, group.range.upperBound <= count else {
        fatalError("The rate group \(group.range) overlaps another or leaves 0..<\(count)")
      }
      guard group.factor >= 0, group.factor.isFinite else {
        fatalError("The factor of the rate group \(group.range) is \(group.factor)")
      }
      if group.range.lowerBound > end {
        result.append(RateGroup(end..<group.range.lowerBound, factor: 1))
      }
      result.append(group)
      end = group.range.upperBound
    }
    if end < count { result.append(RateGroup(end..<count, factor: 1)) }
    return result
  }
}
