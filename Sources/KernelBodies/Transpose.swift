#if ISA_BASELINE || arch(x86_64)

  /// From row-major samples to panel rows, one square block at a time.
  @inline(__always) func panelPack(
    _ samples: In, _ stride: Int, _ sampleCount: Int, _ scale: In?, _ y: Out, _ count: Int
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      var block = Block { _ in splat(0) }
      if sampleCount == lanes {
        for s in 0..<lanes { block[s] = load(samples + (s * stride + i)) }
      } else {
        for s in 0..<lanes where s < sampleCount { block[s] = load(samples + (s * stride + i)) }
      }
      if let scale {
        let factors = load(scale + i)
        for s in 0..<lanes { block[s] = block[s] * factors }
      }
      transpose(&block)
      for r in 0..<lanes { store(block[r], y + (i + r) * lanes) }
      i += lanes
    }
    while i < count {
      let row = y + i * lanes
      let factor = scale.map { $0[i] } ?? 1
      for s in 0..<sampleCount { row[s] = samples[s * stride + i] * factor }
      for s in sampleCount..<lanes { row[s] = 0 }
      i += 1
    }
  }

  /// From panel rows to row-major samples, one square block at a time.
  @inline(__always) func panelUnpack(
    _ x: In, _ count: Int, _ scale: In?, _ bias: In?,
    _ samples: Out, _ stride: Int, _ sampleCount: Int, _ accumulate: Bool
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      var block = Block { _ in splat(0) }
      for r in 0..<lanes { block[r] = load(x + (i + r) * lanes) }
      transpose(&block)
      if let scale {
        let factors = load(scale + i)
        for s in 0..<lanes { block[s] = block[s] * factors }
      }
      if let bias {
        let offsets = load(bias + i)
        for s in 0..<lanes { block[s] = block[s] + offsets }
      }
      if accumulate {
        for s in 0..<lanes where s < sampleCount {
          let out = samples + (s * stride + i)
          store(load(out) + block[s], out)
        }
      } else if sampleCount == lanes {
        for s in 0..<lanes { store(block[s], samples + (s * stride + i)) }
      } else {
        for s in 0..<lanes where s < sampleCount { store(block[s], samples + (s * stride + i)) }
      }
      i += lanes
    }
    while i < count {
      let factor = scale.map { $0[i] } ?? 1
      let offset = bias.map { $0[i] } ?? 0
      for s in 0..<sampleCount {
        let value = x[i * lanes + s] * factor + offset
        samples[s * stride + i] = accumulate ? samples[s * stride + i] + value : value
      }
      i += 1
    }
  }

  /// One sample is a row already: a diagonal product.
  @inline(__always) func signalPack(
    _ samples: In, _ stride: Int, _ sampleCount: Int, _ scale: In?, _ y: Out, _ count: Int
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      let value = load(samples + i)
      store(scale.map { value * load($0 + i) } ?? value, y + i)
      i += lanes
    }
    while i < count {
      y[i] = samples[i] * (scale.map { $0[i] } ?? 1)
      i += 1
    }
  }

  @inline(__always) func signalUnpack(
    _ x: In, _ count: Int, _ scale: In?, _ bias: In?,
    _ samples: Out, _ stride: Int, _ sampleCount: Int, _ accumulate: Bool
  ) {
    markExecuted()
    var i = 0
    while i + lanes <= count {
      var value = load(x + i)
      if let scale { value = value * load(scale + i) }
      if let bias { value = value + load(bias + i) }
      if accumulate { value = value + load(samples + i) }
      store(value, samples + i)
      i += lanes
    }
    while i < count {
      let value = x[i] * (scale.map { $0[i] } ?? 1) + (bias.map { $0[i] } ?? 0)
      samples[i] = accumulate ? samples[i] + value : value
      i += 1
    }
  }
#endif
