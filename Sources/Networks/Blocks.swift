import StructuredLinear

/// Copies blocks that are evenly spaced on both sides.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func copyBlocks<Scalar: LayerScalar>(
  _ from: Span<Scalar>, to: inout MutableSpan<Scalar>, blocks: Int, length: Int, fromStride: Int,
  fromStart: Int, toStride: Int, toStart: Int
) {
  for block in 0..<blocks {
    let source = fromStart + block * fromStride
    let target = toStart + block * toStride
    for i in 0..<length { to[target + i] = from[source + i] }
  }
}

/// Adds blocks that are evenly spaced on both sides.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func addBlocks<Scalar: LayerScalar>(
  _ from: Span<Scalar>, to: inout MutableSpan<Scalar>, blocks: Int, length: Int, fromStride: Int,
  fromStart: Int, toStride: Int, toStart: Int
) {
  for block in 0..<blocks {
    let source = fromStart + block * fromStride
    let target = toStart + block * toStride
    for i in 0..<length { to[target + i] += from[source + i] }
  }
}

/// Copies the inputs of some samples, each followed by a 1.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func copyInputs<Scalar: LayerScalar>(
  _ from: Span<Scalar>, to: inout MutableSpan<Scalar>, steps: Int, batch: Int, samples: Range<Int>,
  _ count: Int
) {
  var target = 0
  for step in 0..<steps {
    for sample in samples {
      let source = (step * batch + sample) * count
      for i in 0..<count { to[target + i] = from[source + i] }
      to[target + count] = 1
      target += count + 1
    }
  }
}
