public import Kernels

/// A multi-level wavelet transform of one signal in Double, term by term as it is defined.
///
/// One level of analysis is `low[k] = Σ_j h0[j]·x̃[2k + 1 − j]`, or `x̃[2k + L/2 − j]` for
/// periodization, where x̃ is the extended signal; synthesis is
/// `x[i] = Σ_k f0[i + L − 2 − 2k]·low[k] + f1[i + L − 2 − 2k]·high[k]`, or the same with
/// `i + L/2 − 1 − 2k` around the period. Levels recurse on the low band; the flat order is
/// `[low_J, high_J, high_{J−1}, …, high_1]`.
public struct NaiveTransform {
  /// Analysis low, analysis high, synthesis low, synthesis high.
  public private(set) var filters: [[Double]]
  /// Samples at each level; the last is the length of the last low band.
  public let lengths: [Int]
  /// How signals continue beyond their ends.
  public let mode: ExtensionMode
  /// Whether extensions have the sizes of their weights only.
  private var isMagnitude = false

  /// A transform with four filters, given one after the other.
  public init(
    filters: [Double], length: Int, levels: Int, mode: ExtensionMode
  ) {
    let taps = filters.count / 4
    self.filters = (0..<4).map { Array(filters[$0 * taps..<($0 + 1) * taps]) }
    self.mode = mode
    var lengths = [length]
    for level in 0..<levels {
      lengths.append(
        mode == .periodization ? (lengths[level] + 1) / 2 : (lengths[level] + taps - 1) / 2)
    }
    self.lengths = lengths
  }

  /// The transform with the sizes of all factors: applied to sizes of samples, it gives what the
  /// rounding errors of this one are relative to.
  public var magnitude: NaiveTransform {
    var transform = self
    transform.filters = filters.map { $0.map(abs) }
    transform.isMagnitude = true
    return transform
  }

  private var isPeriodic: Bool { mode == .periodization }

  /// Taps in each filter.
  public var taps: Int { filters[0].count }
  /// Levels.
  public var levels: Int { lengths.count - 1 }
  /// Coefficients of all bands.
  public var coefficientCount: Int { lengths.dropFirst().reduce(lengths[levels], +) }

  /// `A x`.
  public func analysis(_ x: [Double]) -> [Double] {
    var signals = [x]
    var highs: [[Double]] = []
    for level in 0..<levels {
      signals.append(band(signals[level], filters[0], level))
      highs.append(band(signals[level], filters[1], level))
    }
    return signals[levels] + highs.reversed().joined()
  }

  /// `S b`.
  public func synthesis(_ coefficients: [Double]) -> [Double] {
    var (signal, highs) = split(coefficients)
    for level in (0..<levels).reversed() {
      signal = joined(signal, highs[level], level)
    }
    return signal
  }

  /// One band of a level's analysis.
  func band(_ x: [Double], _ filter: [Double], _ level: Int) -> [Double] {
    (0..<lengths[level + 1]).map { k in
      var sum = 0.0
      for j in 0..<taps {
        forEachSource(k, j, x.count) { sum += filter[j] * $1 * x[$0] }
      }
      return sum
    }
  }

  /// One level of synthesis.
  func joined(_ low: [Double], _ high: [Double], _ level: Int) -> [Double] {
    var x = [Double](repeating: 0, count: lengths[level])
    for k in low.indices {
      for j in 0..<taps {
        if let i = synthesisTarget(k, j, x.count) {
          x[i] += filters[2][j] * low[k] + filters[3][j] * high[k]
        }
      }
    }
    return x
  }

  /// The samples that make up what tap j meets in output k of an analysis, with their weights.
  @inline(__always)
  func forEachSource(_ k: Int, _ j: Int, _ count: Int, _ body: (Int, Double) -> Void) {
    let i = isPeriodic ? 2 * k + taps / 2 - j : 2 * k + 1 - j
    if i >= 0 && i < count {
      body(i, 1)
    } else if isPeriodic {
      // An odd signal first repeats its last sample.
      body(min(wrapped(i, count), count - 1), 1)
    } else {
      for (row, weight) in extended(i, count) { body(row, isMagnitude ? abs(weight) : weight) }
    }
  }

  /// What sample i of the extended signal is made of: mirrors, rotations and shifts lead it inside,
  /// one by one.
  private func extended(_ i: Int, _ n: Int) -> [(Int, Double)] {
    if i >= 0 && i < n { return [(i, 1)] }
    let isLeft = i < 0
    let end = isLeft ? 0 : n - 1
    switch mode {
    case .zero: return []
    case .constant: return [(end, 1)]
    case .periodic, .periodization: return extended(isLeft ? i + n : i - n, n)
    case .symmetric: return extended(isLeft ? -1 - i : 2 * n - 1 - i, n)
    case .antisymmetric:
      return extended(isLeft ? -1 - i : 2 * n - 1 - i, n).map { ($0.0, -$0.1) }
    case .reflect where n > 1: return extended(2 * end - i, n)
    case .antireflect where n > 1:
      return [(end, 2)] + extended(2 * end - i, n).map { ($0.0, -$0.1) }
    case .smooth where n > 1:
      let steps = Double(abs(i - end))
      return [(end, 1), (end, steps), (isLeft ? 1 : n - 2, -steps)]
    case .smooth, .reflect, .antireflect: return [(0, 1)]
    }
  }

  /// The sample that tap j of a synthesis adds coefficient k to; none where it lies outside.
  func synthesisTarget(_ k: Int, _ j: Int, _ count: Int) -> Int? {
    let i = isPeriodic ? wrapped(j + 2 * k - taps / 2 + 1, count) : j + 2 * k - taps + 2
    return i >= 0 && i < count ? i : nil
  }

  private func wrapped(_ i: Int, _ count: Int) -> Int {
    let period = count + count % 2
    return (i % period + period) % period
  }

  /// The last low band, and the high bands from the first level on.
  func split(_ coefficients: [Double]) -> (low: [Double], highs: [[Double]]) {
    precondition(coefficients.count == coefficientCount)
    let low = Array(coefficients[..<lengths[levels]])
    var end = coefficients.count
    let highs = (1...levels).map { level in
      end -= lengths[level]
      return Array(coefficients[end..<end + lengths[level]])
    }
    return (low, highs)
  }
}
