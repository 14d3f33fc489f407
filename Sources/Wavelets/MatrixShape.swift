/// Rows and columns of a row-major matrix.
public struct MatrixShape: Sendable, Hashable, CustomStringConvertible {
  /// Rows.
  public let rows: Int
  /// Columns.
  public let columns: Int

  /// A shape. Traps for negative sizes.
  public init(rows: Int, columns: Int) {
    guard rows >= 0, columns >= 0 else { fatalError("A matrix of \(rows) × \(columns)") }
    self.rows = rows
    self.columns = columns
  }

  /// Elements of a matrix.
  public var count: Int { rows * columns }

  /// As in "3 × 5".
  public var description: String { "\(rows) × \(columns)" }
}

/// Which way the signals lie in a matrix.
public enum MatrixAxis: String, CaseIterable, Sendable {
  /// Each row is a signal: NumPy's axis 1.
  case rows
  /// Each column is a signal: NumPy's axis 0.
  case columns
}
