public import Kernels
public import Wavelets

extension SampleArray {
  /// The coefficients of every signal in flat order, of the same type.
  ///
  /// Throws where the levels are not `1...⌈log₂ length⌉`: further ones would split a single sample; and
  /// for signals longer than a transform's can be.
  public func analysis(
    _ wavelet: Wavelet, mode: ExtensionMode, levels: Int
  ) throws(ConfigurationError) -> SampleArray {
    try Self.requirePlan(length: length, levels: levels)
    switch samples {
    case .float(let values):
      let (shape, result) = analysis(values, wavelet, mode, levels)
      return SampleArray(shape: shape, .float(result))
    case .double(let values):
      let (shape, result) = analysis(values, wavelet, mode, levels)
      return SampleArray(shape: shape, .double(result))
    }
  }

  /// The signals of a length that coefficients in flat order come from, of the same type.
  ///
  /// Throws for levels and lengths as ``analysis(_:mode:levels:)`` does, for a length below 1, and where a signal
  /// of this length has another number of coefficients.
  public func synthesis(
    _ wavelet: Wavelet, mode: ExtensionMode, levels: Int, length: Int
  ) throws(ConfigurationError) -> SampleArray {
    // No transform has fewer coefficients than samples, so that longer signals need no plan.
    guard (1...self.length).contains(length) else {
      throw ConfigurationError(
        "--length", expected: "1...\(self.length) for \(self.length) coefficients",
        found: "\(length)")
    }
    try Self.requirePlan(length: length, levels: levels)
    let transform = WaveletTransform(
      FilterBank<Double>(wavelet), length: length, levels: levels, mode: mode)
    guard transform.coefficientCount == self.length else {
      throw ConfigurationError(
        "coefficients",
        expected: "\(transform.coefficientCount) for \(length) samples, \(levels) levels of "
          + "\(wavelet) and mode \(mode.rawValue)", found: "\(self.length)")
    }
    let shape: [Int] = self.shape.dropLast() + [length]
    return switch samples {
    case .float(let values):
      SampleArray(
        shape: shape, .float(synthesis(values, wavelet, mode, levels, length)))
    case .double(let values):
      SampleArray(
        shape: shape, .double(synthesis(values, wavelet, mode, levels, length)))
    }
  }

  private static func requirePlan(length: Int, levels: Int) throws(ConfigurationError) {
    guard length <= TransformPlan.largestLength else {
      throw ConfigurationError(
        "signals", expected: "at most \(TransformPlan.largestLength) samples", found: "\(length)")
    }
    let most = max(1, Int.bitWidth - (length - 1).leadingZeroBitCount)
    guard (1...most).contains(levels) else {
      throw ConfigurationError(
        "--levels", expected: "1...\(most) for signals of \(length) samples", found: "\(levels)")
    }
  }

  private func analysis<Scalar: KernelScalar>(
    _ values: [Scalar], _ wavelet: Wavelet, _ mode: ExtensionMode, _ levels: Int
  ) -> (shape: [Int], [Scalar]) {
    let transform = WaveletTransform(
      FilterBank<Scalar>(wavelet), length: length, levels: levels, mode: mode)
    let count = transform.coefficientCount
    var result = [Scalar](repeating: 0, count: batch * count)
    var output = result.mutableSpan
    transform.analysis(
      values.span, into: &output, batch: batch, workspace: Workspace<Scalar>(threads: 1))
    return (shape.dropLast() + [count], result)
  }

  private func synthesis<Scalar: KernelScalar>(
    _ values: [Scalar], _ wavelet: Wavelet, _ mode: ExtensionMode, _ levels: Int, _ length: Int
  ) -> [Scalar] {
    let transform = WaveletTransform(
      FilterBank<Scalar>(wavelet), length: length, levels: levels, mode: mode)
    var result = [Scalar](repeating: 0, count: batch * length)
    var output = result.mutableSpan
    transform.synthesis(
      values.span, into: &output, batch: batch, workspace: Workspace<Scalar>(threads: 1))
    return result
  }
}
