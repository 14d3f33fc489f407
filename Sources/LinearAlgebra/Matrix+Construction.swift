extension Matrix {
  /// A matrix whose elements all have one value.
  ///
  /// Traps where a size is negative.
  ///
  /// - Parameters:
  ///   - rows: The number of rows.
  ///   - columns: The number of columns.
  ///   - value: The value of every element.
  public init(rows: Int, columns: Int, repeating value: Scalar) {
    let (count, overflow) = rows.multipliedReportingOverflow(by: columns)
    guard rows >= 0, columns >= 0, !overflow else {
      fatalError("Matrix: sizes \(rows) × \(columns)")
    }
    self.init(rows: rows, columns: columns, elements: Array(repeating: value, count: count))
  }

  /// A matrix from its rows, which must have one length; no rows make a 0 × 0 matrix.
  public init(_ rows: [[Scalar]]) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() where row.count != columns {
      fatalError("Matrix: row \(index) has \(row.count) elements, row 0 has \(columns)")
    }
    self.init(rows: rows.count, columns: columns, elements: rows.flatMap { $0 })
  }

  /// The identity matrix with `order` rows and columns.
  public static func identity(_ order: Int) -> Matrix {
    var result = Matrix(rows: order, columns: order, repeating: 0)
    for i in 0..<order { result[i, i] = 1 }
    return result
  }

  /// The square matrix with `values` on its diagonal and zeros elsewhere.
  public static func diagonal(_ values: [Scalar]) -> Matrix {
    var result = Matrix(rows: values.count, columns: values.count, repeating: 0)
    for i in values.indices { result[i, i] = values[i] }
    return result
  }
}
