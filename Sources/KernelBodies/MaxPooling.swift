#if ISA_BASELINE || arch(x86_64)

  /// The larger of both; `a` where `b` is NaN, and NaN where `a` is.
  @inline(__always) private func larger(_ a: V, _ b: V) -> V { a.replacing(with: b, where: b .> a) }

  @inline(__always) func imageMaxPool(
    _ image: In, _ stride: Int, _ pooled: Out, _ pixels: Int, _ channels: Int, _ floor: Element
  ) {
    markExecuted()
    let floor = splat(floor)
    for pixel in 0..<pixels {
      let x = image + 2 * pixel * channels
      let y = pooled + pixel * channels
      @inline(__always) func pool(_ load: (In) -> V) -> V {
        let above = larger(load(x), load(x + channels))
        let below = larger(load(x + stride), load(x + stride + channels))
        return larger(larger(above, below), floor)
      }
      if channels < lanes {
        store(pool { load($0, channels) }, y, channels)
      } else {
        forEachOverlapping(channels) { at in store(pool { load($0 + at) }, y + at) }
      }
    }
  }

  @inline(__always) func imageMaxPoolPullback(
    _ image: Out, _ stride: Int, _ pooled: In, _ gradient: In, _ pixels: Int, _ channels: Int,
    _ floor: Element
  ) {
    markExecuted()
    let zero = splat(0)
    let floor = splat(floor)
    for pixel in 0..<pixels {
      let x = image + 2 * pixel * channels
      let start = pixel * channels
      @inline(__always) func gradients(
        _ load: (In) -> V
      ) -> (V, V, V, V) {
        let y = load(pooled + start)
        // What is left of the gradient until the first of the largest has got it.
        var rest = zero.replacing(with: load(gradient + start), where: y .> floor)
        @inline(__always) func take(_ p: Out) -> V {
          let isLargest = load(In(p)) .== y
          let own = zero.replacing(with: rest, where: isLargest)
          rest = rest.replacing(with: zero, where: isLargest)
          return own
        }
        let a = take(x)
        let b = take(x + channels)
        let c = take(x + stride)
        return (a, b, c, take(x + stride + channels))
      }
      if channels < lanes {
        let (a, b, c, d) = gradients { load($0, channels) }
        store(a, x, channels)
        store(b, x + channels, channels)
        store(c, x + stride, channels)
        store(d, x + stride + channels, channels)
        continue
      }
      @inline(__always) func put(_ values: (V, V, V, V), _ at: Int) {
        store(values.0, x + at)
        store(values.1, x + channels + at)
        store(values.2, x + stride + at)
        store(values.3, x + stride + channels + at)
      }
      // The last register may overlap the one before: its values are read before that is stored.
      let tail = channels - lanes
      let end = gradients { load($0 + tail) }
      var at = 0
      while at + lanes <= channels {
        put(gradients { load($0 + at) }, at)
        at += lanes
      }
      if at < channels { put(end, tail) }
    }
  }
#endif
