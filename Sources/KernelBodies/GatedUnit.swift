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

  /// Calls `body` with the start of each register of a row of at least `lanes` elements. The last one
  /// may overlap the one before: `last` is called before any other, and `end` behind all, for what is
  /// written in place has to be read before.
  @_transparent func forEachRegister(
    _ count: Int, last: (_ at: Int) -> Void, _ body: (_ at: Int) -> Void, end: (_ at: Int) -> Void
  ) {
    let tail = count - lanes
    let isWhole = count % lanes == 0
    if !isWhole { last(tail) }
    var at = 0
    while at <= tail {
      body(at)
      at += lanes
    }
    if !isWhole { end(tail) }
  }

  @inline(__always) func gatedUnitGates(
    _ reset: Out, _ update: Out, _ inputs: In, _ hidden: In, _ product: Out,
    _ samples: Int, _ width: Int
  ) {
    markExecuted()
    for sample in 0..<samples {
      let (r, z, rh) = (reset + sample * width, update + sample * width, product + sample * width)
      let h = hidden + sample * width
      let x = inputs + 3 * sample * width
      if width < lanes {
        let value = sigmoidOf(load(r, width) + load(x, width))
        store(value, r, width)
        store(value * load(h, width), rh, width)
        store(sigmoidOf(load(z, width) + load(x + width, width)), z, width)
        continue
      }
      var (endOfReset, endOfUpdate) = (splat(0), splat(0))
      forEachRegister(
        width,
        last: { at in
          endOfReset = sigmoidOf(load(r + at) + load(x + at))
          endOfUpdate = sigmoidOf(load(z + at) + load(x + width + at))
        },
        { at in
          let value = sigmoidOf(load(r + at) + load(x + at))
          store(value, r + at)
          store(value * load(h + at), rh + at)
          store(sigmoidOf(load(z + at) + load(x + width + at)), z + at)
        },
        end: { at in
          store(endOfReset, r + at)
          store(endOfReset * load(h + at), rh + at)
          store(endOfUpdate, z + at)
        })
    }
  }

  @inline(__always) func gatedUnitState(
    _ state: Out, _ inputs: In, _ update: In, _ hidden: In, _ next: Out,
    _ samples: Int, _ width: Int
  ) {
    markExecuted()
    for sample in 0..<samples {
      let (c, new) = (state + sample * width, next + sample * width)
      let (z, h) = (update + sample * width, hidden + sample * width)
      let x = inputs + (3 * sample + 2) * width
      if width < lanes {
        let value = tanhOf(load(c, width) + load(x, width))
        let old = load(h, width)
        store(value, c, width)
        store(multiplyAdd(old, load(z, width), value - old), new, width)
        continue
      }
      var endOfState = splat(0)
      @_transparent func write(_ value: V, _ at: Int) {
        let old = load(h + at)
        store(value, c + at)
        store(multiplyAdd(old, load(z + at), value - old), new + at)
      }
      forEachRegister(
        width, last: { endOfState = tanhOf(load(c + $0) + load(x + $0)) },
        { write(tanhOf(load(c + $0) + load(x + $0)), $0) }, end: { write(endOfState, $0) })
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
