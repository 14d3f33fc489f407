#if ISA_BASELINE || arch(x86_64)

  /// The larger of both; `a` where `b` is NaN, and NaN where `a` is.
  @_transparent func larger(_ a: V, _ b: V) -> V { select(b .> a, b, a) }

  @_transparent func largest(_ a: V, _ b: V, _ c: V, _ d: V, _ floor: V) -> V {
    larger(larger(larger(a, b), larger(c, d)), floor)
  }

  @inline(__always) func imageMaxPool(
    _ image: In, _ stride: Int, _ pooled: Out, _ pixels: Int, _ channels: Int, _ floor: Element
  ) {
    markExecuted()
    let floor = splat(floor)
    for pixel in 0..<pixels {
      let a = image + 2 * pixel * channels
      let b = a + channels
      let c = a + stride
      let d = c + channels
      let y = pooled + pixel * channels
      if channels < lanes {
        let result = largest(
          load(a, channels), load(b, channels), load(c, channels), load(d, channels), floor)
        store(result, y, channels)
      } else {
        forEachOverlapping(channels) { i in
          store(largest(load(a + i), load(b + i), load(c + i), load(d + i), floor), y + i)
        }
      }
    }
  }

  /// What each of four pixels gets of a gradient: the first that is the largest gets it.
  @_transparent func shares(
    _ a: V, _ b: V, _ c: V, _ d: V, _ pooled: V, _ gradient: V, _ floor: V
  ) -> (a: V, b: V, c: V, d: V) {
    let zero = splat(0)
    let whole = select(pooled .> floor, gradient, zero)
    let toA = select(a .== pooled, whole, zero)
    let afterA = select(a .== pooled, zero, whole)
    let toB = select(b .== pooled, afterA, zero)
    let afterB = select(b .== pooled, zero, afterA)
    let toC = select(c .== pooled, afterB, zero)
    let afterC = select(c .== pooled, zero, afterB)
    return (toA, toB, toC, select(d .== pooled, afterC, zero))
  }

  @inline(__always) func imageMaxPoolPullback(
    _ image: Out, _ stride: Int, _ pooled: In, _ gradient: In, _ pixels: Int, _ channels: Int,
    _ floor: Element
  ) {
    markExecuted()
    let floor = splat(floor)
    for pixel in 0..<pixels {
      let a = image + 2 * pixel * channels
      let b = a + channels
      let c = a + stride
      let d = c + channels
      let y = pooled + pixel * channels
      let dy = gradient + pixel * channels
      if channels < lanes {
        let own = shares(
          load(a, channels), load(b, channels), load(c, channels), load(d, channels),
          load(y, channels), load(dy, channels), floor)
        store(own.a, a, channels)
        store(own.b, b, channels)
        store(own.c, c, channels)
        store(own.d, d, channels)
        continue
      }
      // The last register may overlap the one before: its values are read before that is stored.
      let tail = channels - lanes
      let last = shares(
        load(a + tail), load(b + tail), load(c + tail), load(d + tail), load(y + tail),
        load(dy + tail), floor)
      var i = 0
      while i + lanes <= channels {
        let own = shares(
          load(a + i), load(b + i), load(c + i), load(d + i), load(y + i), load(dy + i), floor)
        store(own.a, a + i)
        store(own.b, b + i)
        store(own.c, c + i)
        store(own.d, d + i)
        i += lanes
      }
      if i < channels {
        store(last.a, a + tail)
        store(last.b, b + tail)
        store(last.c, c + tail)
        store(last.d, d + tail)
      }
    }
  }
#endif
