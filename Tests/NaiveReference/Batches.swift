/// A map of single samples, applied to each of a row-major batch.
public func eachSample(
  of batch: [Double], _ features: Int, _ map: ([Double]) -> [Double]
) -> [Double] {
  (0..<batch.count / features).flatMap {
    map(Array(batch[$0 * features..<($0 + 1) * features]))
  }
}

/// The sample at an index of a row-major batch.
public func sample(_ index: Int, of batch: [Double], _ features: Int) -> [Double] {
  Array(batch[index * features..<(index + 1) * features])
}

/// Rows become columns.
public func transposed(_ x: [Double], columns: Int) -> [Double] {
  guard columns > 0 else { return [] }
  let rows = x.count / columns
  var result = x
  for i in 0..<rows {
    for j in 0..<columns { result[j * rows + i] = x[i * columns + j] }
  }
  return result
}
