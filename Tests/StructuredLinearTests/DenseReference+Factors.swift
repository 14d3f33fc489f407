import LinearAlgebra
import StructuredLinear

extension DenseReference {
  /// `U V`.
  init<T: LayerScalar>(_ map: LowRankMap<T>) {
    let values = map.parameters.values.map { Double($0) }
    func product(_ values: [Double]) -> Matrix<Double> {
      func factor(_ name: String) -> Matrix<Double> {
        let entry = map.parameters[name]!
        return Matrix(
          rows: entry.shape[0], columns: entry.shape[1], elements: Array(values[entry.range]))
      }
      return factor("left") * factor("right")
    }
    self.init(
      matrix: product(values), magnitude: product(values.map(abs)), bias: Self.bias(map),
      roundings: map.rank + 2)
  }

  /// Element by element, the sum over all combinations of ranks of products of the cores' elements.
  init<T: LayerScalar>(_ map: TensorTrainMap<T>) {
    let values = map.parameters.values.map { Double($0) }
    let cores = map.parameters.entries.filter { $0.name.hasPrefix("core.") }
    func product(_ values: [Double]) -> Matrix<Double> {
      var matrix = Matrix<Double>(rows: map.outputCount, columns: map.inputCount, repeating: 0)
      for row in 0..<map.outputCount {
        for column in 0..<map.inputCount {
          let i = digits(row, map.outputFactors)
          let j = digits(column, map.inputFactors)
          // Products up to a core, for each value of the rank after it.
          var products = [1.0]
          for (k, core) in cores.enumerated() {
            products = (0..<core.shape[3]).map { after in
              (0..<core.shape[0]).reduce(0) { sum, before in
                let index =
                  ((before * core.shape[1] + i[k]) * core.shape[2] + j[k]) * core.shape[3] + after
                return sum + products[before] * values[core.range.lowerBound + index]
              }
            }
          }
          matrix[row, column] = products[0]
        }
      }
      return matrix
    }
    self.init(
      matrix: product(values), magnitude: product(values.map(abs)), bias: Self.bias(map),
      roundings: cores.reduce(2) { $0 + max($1.shape[0] * $1.shape[1], $1.shape[2] * $1.shape[3]) })
  }
}

/// A number's digits where each place has a base of its own, the last one the least.
private func digits(_ number: Int, _ bases: [Int]) -> [Int] {
  var rest = number
  return bases.reversed().map { base in
    defer { rest /= base }
    return rest % base
  }.reversed()
}
