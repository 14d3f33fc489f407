import NaiveReference
import Wavelets

extension NaiveTransform2D {
  /// The gradients of ⟨map(x), dy⟩ for a batch with respect to x and to the taps, for analysis and
  /// synthesis: level by level, line by line.
  func pullback(ofAnalysis isAnalysis: Bool, _ x: [Double], _ dy: [Double])
    -> (input: [Double], filters: [Double])
  {
    var filters = [Double](repeating: 0, count: self.filters.count)
    let (size, count) = (shapes[0].count, coefficientCount)
    let input = (0..<(isAnalysis ? x.count / size : dy.count / size)).flatMap { s in
      isAnalysis
        ? analysisPullback(sample(s, of: x, size), sample(s, of: dy, count), &filters)
        : synthesisPullback(sample(s, of: x, count), sample(s, of: dy, size), &filters)
    }
    return (input, filters)
  }

  private func analysisPullback(
    _ matrix: [Double], _ dy: [Double], _ filters: inout [Double]
  ) -> [Double] {
    var matrices = [matrix]
    for level in 0..<levels {
      let split = alongBothAxes(.analysis, matrices[level], level, width: splitWidth(level))
      matrices.append(block(split, level, 0, 0))
    }
    var (gradient, details) = blocks(of: dy)
    for level in (0..<levels).reversed() {
      let rows = lines(matrices[level], shapes[level].columns)
      let line = Self.line(self.filters, shapes[level].columns, 1, mode)
      let column = Self.line(self.filters, shapes[level].rows, 1, mode)
      let columns = lines(
        transposed(rows.flatMap(line.analysis), columns: splitWidth(level)), shapes[level].rows)
      let slopes = lines(
        transposed(joined(gradient, details[level], level), columns: splitWidth(level)),
        column.coefficientCount)
      let dColumns = accumulate(zip(columns, slopes).map(column.analysisPullback), &filters)
      let dRows = lines(transposed(dColumns, columns: shapes[level].rows), line.coefficientCount)
      gradient = accumulate(zip(rows, dRows).map(line.analysisPullback), &filters)
    }
    return gradient
  }

  private func synthesisPullback(
    _ coefficients: [Double], _ dx: [Double], _ filters: inout [Double]
  ) -> [Double] {
    var (approximation, details) = blocks(of: coefficients)
    var splits: [[Double]] = []
    for level in (0..<levels).reversed() {
      splits.insert(joined(approximation, details[level], level), at: 0)
      approximation = alongBothAxes(.synthesis, splits[0], level, width: shapes[level].columns)
    }
    var gradient = dx
    var result: [Double] = []
    for level in 0..<levels {
      let line = Self.line(self.filters, shapes[level].columns, 1, mode)
      let column = Self.line(self.filters, shapes[level].rows, 1, mode)
      let columns = lines(
        transposed(splits[level], columns: splitWidth(level)), column.coefficientCount)
      let rows = lines(
        transposed(columns.flatMap(column.synthesis), columns: shapes[level].rows),
        line.coefficientCount)
      let dRows = accumulate(
        zip(rows, lines(gradient, shapes[level].columns)).map(line.synthesisPullback), &filters)
      let slopes = lines(transposed(dRows, columns: splitWidth(level)), shapes[level].rows)
      let dColumns = accumulate(zip(columns, slopes).map(column.synthesisPullback), &filters)
      let split = transposed(dColumns, columns: column.coefficientCount)
      result = [(1, 0), (0, 1), (1, 1)].flatMap { block(split, level, $0, $1) } + result
      gradient = block(split, level, 0, 0)
    }
    return gradient + result
  }

  private func splitWidth(_ level: Int) -> Int { 2 * shapes[level + 1].columns }

  private func lines(_ matrix: [Double], _ width: Int) -> [[Double]] {
    (0..<matrix.count / width).map { sample($0, of: matrix, width) }
  }

  /// The gradients of lines, one after the other; those of their filters are added up.
  private func accumulate(
    _ gradients: [([Double], [Double])], _ filters: inout [Double]
  ) -> [Double] {
    for (_, taps) in gradients {
      for tap in filters.indices { filters[tap] += taps[tap] }
    }
    return gradients.flatMap { $0.0 }
  }

  /// The last approximation and the other three bands of each level, the finest first.
  private func blocks(of coefficients: [Double]) -> ([Double], [[[Double]]]) {
    var end = coefficients.count
    let details = (0..<levels).map { level in
      let count = shapes[level + 1].count
      end -= 3 * count
      return (0..<3).map { Array(coefficients[end + $0 * count..<end + ($0 + 1) * count]) }
    }
    return (Array(coefficients[..<end]), details)
  }

  /// Four bands as one matrix.
  private func joined(
    _ approximation: [Double], _ details: [[Double]], _ level: Int
  ) -> [Double] {
    let (band, width) = (shapes[level + 1], splitWidth(level))
    var split = [Double](repeating: 0, count: 4 * band.count)
    for (index, values) in ([approximation] + details).enumerated() {
      let (below, right) = [(0, 0), (1, 0), (0, 1), (1, 1)][index]
      for row in 0..<band.rows {
        for column in 0..<band.columns {
          split[(row + below * band.rows) * width + column + right * band.columns] =
            values[row * band.columns + column]
        }
      }
    }
    return split
  }
}
