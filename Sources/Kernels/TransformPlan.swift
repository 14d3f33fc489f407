import KernelInterface

/// Where everything is in a multi-level wavelet transform: lengths, bands and buffers.
///
/// A level splits a signal of `n` samples into a low and a high band and recurses on the low one.
/// In matrix form a level is a **down-sampling convolution** `C` after an **extension** `E`, and
/// synthesis is an **up-sampling convolution** after an extension of the bands, so that
///
/// - `low[k] = Σ_j taps[j]·x̃[2k − offset + j]` and
/// - `x[i] = Σ_k taps[i + offset − 2k]·low[k]`
///
/// are each other's transpose for the same taps, where the offset is `L/2 − 1` for periodization and
/// `L − 2` for all other extensions, which synthesis needs none of (PyWavelets' conventions).
///
/// ## Layout
///
/// Coefficients in their *flat order* are `[low_J, high_J, high_{J−1}, …, high_1]`.
public struct TransformPlan: Sendable, Equatable {
  /// One band of coefficients.
  public struct Band: Sendable, Equatable {
    /// The first coefficient in flat order.
    public let start: Int
    /// How many coefficients the band has.
    public let count: Int
  }

  /// Samples in the signal.
  public let length: Int
  /// Taps in each filter: even.
  public let taps: Int
  /// How often the low band is split.
  public let levels: Int
  /// How the signal continues beyond its ends.
  public let mode: ExtensionMode
  /// Samples at each level: `lengths[0]` is the signal, `lengths[levels]` the last low band.
  public let lengths: [Int]
  /// Bands in flat order: the low band, then the high bands from the deepest up.
  public let bands: [Band]
  /// Coefficients in all bands together.
  public let coefficientCount: Int

  /// What each level's convolutions need, the finest level first.
  let steps: [Step]
  /// The rows of all windows at the ends; −1 is a row of zeros.
  let sources: [Int32]
  /// What is added to the rows of windows, and where adjoints add rows beyond the ends back.
  let terms: [RowTerm]
  /// Rows of scratch for the windows and pairs of any end.
  let windowRows: Int
  /// Rows of the signals of all levels but the finest, one after the other.
  let lowerRows: Int
  /// Rows of the signals of all levels.
  var signalRows: Int { length + lowerRows }

  /// The most samples of a signal: rows are listed in 32 bits.
  public static var largestLength: Int { 1 << 30 }

  /// A plan for signals of one length.
  ///
  /// As in PyWavelets, any number of levels is allowed, useful or not. Traps for a length outside
  /// `1...largestLength`, a number of levels below 1, and an odd number of taps or none.
  ///
  /// - Parameters:
  ///   - length: Samples in the signal.
  ///   - taps: Taps in each filter, even, at least 2.
  ///   - levels: How often the low band is split, at least 1.
  ///   - mode: How the signal continues beyond its ends.
  public init(length: Int, taps: Int, levels: Int, mode: ExtensionMode) {
    require(
      (1...Self.largestLength).contains(length),
      "A transform needs a length of 1...\(Self.largestLength), not \(length)")
    require(
      taps >= 2 && taps.isMultiple(of: 2),
      "A transform needs an even number of taps, at least 2, not \(taps)")
    require(levels >= 1, "A transform needs at least 1 level, not \(levels)")
    self.length = length
    self.taps = taps
    self.levels = levels
    self.mode = mode

    var lengths = [length]
    for level in 0..<levels {
      let n = lengths[level]
      lengths.append(mode == .periodization ? (n + 1) / 2 : (n + taps - 1) / 2)
    }
    self.lengths = lengths

    var bands: [Band] = []
    var start = 0
    for level in [levels] + (1...levels).reversed() {
      bands.append(Band(start: start, count: lengths[level]))
      start += lengths[level]
    }
    self.bands = bands
    coefficientCount = start

    var steps: [Step] = []
    var sources: [Int32] = []
    var terms: [RowTerm] = []
    var row = 0
    for level in 0..<levels {
      steps.append(
        Step(
          length: lengths[level], bandLength: lengths[level + 1], lowerRow: row,
          highStart: bands[levels - level].start, taps: taps, mode: mode,
          sources: &sources, terms: &terms))
      if level > 0 { row += lengths[level] }
    }
    self.steps = steps
    self.sources = sources
    self.terms = terms
    windowRows = steps.map(\.windowRows).max()!
    lowerRows = row
  }
}
