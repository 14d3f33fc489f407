/// A dense real matrix, row-major without gaps.
///
/// Element [i, j] is `elements[i * columns + j]`. For the functions of ``BLAS``, take
/// `matrix.elements.span` and `matrix.elements.mutableSpan`.
public struct Matrix<Scalar: BLASScalar>: Sendable, Equatable {
  /// The number of rows.
  public let rows: Int

  /// The number of columns.
  public let columns: Int

  /// The elements, row after row.
  ///
  /// They may be changed in place, but not in number: operations trap where there are not
  /// `rows * columns` elements. (An observer that checks at once would bar `mutableSpan`.)
  public var elements: [Scalar]

  /// A matrix with the given elements.
  ///
  /// Traps where a size is negative or `elements` does not hold `rows * columns` elements.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - elements: The elements, row after row.
  public init(rows: Int, columns: Int, elements: [Scalar]) {
    requireShape(elements.count, rows: rows, columns: columns)
    self.rows = rows
    self.columns = columns
    self.elements = elements
  }

  /// The element in row `i` and column `j`, both from 0; traps outside the matrix.
  @inlinable
  public subscript(i: Int, j: Int) -> Scalar {
    get { elements[offset(i, j)] }
    set { elements[offset(i, j)] = newValue }
  }

  /// Where element [i, j] is in `elements`.
  @inlinable
  func offset(_ i: Int, _ j: Int) -> Int {
    guard i >= 0, i < rows, j >= 0, j < columns else {
      trapOutside(row: i, column: j, rows: rows, columns: columns)
    }
    return i * columns + j
  }
}

/// Traps where `count` elements do not make a rows × columns matrix.
func requireShape(_ count: Int, rows: Int, columns: Int) {
  let (expected, overflow) = rows.multipliedReportingOverflow(by: columns)
  guard rows >= 0, columns >= 0, !overflow, count == expected else {
    fatalError("Matrix: \(count) elements for a \(rows) × \(columns) matrix")
  }
}
