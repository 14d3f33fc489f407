#if ISA_BASELINE || arch(x86_64)

  // Square blocks: as many registers as a register has lanes.

  /// Rows become columns, by perfect shuffles: each step interleaves a row of the upper half with
  /// one of the lower half, which rotates the row index into the lane index by one bit.
  @inline(__always) func transpose(_ block: inout Block) {
    transposeStep(&block)
    if lanes >= 4 { transposeStep(&block) }
    if lanes >= 8 { transposeStep(&block) }
    if lanes >= 16 { transposeStep(&block) }
  }

  @inline(__always) func transposeStep(_ block: inout Block) {
    let old = block
    for i in 0..<lanes / 2 {
      (block[2 * i], block[2 * i + 1]) = interleave(old[i], old[i + lanes / 2])
    }
  }

  /// Lane `i` of the result is the sum over the lanes of row `i`, which `row` computes.
  ///
  /// Sums are taken as soon as two rows are there, so that few of them are in registers at a time.
  @inline(__always) func rowTotals(_ row: (Int) -> V) -> V {
    #if ISA_AVX512 && SCALAR_FLOAT
      addPairs(eightTotals(0, row), eightTotals(8, row), 8)
    #elseif (ISA_AVX512 && SCALAR_DOUBLE) || (ISA_AVX2 && SCALAR_FLOAT)
      eightTotals(0, row)
    #elseif (ISA_AVX2 && SCALAR_DOUBLE) || (ISA_BASELINE && SCALAR_FLOAT)
      fourTotals(0, row)
    #else
      addPairs(row(0), row(1), 1)
    #endif
  }

  @inline(__always) private func eightTotals(_ i: Int, _ row: (Int) -> V) -> V {
    addPairs(fourTotals(i, row), fourTotals(i + 4, row), 4)
  }

  @inline(__always) private func fourTotals(_ i: Int, _ row: (Int) -> V) -> V {
    addPairs(addPairs(row(i), row(i + 1), 1), addPairs(row(i + 2), row(i + 3), 1), 2)
  }

  /// The sum of all lanes, pairwise.
  @inline(__always) func total(_ v: V) -> Element {
    var sums = addPairs(v, v, 1)
    if lanes >= 4 { sums = addPairs(sums, sums, 2) }
    if lanes >= 8 { sums = addPairs(sums, sums, 4) }
    if lanes >= 16 { sums = addPairs(sums, sums, 8) }
    return sums[0]
  }
#endif
