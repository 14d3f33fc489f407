/// A row, or the difference of two, that is added to another one, times a weight.
public struct RowTerm: Sendable, Equatable {
  /// The row to read.
  public let from: Int32
  /// The row to subtract from it; negative for none.
  public let minus: Int32
  /// The row to add to.
  public let to: Int32
  /// The factor, a whole number.
  public let weight: Int32

  /// A term from one row, or from two, to another.
  public init(from: Int, minus: Int? = nil, to: Int, weight: Int) {
    self.from = Int32(from)
    self.minus = Int32(minus ?? -1)
    self.to = Int32(to)
    self.weight = Int32(weight)
  }
}
