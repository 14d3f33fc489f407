#if ISA_BASELINE || arch(x86_64)

  // Square blocks: as many registers as a register has lanes. Steps are repeated by hand, each
  // with a literal count, so that every index is known and the block stays in registers.

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

  /// Lane `i` of the result is the sum over the lanes of row `i`.
  @inline(__always) func rowTotals(_ block: Block) -> V {
    var sums = block
    if lanes >= 16 { pairwiseSums(&sums, 8) }
    if lanes >= 8 { pairwiseSums(&sums, 4) }
    if lanes >= 4 { pairwiseSums(&sums, 2) }
    pairwiseSums(&sums, 1)
    return sums[0]
  }

  @inline(__always) func pairwiseSums(_ sums: inout Block, _ count: Int) {
    for i in 0..<count {
      let (even, odd) = deinterleave(sums[2 * i], sums[2 * i + 1])
      sums[i] = even + odd
    }
  }
#endif
