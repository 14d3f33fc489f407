#if ISA_BASELINE || arch(x86_64)

  // Products with few rows, C[i, j] (+)= Σ_k A[i, k]·B[k, j], in tiles of some rows by two registers
  // of columns that stay in registers. Nothing is packed here, so that a B for many products may be
  // packed once: into blocks of two registers' columns, `bBlock` apart, whose rows are `bRow` apart.
  // Where B is padded, its last block may be read to its full width.

  /// The most rows of a tile: two accumulators for each, two registers of B and one of A. With more
  /// than ten the compiler keeps accumulators in memory, whatever the number of registers.
  #if ISA_AVX512
    @inline(__always) var tileRows: Int { 10 }
    typealias Tile = InlineArray<10, V>
  #else
    @inline(__always) var tileRows: Int { 6 }
    typealias Tile = InlineArray<6, V>
  #endif

  /// One tile. `rows` is a constant, so that the loops over it are unrolled.
  @inline(__always) func productTile(
    _ rows: Int, _ a: In, _ aRow: Int, _ aColumn: Int, _ b: In, _ bRow: Int, _ c: Out, _ cRow: Int,
    _ inner: Int, _ adding: Bool
  ) {
    var low = Tile { _ in splat(0) }
    var high = Tile { _ in splat(0) }
    var a = a
    var b = b
    for _ in 0..<inner {
      let first = load(b)
      let second = load(b + lanes)
      for i in 0..<rows {
        let factor = splat(a[i * aRow])
        low[i] = multiplyAdd(low[i], factor, first)
        high[i] = multiplyAdd(high[i], factor, second)
      }
      a += aColumn
      b += bRow
    }
    for i in 0..<rows {
      let row = c + i * cRow
      store(adding ? load(row) + low[i] : low[i], row)
      store(adding ? load(row + lanes) + high[i] : high[i], row + lanes)
    }
  }

  /// The columns that do not fill two registers, row by row.
  @inline(__always) func productRest(
    _ rows: Int, _ a: In, _ aRow: Int, _ aColumn: Int, _ b: In, _ bRow: Int, _ isPadded: Bool,
    _ c: Out, _ cRow: Int, _ inner: Int, _ columns: Int, _ adding: Bool
  ) {
    let first = min(lanes, columns)
    let second = columns - first
    for i in 0..<rows {
      var low = splat(0)
      var high = splat(0)
      for k in 0..<inner {
        let factor = splat(a[i * aRow + k * aColumn])
        let p = b + k * bRow
        low = multiplyAdd(low, factor, load(p, isPadded ? lanes : first))
        high = multiplyAdd(high, factor, load(p + lanes, isPadded ? lanes : second))
      }
      let row = c + i * cRow
      store(adding ? load(row, first) + low : low, row, first)
      store(adding ? load(row + lanes, second) + high : high, row + lanes, second)
    }
  }

  @inline(__always) func product(
    _ a: In, _ aRow: Int, _ aColumn: Int, _ b: In, _ bRow: Int, _ bBlock: Int, _ isPadded: Bool,
    _ c: Out, _ rows: Int, _ inner: Int, _ columns: Int, _ adding: Bool
  ) {
    markExecuted()
    let tiles = (rows + tileRows - 1) / tileRows
    let width = 2 * lanes
    let whole = columns / width
    for block in 0..<whole {
      let from = b + block * bBlock
      for tile in 0..<tiles {
        let start = tile * rows / tiles
        let x = a + start * aRow
        let to = c + (start * columns + block * width)
        switch (tile + 1) * rows / tiles - start {
        case 1: productTile(1, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
        case 2: productTile(2, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
        case 3: productTile(3, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
        case 4: productTile(4, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
        case 5: productTile(5, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
        #if ISA_AVX512
          case 7: productTile(7, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
          case 8: productTile(8, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
          case 9: productTile(9, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
          case 10: productTile(10, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
        #endif
        default: productTile(6, x, aRow, aColumn, from, bRow, to, columns, inner, adding)
        }
      }
    }
    if whole * width < columns {
      productRest(
        rows, a, aRow, aColumn, b + whole * bBlock, bRow, isPadded, c + whole * width, columns,
        inner, columns - whole * width, adding)
    }
  }
#endif
