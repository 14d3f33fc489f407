#if ISA_BASELINE || arch(x86_64)
  import KernelInterface

  /// `y[i] = x[index[i]]` over panels, or zero where the index is negative.
  @inline(__always) func panelCopyRows(
    _ x: In, _ index: UnsafePointer<Int32>, _ y: Out, _ count: Int
  ) {
    markExecuted()
    for i in 0..<count {
      let row = Int(index[i])
      store(row < 0 ? splat(0) : load(x + row * lanes), y + i * lanes)
    }
  }

  @inline(__always) func signalCopyRows(
    _ x: In, _ index: UnsafePointer<Int32>, _ y: Out, _ count: Int
  ) {
    markExecuted()
    for i in 0..<count { y[i] = index[i] < 0 ? 0 : x[Int(index[i])] }
  }

  /// `y[t.to] += t.weight·(x[t.from] − x[t.minus])` over panels; without the second row where its index
  /// is negative.
  @inline(__always) func panelAddRows(
    _ x: In, _ terms: UnsafePointer<RowTerm>, _ count: Int, _ y: Out
  ) {
    markExecuted()
    for t in 0..<count {
      let target = y + Int(terms[t].to) * lanes
      var row = load(x + Int(terms[t].from) * lanes)
      if terms[t].minus >= 0 { row -= load(x + Int(terms[t].minus) * lanes) }
      store(multiplyAdd(load(target), splat(Element(terms[t].weight)), row), target)
    }
  }

  @inline(__always) func signalAddRows(
    _ x: In, _ terms: UnsafePointer<RowTerm>, _ count: Int, _ y: Out
  ) {
    markExecuted()
    for t in 0..<count {
      let target = Int(terms[t].to)
      var row = x[Int(terms[t].from)]
      if terms[t].minus >= 0 { row -= x[Int(terms[t].minus)] }
      y[target] = multiplyAdd(y[target], Element(terms[t].weight), row)
    }
  }

  /// `y[i] = scale[i]·x[index[i]]` over panels: a permuted row is one register copied.
  @inline(__always) func panelGatherScale(
    _ x: In, _ index: UnsafePointer<Int32>, _ scale: In, _ y: Out, _ count: Int
  ) {
    markExecuted()
    for i in 0..<count {
      store(splat(scale[i]) * load(x + Int(index[i]) * lanes), y + i * lanes)
    }
  }

  /// `y[i] = scale[i]·x[index[i]]` over one signal.
  @inline(__always) func signalGatherScale(
    _ x: In, _ index: UnsafePointer<Int32>, _ scale: In, _ y: Out, _ count: Int
  ) {
    markExecuted()
    for i in 0..<count { y[i] = scale[i] * x[Int(index[i])] }
  }

  /// Products are summed over the lanes for a whole block of rows at a time. `dx` may be `x`: each
  /// row is read before it is written, and no index occurs twice.
  @inline(__always) func panelGatherScalePullback(
    _ x: In, _ dy: In, _ index: UnsafePointer<Int32>, _ scale: In,
    _ scaleGradient: Out, _ dx: Out, _ count: Int
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      let sums = rowTotals { r in
        let source = Int(index[i + r]) * lanes
        let row = load(dy + (i + r) * lanes)
        let product = load(x + source) * row
        store(splat(scale[i + r]) * row, dx + source)
        return product
      }
      store(load(scaleGradient + i) + sums, scaleGradient + i)
      i += lanes
    }
    while i < count {
      let source = Int(index[i]) * lanes
      let row = load(dy + i * lanes)
      scaleGradient[i] += total(load(x + source) * row)
      store(splat(scale[i]) * row, dx + source)
      i += 1
    }
  }

  /// `panelGatherScalePullback` over one signal. A register of `x` is read before any of its places
  /// is written: a load right behind a store to an address not yet known would wait for it.
  @inline(__always) func signalGatherScalePullback(
    _ x: In, _ dy: In, _ index: UnsafePointer<Int32>, _ scale: In,
    _ scaleGradient: Out, _ dx: Out, _ count: Int
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      var gathered = splat(0)
      for r in 0..<lanes { gathered[r] = x[Int(index[i + r])] }
      let row = load(dy + i)
      store(multiplyAdd(load(scaleGradient + i), gathered, row), scaleGradient + i)
      let scaled = load(scale + i) * row
      for r in 0..<lanes { dx[Int(index[i + r])] = scaled[r] }
      i += lanes
    }
    while i < count {
      let source = Int(index[i])
      scaleGradient[i] = multiplyAdd(scaleGradient[i], x[source], dy[i])
      dx[source] = scale[i] * dy[i]
      i += 1
    }
  }

  /// `sums[i] += Σ_lanes x[i]` over panels.
  @inline(__always) func panelLaneSums(_ x: In, _ sums: Out, _ count: Int) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      store(load(sums + i) + rowTotals { r in load(x + (i + r) * lanes) }, sums + i)
      i += lanes
    }
    while i < count {
      sums[i] += total(load(x + i * lanes))
      i += 1
    }
  }

  @inline(__always) func signalLaneSums(_ x: In, _ sums: Out, _ count: Int) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      store(load(sums + i) + load(x + i), sums + i)
      i += lanes
    }
    while i < count {
      sums[i] += x[i]
      i += 1
    }
  }
#endif
