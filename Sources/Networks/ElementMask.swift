package import StructuredLinear

/// Drops single numbers. Whether one is dropped is a function of a key and of its place, so that
/// a mask need not be kept and is the same however a batch is divided.
package struct ElementMask: Sendable, Equatable {
  private let key: UInt64
  private let rate: Double
  /// What numbers that are not dropped are multiplied by.
  package let kept: Double

  /// Masks of a layer.
  ///
  /// - Parameters:
  ///   - key: Another one for each layer and step of training.
  ///   - rate: How likely a number is dropped, in `0..<1`.
  ///   - kept: What the others are multiplied by; unless said, what keeps expectations.
  package init(key: UInt64, rate: Double, kept: Double? = nil) {
    self.key = key
    self.rate = rate
    self.kept = kept ?? 1 / (1 - rate)
  }

  /// Drops some numbers and multiplies the others by ``kept``.
  ///
  /// - Parameters:
  ///   - x: `[steps, samples, width]`.
  ///   - part: The samples.
  ///   - width: Features.
  package func apply<Scalar: LayerScalar>(
    to x: inout MutableSpan<Scalar>, part: BatchPart, width: Int
  ) {
    let own = part.samples.count * width
    for step in 0..<part.steps {
      var ofStep = x._mutatingExtracting(step * own..<(step + 1) * own)
      apply(to: &ofStep, step: step, part: part, width: width)
    }
  }

  /// Likewise for one step of the part, `[samples, width]`.
  package func apply<Scalar: LayerScalar>(
    to x: inout MutableSpan<Scalar>, step: Int, part: BatchPart, width: Int
  ) {
    let first = (step * part.batch + part.samples.lowerBound) * width
    Self.mask(
      &x,
      // SplitMix64's states are evenly spaced, so that a sequence can be entered anywhere.
      state: key &+ UInt64(first) &* 0x9e37_79b9_7f4a_7c15, limit: UInt64(rate * 0x1p32),
      kept: Scalar(kept))
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func mask<Scalar: LayerScalar>(
    _ x: inout MutableSpan<Scalar>, state: UInt64, limit: UInt64, kept: Scalar
  ) {
    var generator = SplitMix64(seed: state)
    let count = x.count
    for i in 0..<count {
      let value = x[unchecked: i] * kept
      x[unchecked: i] = generator.next() >> 32 < limit ? 0 : value
    }
  }
}
