#if ISA_BASELINE || arch(x86_64)

  @inline(__always) func repeatRow(_ x: In, _ y: Out, _ rows: Int, _ count: Int) {
    markExecuted()
    for row in 0..<rows {
      let to = y + row * count
      if count < lanes {
        for i in 0..<count { to[i] = x[i] }
      } else {
        forEachOverlapping(count) { store(load(x + $0), to + $0) }
      }
    }
  }

  /// Four sums in turns, so that additions need not wait for each other.
  @inline(__always) func sumRows(_ x: In, _ y: Out, _ rows: Int, _ count: Int) {
    markExecuted()
    forEachPiece(count) { at, size in
      var sums = (splat(0), splat(0), splat(0), splat(0))
      var p = x + at
      for _ in 0..<rows / 4 {
        sums.0 += load(p, size)
        sums.1 += load(p + count, size)
        sums.2 += load(p + 2 * count, size)
        sums.3 += load(p + 3 * count, size)
        p += 4 * count
      }
      for _ in 0..<rows % 4 {
        sums.0 += load(p, size)
        p += count
      }
      let sum = (sums.0 + sums.1) + (sums.2 + sums.3)
      store(load(y + at, size) + sum, y + at, size)
    }
  }
#endif
