/// A row that is added to another one, times a weight.
public struct RowTerm: Sendable, Equatable {
  /// The row to read.
  public let from: Int32
  /// The row to add to.
  public let to: Int32
  /// The factor, a whole number.
  public let weight: Int32

  /// A term from one row to another.
  public init(from: Int, to: Int, weight: Int) {
    self.from = Int32(from)
    self.to = Int32(to)
    self.weight = Int32(weight)
  }
}
