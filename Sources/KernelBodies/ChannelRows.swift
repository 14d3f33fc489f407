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

  @inline(__always) func sumRows(_ x: In, _ y: Out, _ rows: Int, _ count: Int) {
    markExecuted()
    if count < lanes {
      let sum = sumOfRows(rows) { load(x + $0 * count, count) }
      store(load(y, count) + sum, y, count)
      return
    }
    var end = splat(0)
    forEachRegister(
      count, last: { at in end = load(y + at) + sumOfRows(rows) { load(x + ($0 * count + at)) } },
      { at in store(load(y + at) + sumOfRows(rows) { load(x + ($0 * count + at)) }, y + at) },
      end: { at in store(end, y + at) })
  }

  /// Four sums in turns, so that additions need not wait for each other.
  @_transparent func sumOfRows(_ rows: Int, _ row: (Int) -> V) -> V {
    var sums = (splat(0), splat(0), splat(0), splat(0))
    let whole = rows & ~3
    var i = 0
    while i < whole {
      sums.0 += row(i)
      sums.1 += row(i + 1)
      sums.2 += row(i + 2)
      sums.3 += row(i + 3)
      i += 4
    }
    while i < rows {
      sums.0 += row(i)
      i += 1
    }
    return (sums.0 + sums.1) + (sums.2 + sums.3)
  }
#endif
