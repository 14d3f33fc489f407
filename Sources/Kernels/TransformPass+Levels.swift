// One level of the transforms.

import CKernelSupport

/// Which of two maps with the same convolution.
enum Direction {
  /// Analysis or synthesis.
  case forward
  /// The adjoint of the other.
  case adjoint
}

extension TransformPass {
  /// From a level's signal to its bands: analysis, or the adjoint of synthesis.
  @inline(__always)
  func downsample(_ level: Int, _ direction: Direction) {
    downsampleInterior(level)
    downsampleEdges(level, direction)
    if streamsBand(level) { wavepress_end_streaming() }
  }

  @inline(__always)
  private func downsampleInterior(_ level: Int) {
    let outputs = steps[level].interiorOutputs
    if outputs.isEmpty { return }
    let at = outputs.lowerBound * lanes
    layout.kernels.downsample(
      interiorWindow(level), low(level) + at, high(level) + at, outputs.count, taps,
      taps + tapCount, tapCount, streamsBand(level))
  }

  /// The outputs at both ends.
  @inline(__always)
  private func downsampleEdges(_ level: Int, _ direction: Direction) {
    let (low, high, x) = (low(level), high(level), signal(level))
    func run(_ x: UnsafeMutablePointer<Scalar>, _ outputs: Range<Int>) {
      let at = outputs.lowerBound * lanes
      layout.kernels.downsample(
        x, low + at, high + at, outputs.count, taps, taps + tapCount, tapCount, false)
    }
    if direction == .forward {
      forEachEdge(steps[level].edges, x, run)
    } else {
      forEachEdge(steps[level].adjointEdges, x, run)
    }
  }

  /// 384 KiB and more of high band leaves the inner caches before anyone reads it.
  @inline(__always)
  private func streamsBand(_ level: Int) -> Bool {
    steps[level].bandLength * lanes * MemoryLayout<Scalar>.stride >= 3 << 17
  }

  @inline(__always)
  private func streamsSignal(_ level: Int) -> Bool { level == 0 && streamsSignal }

  /// The adjoint of a level's synthesis and the gradient of its taps, with lanes still to be added:
  /// the signal against the bands of the forward pass, which the adjoint then replaces.
  @inline(__always)
  func correlateAndDownsample(_ level: Int, _ sums: TapSums<Scalar>) {
    let step = steps + level
    let (low, high, x) = (low(level), high(level), signal(level))
    func run(_ x: UnsafeMutablePointer<Scalar>, _ outputs: Range<Int>) {
      let at = outputs.lowerBound * lanes
      layout.kernels.correlateDownsample(
        x, low + at, high + at, outputs.count, taps, taps + tapCount, sums.low, sums.high, tapCount)
    }
    let interior = step.pointee.interiorOutputs
    if !interior.isEmpty { run(interiorWindow(level), interior) }
    forEachEdge(step.pointee.adjointEdges, x, run)
  }

  /// The adjoint of a level's analysis and the gradient of its taps, with lanes still to be added: the
  /// signal of the forward pass, which the adjoint then replaces, against the bands.
  @inline(__always)
  func correlateAndUpsample(_ level: Int, _ sums: TapSums<Scalar>) {
    let step = steps + level
    let (low, high, x) = (low(level), high(level), signal(level))
    func correlate(_ x: UnsafeMutablePointer<Scalar>, _ outputs: Range<Int>) {
      let at = outputs.lowerBound * lanes
      layout.kernels.correlate(x, low + at, high + at, outputs.count, sums.low, sums.high, tapCount)
    }
    forEachEdge(step.pointee.edges, x, correlate)
    // An output's pair replaces the first two rows of its window, which no later output meets.
    let outputs = step.pointee.interiorOutputs
    if !outputs.isEmpty {
      let at = outputs.lowerBound * lanes
      layout.kernels.correlateUpsample(
        interiorWindow(level), low + at, high + at, outputs.count, taps, taps + tapCount, sums.low,
        sums.high, tapCount)
    }
    upsampleEdges(step.pointee.unmatchedPairs, level, .adjoint)
  }

  /// From a level's bands to its signal: synthesis, or the adjoint of analysis.
  @inline(__always)
  func upsample(_ level: Int, _ direction: Direction) {
    upsampleInterior(level)
    upsampleEdges(steps[level].pairEdges, level, direction)
    if streamsSignal(level) { wavepress_end_streaming() }
  }

  @inline(__always)
  private func upsampleInterior(_ level: Int) {
    let pairs = steps[level].interiorPairs
    if pairs.isEmpty { return }
    let at = (pairs.lowerBound + steps[level].bandOffset) * lanes
    layout.kernels.upsample(
      low(level) + at, high(level) + at,
      signal(level) + (2 * pairs.lowerBound - steps[level].pairShift) * lanes, pairs.count, taps,
      taps + tapCount, tapCount, streamsSignal(level))
  }

  /// A level's signal from the first tap of its interior outputs on.
  @inline(__always)
  private func interiorWindow(_ level: Int) -> UnsafeMutablePointer<Scalar> {
    signal(level) + (2 * steps[level].interiorOutputs.lowerBound - steps[level].offset) * lanes
  }
}
