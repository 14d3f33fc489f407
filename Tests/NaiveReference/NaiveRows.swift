/// Operations on rows of `lanes` samples each, as loops in Double.
public enum NaiveRows {
  /// `low[k] = Σ_j taps[j]·x[2k + j]`.
  public static func downsample(
    _ x: [Double], lanes: Int, count: Int, taps: [Double]
  ) -> [Double] {
    var result = [Double](repeating: 0, count: count * lanes)
    for k in 0..<count {
      for j in taps.indices {
        for s in 0..<lanes { result[k * lanes + s] += taps[j] * x[(2 * k + j) * lanes + s] }
      }
    }
    return result
  }

  /// `x[2m + p] = Σ_i lowTaps[2i + p]·low[m − i] + highTaps[2i + p]·high[m − i]`, for bands that
  /// start `taps/2 − 1` rows before m = 0.
  public static func upsample(
    _ low: [Double], _ high: [Double], lanes: Int, pairs: Int, lowTaps: [Double],
    highTaps: [Double]
  ) -> [Double] {
    let half = lowTaps.count / 2
    var result = [Double](repeating: 0, count: 2 * pairs * lanes)
    for m in 0..<pairs {
      for i in 0..<half {
        for p in 0..<2 {
          for s in 0..<lanes {
            let source = (m - i + half - 1) * lanes + s
            result[(2 * m + p) * lanes + s] +=
              lowTaps[2 * i + p] * low[source] + highTaps[2 * i + p] * high[source]
          }
        }
      }
    }
    return result
  }

  /// `gradient[j] = Σ_k ⟨band[k], x[2k + j]⟩`.
  public static func correlate(
    _ x: [Double], _ band: [Double], lanes: Int, taps: Int
  ) -> [Double] {
    var result = [Double](repeating: 0, count: taps)
    for k in 0..<band.count / lanes {
      for j in 0..<taps {
        for s in 0..<lanes { result[j] += band[k * lanes + s] * x[(2 * k + j) * lanes + s] }
      }
    }
    return result
  }

  /// `y[i] = scale[i]·x[index[i]]`.
  public static func gatherScale(
    _ x: [Double], index: [Int], scale: [Double], lanes: Int
  ) -> [Double] {
    index.indices.flatMap { i in
      (0..<lanes).map { scale[i] * x[index[i] * lanes + $0] }
    }
  }

  /// `⟨x[index[i]], dy[i]⟩` for each row: the gradient of the scale of ``gatherScale``.
  public static func rowProducts(
    _ x: [Double], _ dy: [Double], index: [Int], lanes: Int
  ) -> [Double] {
    index.indices.map { i in
      var sum = 0.0
      for s in 0..<lanes { sum += x[index[i] * lanes + s] * dy[i * lanes + s] }
      return sum
    }
  }

  /// `dx[index[i]] = scale[i]·dy[i]`, into `dx` as it is.
  public static func scatterScale(
    _ dy: [Double], index: [Int], scale: [Double], lanes: Int, into dx: [Double]
  ) -> [Double] {
    var result = dx
    for i in index.indices {
      for s in 0..<lanes { result[index[i] * lanes + s] = scale[i] * dy[i * lanes + s] }
    }
    return result
  }

  /// The sum of each row.
  public static func sums(_ x: [Double], lanes: Int) -> [Double] {
    (0..<x.count / lanes).map { i in x[i * lanes..<(i + 1) * lanes].reduce(0, +) }
  }
}
