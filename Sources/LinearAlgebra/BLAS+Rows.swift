extension BLAS {
  /// A ← diag(d) A: multiplies row `i` by `factors[i]`.
  ///
  /// - Parameters:
  ///   - factors: d, `rows` elements.
  ///   - rows: Rows of A.
  ///   - columns: Columns of A.
  ///   - a: A, rows × columns.
  @inlinable
  public static func scaleRows<T: BLASScalar>(
    by factors: Span<T>, rows: Int, columns: Int, a: inout MutableSpan<T>
  ) {
    _ = blasSize(rows, "rows", in: "BLAS.scaleRows")
    let size = blasSize(columns, "columns", in: "BLAS.scaleRows")
    requireCount(factors.count, equals: rows, "rows", of: "factors", in: "BLAS.scaleRows")
    requireCount(a.count, equals: rows * columns, "rows × columns", of: "a", in: "BLAS.scaleRows")
    a.withUnsafeMutableBufferPointer { a in
      guard let start = a.baseAddress else { return }
      for row in 0..<rows {
        T._scal(n: size, alpha: factors[row], x: start + row * columns, stride: 1)
      }
    }
  }

  /// A ← A diag(d): multiplies column `j` by `factors[j]`.
  ///
  /// - Parameters:
  ///   - factors: d, `columns` elements.
  ///   - rows: Rows of A.
  ///   - columns: Columns of A.
  ///   - a: A, rows × columns.
  @inlinable
  public static func scaleColumns<T: BLASScalar>(
    by factors: Span<T>, rows: Int, columns: Int, a: inout MutableSpan<T>
  ) {
    _ = blasSize(rows, "rows", in: "BLAS.scaleColumns")
    let stride = blasSize(columns, "columns", in: "BLAS.scaleColumns")
    requireCount(factors.count, equals: columns, "columns", of: "factors", in: "BLAS.scaleColumns")
    requireCount(
      a.count, equals: rows * columns, "rows × columns", of: "a", in: "BLAS.scaleColumns")
    // Neighbouring columns share cache lines: in blocks of rows the lines of one column are
    // still in the cache when its neighbour comes. No more rows than a small cache has ways,
    // as with a power of two of columns all the lines of a block fall into one set.
    let rowsPerBlock = 8
    a.withUnsafeMutableBufferPointer { a in
      guard let start = a.baseAddress else { return }
      for first in Swift.stride(from: 0, to: rows, by: rowsPerBlock) {
        let size = Int32(min(rowsPerBlock, rows - first))
        for column in 0..<columns {
          T._scal(
            n: size, alpha: factors[column], x: start + first * columns + column, stride: stride)
        }
      }
    }
  }

  /// B ← P A: row `i` of the destination is row `order[i]` of the source.
  ///
  /// - Parameters:
  ///   - order: A permutation of `0..<rows`; anything else traps.
  ///   - rows: Rows of A and B.
  ///   - columns: Columns of A and B.
  ///   - source: A, rows × columns.
  ///   - destination: B, rows × columns.
  @inlinable
  public static func permuteRows<T: BLASScalar>(
    by order: Span<Int>, rows: Int, columns: Int, source: Span<T>,
    destination: inout MutableSpan<T>
  ) {
    _ = blasSize(rows, "rows", in: "BLAS.permuteRows")
    let size = blasSize(columns, "columns", in: "BLAS.permuteRows")
    requireCount(order.count, equals: rows, "rows", of: "order", in: "BLAS.permuteRows")
    requireCount(
      source.count, equals: rows * columns, "rows × columns", of: "source", in: "BLAS.permuteRows")
    requireCount(
      destination.count, equals: rows * columns, "rows × columns", of: "destination",
      in: "BLAS.permuteRows")
    requirePermutation(order)
    source.withUnsafeBufferPointer { source in
      destination.withUnsafeMutableBufferPointer { destination in
        guard let from = source.baseAddress, let to = destination.baseAddress else { return }
        for row in 0..<rows {
          T._copy(n: size, x: from + order[row] * columns, y: to + row * columns)
        }
      }
    }
  }
}

/// Traps where `order` is not a permutation of its indices.
@usableFromInline
func requirePermutation(_ order: Span<Int>) {
  var seen = [Bool](repeating: false, count: order.count)
  for index in order.indices {
    let row = order[index]
    guard seen.indices.contains(row) else {
      fatalError("BLAS.permuteRows: order[\(index)] is \(row), but there are \(seen.count) rows")
    }
    guard !seen[row] else {
      fatalError("BLAS.permuteRows: order[\(index)] is \(row), which occurs before")
    }
    seen[row] = true
  }
}
