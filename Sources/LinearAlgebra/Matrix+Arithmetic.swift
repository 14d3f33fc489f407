extension Matrix {
  /// The matrix product, rows of the left × columns of the right, by ``BLAS``'s `gemm`.
  ///
  /// Traps where the left has another number of columns than the right has rows.
  public static func * (left: Matrix, right: Matrix) -> Matrix {
    guard left.columns == right.rows else {
      fatalError(
        "Matrix: product of \(left.rows) × \(left.columns) and \(right.rows) × \(right.columns)")
    }
    var result = Matrix(rows: left.rows, columns: right.columns, repeating: 0)
    var destination = result.elements.mutableSpan
    BLAS.gemm(
      m: left.rows, n: right.columns, k: left.columns, a: left.elements.span,
      b: right.elements.span, c: &destination)
    return result
  }

  /// The transpose, columns × rows.
  public func transposed() -> Matrix {
    requireShape(elements.count, rows: rows, columns: columns)
    let transposed = [Scalar](unsafeUninitializedCapacity: elements.count) { buffer, count in
      elements.withUnsafeBufferPointer { source in
        for j in 0..<columns {
          for i in 0..<rows {
            buffer.initializeElement(at: j * rows + i, to: source[i * columns + j])
          }
        }
      }
      count = elements.count
    }
    return Matrix(rows: columns, columns: rows, elements: transposed)
  }

  /// The largest absolute difference between elements of two matrices of one shape.
  ///
  /// It is NaN where any difference is, and 0 for empty matrices. Traps where the shapes differ.
  public func maximumAbsoluteDifference(from other: Matrix) -> Scalar {
    guard rows == other.rows, columns == other.columns else {
      fatalError(
        "Matrix: difference of \(rows) × \(columns) and \(other.rows) × \(other.columns)")
    }
    requireShape(elements.count, rows: rows, columns: columns)
    requireShape(other.elements.count, rows: rows, columns: columns)
    var largest: Scalar = 0
    for index in elements.indices {
      let difference = abs(elements[index] - other.elements[index])
      if difference.isNaN { return difference }
      largest = max(largest, difference)
    }
    return largest
  }

  /// The Frobenius norm: the root of the sum of squared elements.
  public var frobeniusNorm: Scalar { BLAS.nrm2(x: elements.span) }
}
