#if ISA_BASELINE || arch(x86_64)

  // Products with few rows, C[i, j] (+)= Σ_k A[i, k]·B[k, j], in tiles of some rows by two registers
  // of columns that stay in registers. Nothing is packed here, so that a B for many products may be
  // packed once: into blocks of two registers' columns, `bBlock` apart, whose rows are `bRow` apart.
  // Columns that do not fill a block are the end of a last one that overlaps the one before; where all
  // columns are fewer than a block's, a packed B is filled up, and may be read to its full width.

  /// The most rows of a tile: two accumulators for each, two registers of B and one of A. With more
  /// than ten the compiler keeps accumulators in memory, whatever the number of registers.
  #if ISA_AVX512
    @inline(__always) var tileRows: Int { 10 }
    typealias Tile = InlineArray<10, V>
  #else
    @inline(__always) var tileRows: Int { 6 }
    typealias Tile = InlineArray<6, V>
  #endif

  /// One tile. `rows` is a constant, so that the loops over it are unrolled. What has been added to
  /// before, the first `overlap` columns, gets nothing.
  @inline(__always) func productTile(
    _ rows: Int, _ a: In, _ aRow: Int, _ aColumn: Int, _ b: In, _ bRow: Int, _ c: Out, _ cRow: Int,
    _ inner: Int, _ adding: Bool, _ overlap: Int
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
    if adding && overlap > 0 {
      let lowMask = laneMask(min(overlap, lanes)..<lanes)
      let highMask = laneMask(overlap - lanes..<lanes)
      for i in 0..<rows {
        low[i] = masked(low[i], lowMask)
        high[i] = masked(high[i], highMask)
      }
    }
    for i in 0..<rows {
      let row = c + i * cRow
      store(adding ? load(row) + low[i] : low[i], row)
      store(adding ? load(row + lanes) + high[i] : high[i], row + lanes)
    }
  }

  /// Columns that do not fill two registers, row by row.
  @inline(__always) func productRest(
    _ rows: Int, _ a: In, _ aRow: Int, _ aColumn: Int, _ b: In, _ bRow: Int, _ isPacked: Bool,
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
        low = multiplyAdd(low, factor, load(p, isPacked ? lanes : first))
        high = multiplyAdd(high, factor, load(p + lanes, isPacked ? lanes : second))
      }
      let row = c + i * cRow
      store(adding ? load(row, first) + low : low, row, first)
      store(adding ? load(row + lanes, second) + high : high, row + lanes, second)
    }
  }

  @inline(__always) func product(
    _ a: In, _ aRow: Int, _ aColumn: Int, _ b: In, _ bRow: Int, _ bBlock: Int, _ isPacked: Bool,
    _ c: Out, _ rows: Int, _ inner: Int, _ columns: Int, _ adding: Bool
  ) {
    markExecuted()
    let tiles = (rows + tileRows - 1) / tileRows
    let width = 2 * lanes
    if columns < width {
      productRest(
        rows, a, aRow, aColumn, b, bRow, isPacked, c, columns, inner, columns, adding)
      return
    }
    for block in 0..<(columns + width - 1) / width {
      let start = min(block * width, columns - width)
      let overlap = block * width - start
      let from = b + (isPacked ? block * bBlock : start)
      for tile in 0..<tiles {
        let row = tile * rows / tiles
        let x = a + row * aRow
        let to = c + (row * columns + start)
        @inline(__always) func multiply(_ rows: Int) {
          productTile(rows, x, aRow, aColumn, from, bRow, to, columns, inner, adding, overlap)
        }
        switch (tile + 1) * rows / tiles - row {
        case 1: multiply(1)
        case 2: multiply(2)
        case 3: multiply(3)
        case 4: multiply(4)
        case 5: multiply(5)
        #if ISA_AVX512
          case 7: multiply(7)
          case 8: multiply(8)
          case 9: multiply(9)
          case 10: multiply(10)
        #endif
        default: multiply(6)
        }
      }
    }
  }
#endif
