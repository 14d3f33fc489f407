import Kernels
import NaiveReference
import Wavelets

/// A multi-level 2-D transform of one matrix in Double: the naive one of its rows, then of its
/// columns, level by level.
struct NaiveTransform2D {
  let filters: [Double]
  let mode: ExtensionMode
  /// Shapes at each level, the matrix first.
  let shapes: [MatrixShape]
  /// Whether all factors have their sizes only.
  private var isMagnitude = false

  init(filters: [Double], shape: MatrixShape, levels: Int, mode: ExtensionMode) {
    self.filters = filters
    self.mode = mode
    shapes = zip(
      Self.line(filters, shape.rows, levels, mode).lengths,
      Self.line(filters, shape.columns, levels, mode).lengths
    ).map { MatrixShape(rows: $0, columns: $1) }
  }

  /// The transform with the sizes of all factors, as of one dimension.
  var magnitude: NaiveTransform2D {
    var transform = self
    transform.isMagnitude = true
    return transform
  }

  var levels: Int { shapes.count - 1 }
  var coefficientCount: Int {
    3 * shapes.dropFirst().reduce(0) { $0 + $1.count } + shapes.last!.count
  }

  /// The naive transform of one signal.
  static func line(
    _ filters: [Double], _ length: Int, _ levels: Int, _ mode: ExtensionMode
  ) -> NaiveTransform {
    NaiveTransform(filters: filters, length: length, levels: levels, mode: mode)
  }

  /// One of the maps of a batch.
  func apply(_ map: Map, _ x: [Double]) -> [Double] {
    eachSample(of: x, map.isFromSignals ? shapes[0].count : coefficientCount) {
      map.isFromSignals ? decompose(map, $0) : compose(map, $0)
    }
  }

  private func decompose(_ map: Map, _ matrix: [Double]) -> [Double] {
    var approximation = matrix
    var details: [Double] = []
    for level in 0..<levels {
      let split = alongBothAxes(map, approximation, level, width: 2 * shapes[level + 1].columns)
      let bands = [(0, 0), (1, 0), (0, 1), (1, 1)].map { block(split, level, $0, $1) }
      approximation = bands[0]
      details = Array(bands[1...].joined()) + details
    }
    return approximation + details
  }

  private func compose(_ map: Map, _ coefficients: [Double]) -> [Double] {
    var approximation = Array(coefficients[..<shapes[levels].count])
    var start = approximation.count
    for level in (0..<levels).reversed() {
      let shape = shapes[level + 1]
      var split = [Double](repeating: 0, count: 4 * shape.count)
      for (band, (below, right)) in [(0, 0), (1, 0), (0, 1), (1, 1)].enumerated() {
        let values =
          band == 0
          ? approximation[...] : coefficients[start..<start + shape.count]
        if band > 0 { start += shape.count }
        for row in 0..<shape.rows {
          let from = values.startIndex + row * shape.columns
          split.replaceSubrange(
            place(row, level, below, right), with: values[from..<from + shape.columns])
        }
      }
      approximation = alongBothAxes(map, split, level, width: shapes[level].columns)
    }
    return approximation
  }

  /// The map of all rows, which then have `width` columns, and of all columns.
  func alongBothAxes(_ map: Map, _ matrix: [Double], _ level: Int, width: Int) -> [Double] {
    let shape = shapes[level]
    func alongLines(_ length: Int, _ lines: [Double]) -> [Double] {
      let line = Self.line(filters, length, 1, mode)
      return map.naive(isMagnitude ? line.magnitude : line, lines)
    }
    let rows = alongLines(shape.columns, matrix)
    let columns = alongLines(shape.rows, transposed(rows, columns: width))
    return transposed(columns, columns: columns.count / width)
  }

  /// One of the four blocks of a split matrix.
  func block(_ split: [Double], _ level: Int, _ below: Int, _ right: Int) -> [Double] {
    Array((0..<shapes[level + 1].rows).map { split[place($0, level, below, right)] }.joined())
  }

  /// Where a row of a block is.
  private func place(_ row: Int, _ level: Int, _ below: Int, _ right: Int) -> Range<Int> {
    let band = shapes[level + 1]
    let start = ((row + below * band.rows) * 2 + right) * band.columns
    return start..<start + band.columns
  }

  /// What the rounding errors of analysis and synthesis after each other are relative to, sample by
  /// sample.
  ///
  /// In a level the errors of sums are relative to the sizes of their terms: those of the bands to
  /// `|C|·|E|·|x|`, and synthesis takes both them and its own through `|S|`. To the low band those of
  /// its own round trip are added first. This follows errors to where they arrive: what deep levels
  /// continue far beyond the ends never comes back.
  func roundTripSizes(_ matrix: [Double]) -> [Double] {
    var low = matrix
    let analyses = shapes.dropLast().map { shape in
      let level = NaiveTransform2D(filters: filters, shape: shape, levels: 1, mode: mode)
      let bands = level.magnitude.apply(.analysis, low.map(abs))
      low = Array(level.apply(.analysis, low)[..<level.shapes[1].count])
      return (level: level.magnitude, bands: bands)
    }
    var sizes: [Double] = []
    for (level, bands) in analyses.reversed() {
      let low = zip(bands, sizes).map(+)
      sizes = level.apply(.synthesis, low + bands[low.count...])
    }
    return sizes
  }
}
