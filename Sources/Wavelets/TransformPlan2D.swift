public import Kernels

/// Where everything is in a multi-level 2-D wavelet transform: shapes and bands.
///
/// A level splits a matrix along both axes into four bands of one shape and recurses on the
/// approximation. Coefficients in their *flat order* are
/// `[cA_J, cH_J, cV_J, cD_J, …, cH_1, cV_1, cD_1]`, each band row-major.
public struct TransformPlan2D: Sendable, Equatable {
  /// What a band holds, in PyWavelets' words.
  public enum Direction: String, CaseIterable, Sendable {
    /// cA: low along both axes.
    case approximation
    /// cH: high along the columns, low along the rows; it answers to horizontal edges.
    case horizontal
    /// cV: low along the columns, high along the rows; it answers to vertical edges.
    case vertical
    /// cD: high along both axes.
    case diagonal
  }

  /// One band of coefficients.
  public struct Band: Sendable, Equatable {
    /// What it holds.
    public let direction: Direction
    /// The level that it comes from: 1 is the finest.
    public let level: Int
    /// The first coefficient in flat order.
    public let start: Int
    /// Rows and columns of the band.
    public let shape: MatrixShape

    /// Rows.
    public var rows: Int { shape.rows }
    /// Columns.
    public var columns: Int { shape.columns }
    /// How many coefficients the band has.
    public var count: Int { shape.count }
    /// Where its coefficients are in flat order.
    public var range: Range<Int> { start..<start + count }
  }

  /// Rows and columns of a matrix.
  public let shape: MatrixShape
  /// Taps in each filter: even.
  public let taps: Int
  /// How often the approximation is split.
  public let levels: Int
  /// How a matrix continues beyond its borders.
  public let mode: ExtensionMode
  /// Shapes at each level: `shapes[0]` is the matrix, `shapes[levels]` the last approximation.
  public let shapes: [MatrixShape]
  /// Bands in flat order: the approximation, then three bands a level from the deepest up.
  public let bands: [Band]
  /// Coefficients in all bands together.
  public let coefficientCount: Int

  /// A plan for matrices of one shape.
  ///
  /// As in PyWavelets, any number of levels is allowed, useful or not. Traps for sides outside
  /// `1...TransformPlan.largestLength`, a number of levels below 1, and an odd number of taps or none.
  public init(shape: MatrixShape, taps: Int, levels: Int, mode: ExtensionMode) {
    guard shape.count > 0 else {
      fatalError("A transform needs a matrix of at least 1 × 1, not \(shape)")
    }
    let alongColumns = TransformPlan(length: shape.rows, taps: taps, levels: levels, mode: mode)
    let alongRows = TransformPlan(length: shape.columns, taps: taps, levels: levels, mode: mode)
    let shapes = zip(alongColumns.lengths, alongRows.lengths).map {
      MatrixShape(rows: $0, columns: $1)
    }
    var bands = [Band(direction: .approximation, level: levels, start: 0, shape: shapes[levels])]
    for level in (1...levels).reversed() {
      for direction in [Direction.horizontal, .vertical, .diagonal] {
        bands.append(
          Band(
            direction: direction, level: level, start: bands.last!.range.upperBound,
            shape: shapes[level]))
      }
    }
    self.shape = shape
    self.taps = taps
    self.levels = levels
    self.mode = mode
    self.shapes = shapes
    self.bands = bands
    coefficientCount = bands.last!.range.upperBound
  }

  /// A band by its level, 1 being the finest; none for a level outside `1...levels`, nor for the
  /// approximation of any but the deepest level.
  public func band(_ direction: Direction, level: Int) -> Band? {
    bands.first { $0.direction == direction && $0.level == level }
  }

  /// The first coefficient of a level's three bands.
  func detailStart(_ level: Int) -> Int { bands[1 + 3 * (levels - level)].start }
}
