public import Kernels

/// Why four filters make no bank.
public enum FilterBankError: Error, CustomStringConvertible, Equatable {
  /// Filters of different lengths.
  case unequalLengths([Int])
  /// An odd or empty filter.
  case oddLength(Int)

  /// One line: what was found and what was expected.
  public var description: String {
    switch self {
    case .unequalLengths(let lengths):
      "filters of \(lengths.map(String.init).joined(separator: ", ")) taps: a bank needs four equal"
    case .oddLength(let length):
      "filters of \(length) taps: a bank needs an even number, at least 2"
    }
  }
}

/// A two-channel filter bank: the four filters of a wavelet transform.
///
/// PyWavelets names them `dec_lo`, `dec_hi`, `rec_lo` and `rec_hi`. All four have the same even
/// number of taps.
public struct FilterBank<Scalar: KernelScalar>: Sendable, Equatable {
  /// All taps: analysis low, analysis high, synthesis low, synthesis high, one after the other.
  public let elements: [Scalar]

  /// Taps in each filter.
  public var taps: Int { elements.count / 4 }

  /// Analysis low-pass filter h0.
  public var analysisLow: ArraySlice<Scalar> { elements[0..<taps] }
  /// Analysis high-pass filter h1.
  public var analysisHigh: ArraySlice<Scalar> { elements[taps..<2 * taps] }
  /// Synthesis low-pass filter f0.
  public var synthesisLow: ArraySlice<Scalar> { elements[2 * taps..<3 * taps] }
  /// Synthesis high-pass filter f1.
  public var synthesisHigh: ArraySlice<Scalar> { elements[3 * taps..<4 * taps] }

  /// A bank of four filters.
  ///
  /// - Throws: ``FilterBankError`` where their lengths differ, or are odd or zero.
  public init(
    analysisLow: some Collection<Scalar>, analysisHigh: some Collection<Scalar>,
    synthesisLow: some Collection<Scalar>, synthesisHigh: some Collection<Scalar>
  ) throws(FilterBankError) {
    let lengths = [
      analysisLow.count, analysisHigh.count, synthesisLow.count, synthesisHigh.count,
    ]
    guard Set(lengths).count == 1 else { throw .unequalLengths(lengths) }
    guard lengths[0] >= 2, lengths[0].isMultiple(of: 2) else { throw .oddLength(lengths[0]) }
    elements =
      Array(analysisLow) + Array(analysisHigh) + Array(synthesisLow) + Array(synthesisHigh)
  }

  /// A bank from the taps of all four filters, one filter after the other. Traps where their number
  /// is not four times an even one.
  public init(elements: [Scalar]) {
    guard elements.count >= 8, elements.count.isMultiple(of: 8) else {
      fatalError("\(elements.count) taps make no four filters of an even number of taps")
    }
    self.elements = elements
  }

  /// The bank whose high-pass filters follow from the low-pass ones by alias cancellation:
  /// `h1[k] = (−1)^(k+1)·f0[k]` and `f1[k] = (−1)^k·h0[k]` (equation 4, PyWavelets' signs).
  ///
  /// - Throws: ``FilterBankError`` where their lengths differ, or are odd or zero.
  public init(
    analysisLow: some Collection<Scalar>, synthesisLow: some Collection<Scalar>
  ) throws(FilterBankError) {
    try self.init(
      analysisLow: analysisLow,
      analysisHigh: synthesisLow.enumerated().map { $0 % 2 == 0 ? -$1 : $1 },
      synthesisLow: synthesisLow,
      synthesisHigh: analysisLow.enumerated().map { $0 % 2 == 0 ? $1 : -$1 })
  }

  /// The orthogonal bank of a scaling filter: analysis is synthesis backwards.
  init(orthogonal scaling: [Double]) { self.init(lowPass: scaling.reversed(), scaling) }

  /// The bank of two low-pass filters of the same even length.
  init(lowPass analysis: [Double], _ synthesis: [Double]) {
    do {
      try self.init(
        analysisLow: analysis.map { Scalar($0) }, synthesisLow: synthesis.map { Scalar($0) })
    } catch { fatalError("\(error)") }
  }
}
