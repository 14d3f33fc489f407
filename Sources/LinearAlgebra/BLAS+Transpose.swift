extension BLAS {
  /// B ← Aᵀ, by `omatcopy`, OpenBLAS's extension.
  ///
  /// - Parameters:
  ///   - rows: Rows of A, columns of B.
  ///   - columns: Columns of A, rows of B.
  ///   - source: A, rows × columns.
  ///   - destination: B, columns × rows.
  @inlinable
  public static func transpose<T: BLASScalar>(
    rows: Int, columns: Int, source: Span<T>, destination: inout MutableSpan<T>
  ) {
    let rowSize = blasSize(rows, "rows", in: "BLAS.transpose")
    let columnSize = blasSize(columns, "columns", in: "BLAS.transpose")
    requireCount(
      source.count, equals: rows * columns, "rows × columns", of: "source", in: "BLAS.transpose")
    requireCount(
      destination.count, equals: rows * columns, "rows × columns", of: "destination",
      in: "BLAS.transpose")
    // OpenBLAS takes an empty matrix for an error.
    guard rows > 0, columns > 0 else { return }
    source.withUnsafeBufferPointer { source in
      destination.withUnsafeMutableBufferPointer { destination in
        T._omatcopy(
          rows: rowSize, columns: columnSize, a: source.baseAddress, b: destination.baseAddress)
      }
    }
  }
}
