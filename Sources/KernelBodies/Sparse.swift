#if ISA_BASELINE || arch(x86_64)

  // Products with sparse matrices that have `terms` entries in each row and each column.

  /// `Σ_k weight(k)·row(k)` of rows of a panel. Four sums, as a multiply-add waits for the one before.
  @inline(__always) private func weightedSum(
    _ terms: Int, _ weight: (Int) -> Element, _ row: (Int) -> V
  ) -> V {
    var sums = InlineArray<4, V>(repeating: splat(0))
    var k = 0
    while k + 4 <= terms {
      for l in 0..<4 { sums[l] = multiplyAdd(sums[l], splat(weight(k + l)), row(k + l)) }
      k += 4
    }
    while k < terms {
      sums[0] = multiplyAdd(sums[0], splat(weight(k)), row(k))
      k += 1
    }
    return (sums[0] + sums[1]) + (sums[2] + sums[3])
  }

  @inline(__always) func panelSparseProduct(
    _ x: In, _ index: UnsafePointer<Int32>, _ weight: In, _ y: Out, _ count: Int, _ terms: Int
  ) {
    markExecuted()
    for i in 0..<count {
      let first = i * terms
      let sum = weightedSum(terms) {
        weight[first + $0]
      } _: {
        load(x + Int(index[first + $0]) * lanes)
      }
      store(sum, y + i * lanes)
    }
  }

  /// Products of as many terms as there are lanes are summed over the lanes at a time.
  @inline(__always) func panelSparsePullback(
    _ x: Out, _ dy: In, _ index: UnsafePointer<Int32>, _ inverse: UnsafePointer<Int32>,
    _ weight: In, _ weightGradient: Out, _ count: Int, _ terms: Int
  ) {
    markExecuted()
    for i in 0..<count {
      let row = load(dy + i * lanes)
      let first = i * terms
      let end = first + terms
      var t = first
      while t + lanes <= end {
        // Opaque: else LLVM moves the shuffles of the sum before the products, a part of a register each.
        let sums = rowTotals { r in opaque(load(x + Int(index[t + r]) * lanes) * row) }
        store(load(weightGradient + t) + sums, weightGradient + t)
        t += lanes
      }
      while t < end {
        weightGradient[t] += total(load(x + Int(index[t]) * lanes) * row)
        t += 1
      }
    }
    for j in 0..<count {
      let first = j * terms
      let sum = weightedSum(terms) {
        weight[Int(inverse[first + $0]) * terms + $0]
      } _: {
        load(dy + Int(inverse[first + $0]) * lanes)
      }
      store(sum, x + j * lanes)
    }
  }

  @inline(__always) func signalSparseProduct(
    _ x: In, _ index: UnsafePointer<Int32>, _ weight: In, _ y: Out, _ count: Int, _ terms: Int
  ) {
    markExecuted()
    for i in 0..<count {
      var sums = splat(0)
      var rest: Element = 0
      let end = (i + 1) * terms
      var t = i * terms
      while t + lanes <= end {
        sums = multiplyAdd(sums, load(weight + t), gather(x, index + t))
        t += lanes
      }
      while t < end {
        rest = multiplyAdd(rest, weight[t], x[Int(index[t])])
        t += 1
      }
      y[i] = total(sums) + rest
    }
  }

  @inline(__always) func signalSparsePullback(
    _ x: Out, _ dy: In, _ index: UnsafePointer<Int32>, _ inverse: UnsafePointer<Int32>,
    _ weight: In, _ weightGradient: Out, _ count: Int, _ terms: Int
  ) {
    markExecuted()
    for i in 0..<count {
      let end = (i + 1) * terms
      var t = i * terms
      while t + lanes <= end {
        let row = multiplyAdd(load(weightGradient + t), splat(dy[i]), gather(x, index + t))
        store(row, weightGradient + t)
        t += lanes
      }
      while t < end {
        weightGradient[t] = multiplyAdd(weightGradient[t], dy[i], x[Int(index[t])])
        t += 1
      }
    }
    for j in 0..<count {
      var sum: Element = 0
      for k in 0..<terms {
        let i = Int(inverse[j * terms + k])
        sum = multiplyAdd(sum, weight[i * terms + k], dy[i])
      }
      x[j] = sum
    }
  }
#endif
