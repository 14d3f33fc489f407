#if ISA_BASELINE || arch(x86_64)

  // The element-wise part of a gated recurrent unit. Each function is one pass over its arguments,
  // which are row-major [samples, width]; `inputs` holds reset, update and state side by side,
  // [samples, 3·width].

  /// Calls `body` with the start and size of each register's worth of `count` elements.
  @inline(__always) func forEachPiece(_ count: Int, _ body: (_ at: Int, _ size: Int) -> Void) {
    var at = 0
    while at + lanes <= count {
      body(at, lanes)
      at += lanes
    }
    if at < count { body(at, count - at) }
  }

  /// A register of which the first `size` lanes are read, the others 0.
  @inline(__always) func load(_ p: In, _ size: Int) -> V {
    if size == lanes { return load(p) }
    var v = splat(0)
    for j in 0..<size { v[j] = p[j] }
    return v
  }

  @inline(__always) func load(_ p: Out, _ size: Int) -> V { load(In(p), size) }

  /// Writes the first `size` lanes of a register.
  @inline(__always) func store(_ v: V, _ p: Out, _ size: Int) {
    if size == lanes { return store(v, p) }
    for j in 0..<size { p[j] = v[j] }
  }

  @inline(__always) func gatedUnitGates(
    _ reset: Out, _ update: Out, _ inputs: In, _ hidden: In, _ product: Out,
    _ samples: Int, _ width: Int
  ) {
    markExecuted()
    for sample in 0..<samples {
      let row = sample * width
      let inputRow = 3 * row
      forEachPiece(width) { at, size in
        let i = row + at
        let r = sigmoidOf(load(reset + i, size) + load(inputs + (inputRow + at), size))
        store(r, reset + i, size)
        store(r * load(hidden + i, size), product + i, size)
        let z = load(update + i, size) + load(inputs + (inputRow + width + at), size)
        store(sigmoidOf(z), update + i, size)
      }
    }
  }

  @inline(__always) func gatedUnitState(
    _ state: Out, _ inputs: In, _ update: In, _ hidden: In, _ next: Out,
    _ samples: Int, _ width: Int
  ) {
    markExecuted()
    for sample in 0..<samples {
      let row = sample * width
      forEachPiece(width) { at, size in
        let i = row + at
        let input = load(inputs + (3 * row + 2 * width + at), size)
        let c = tanhOf(load(state + i, size) + input)
        store(c, state + i, size)
        let h = load(hidden + i, size)
        store(multiplyAdd(h, load(update + i, size), c - h), next + i, size)
      }
    }
  }

  /// σ′ = σ·(1 − σ) and tanh′ = 1 − tanh², both from the values that the forward pass has left.
  @inline(__always) func gatedUnitStatePullback(
    _ gradient: Out, _ state: Out, _ update: Out, _ hidden: In, _ count: Int
  ) {
    markExecuted()
    forEachPiece(count) { i, size in
      let dh = load(gradient + i, size)
      let c = load(state + i, size)
      let z = load(update + i, size)
      let keep = splat(1) - z
      store(dh * keep, gradient + i, size)
      store((dh * z) * multiplyAdd(splat(1), splat(0) - c, c), state + i, size)
      store((dh * (c - load(hidden + i, size))) * (z * keep), update + i, size)
    }
  }

  @inline(__always) func gatedUnitGatesPullback(
    _ productGradient: In, _ reset: Out, _ hidden: In, _ gradient: Out, _ count: Int
  ) {
    markExecuted()
    forEachPiece(count) { i, size in
      let dp = load(productGradient + i, size)
      let r = load(reset + i, size)
      store(multiplyAdd(load(gradient + i, size), dp, r), gradient + i, size)
      store((dp * load(hidden + i, size)) * (r * (splat(1) - r)), reset + i, size)
    }
  }
#endif
