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
    _ x: In, _ index: UnsafePointer<Int32>, _ scale: In, _ y: Out, _ gathered: Out?, _ count: Int
  ) {
    markExecuted()
    var i = 0
    if let gathered {
      while i + lanes <= count {
        let row = gather(x, index + i)
        store(row, gathered + i)
        store(load(scale + i) * row, y + i)
        i += lanes
      }
    } else {
      while i + lanes <= count {
        store(load(scale + i) * gather(x, index + i), y + i)
        i += lanes
      }
    }
    while i < count {
      let value = x[Int(index[i])]
      if let gathered { gathered[i] = value }
      y[i] = scale[i] * value
      i += 1
    }
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

  /// The pullback over one signal, whose gathered samples are used up. A load takes a sample of a
  /// register to its place in less time than a store.
  @inline(__always) func signalGatherScalePullback(
    _ gathered: Out, _ dy: In, _ inverse: UnsafePointer<Int32>, _ scale: In,
    _ scaleGradient: Out, _ dx: Out, _ count: Int
  ) {
    signalUnpackPullback(gathered, dy, count, 1, scale, scaleGradient, nil, count)
    var i = 0
    while i + lanes <= count {
      store(gather(gathered, inverse + i), dx + i)
      i += lanes
    }
    while i < count {
      dx[i] = gathered[Int(inverse[i])]
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
