/// The wavelet loss of four filters given one after the other, term by term.
public func naiveWaveletLoss(
  _ filters: [Double]
) -> (perfectReconstruction: Double, aliasCancellation: Double) {
  let taps = filters.count / 4
  let (h0, h1) = (filters[..<taps], Array(filters[taps..<2 * taps]))
  let (f0, f1) = (Array(filters[2 * taps..<3 * taps]), Array(filters[(3 * taps)...]))
  var reconstruction = 0.0
  for k in 0..<2 * taps - 1 {
    var value = k == taps - 1 ? -2.0 : 0
    for i in max(0, k - taps + 1)...min(k, taps - 1) {
      value += h0[i] * f0[k - i] + h1[i] * f1[k - i]
    }
    reconstruction += value * value
  }
  var alias = 0.0
  for k in 0..<taps {
    let sign = k % 2 == 0 ? -1.0 : 1
    alias += (f0[k] - sign * h1[k]) * (f0[k] - sign * h1[k])
    alias += (f1[k] + sign * h0[k]) * (f1[k] + sign * h0[k])
  }
  return (reconstruction, alias)
}
