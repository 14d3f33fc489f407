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

  /// `y[i] = Σ_k weight[i, k]·x[index[i, k]]`.
  public static func sparseProduct(
    _ x: [Double], index: [[Int]], weight: [Double], lanes: Int
  ) -> [Double] {
    index.indices.flatMap { i in
      (0..<lanes).map { lane in
        index[i].indices.reduce(0.0) {
          $0 + weight[i * index[i].count + $1] * x[index[i][$1] * lanes + lane]
        }
      }
    }
  }

  /// The pullback of ``sparseProduct(_:index:weight:lanes:)``: gradients of x and of the weights.
  public static func sparsePullback(
    _ x: [Double], _ dy: [Double], index: [[Int]], weight: [Double], lanes: Int
  ) -> (x: [Double], weight: [Double]) {
    var toX = [Double](repeating: 0, count: x.count)
    var toWeight = [Double](repeating: 0, count: weight.count)
    for (i, row) in index.enumerated() {
      for (k, j) in row.enumerated() {
        let entry = i * row.count + k
        for lane in 0..<lanes {
          toX[j * lanes + lane] += weight[entry] * dy[i * lanes + lane]
          toWeight[entry] += x[j * lanes + lane] * dy[i * lanes + lane]
        }
      }
    }
    return (toX, toWeight)
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
