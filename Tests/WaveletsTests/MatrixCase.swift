import Kernels
import LinearAlgebra
import NaiveReference
import Testing
import Wavelets

/// A transform of one batch of matrices.
struct MatrixCase: CustomStringConvertible {
  let shape: MatrixShape
  let taps: Int
  let levels: Int
  let mode: ExtensionMode
  let batch: Int

  var description: String {
    "\(batch) × \(shape), \(taps) taps, \(levels) levels, \(mode.rawValue)"
  }

  static let shapes =
    (1...17).flatMap { rows in (1...17).map { MatrixShape(rows: rows, columns: $0) } } + larger
  static let larger = [(1, 100), (100, 1), (33, 20), (65, 31), (64, 64)].map {
    MatrixShape(rows: $0, columns: $1)
  }

  /// A shape in two modes; over the shapes all modes take turns, as filters, levels and batches do.
  static func all(_ shape: MatrixShape) -> [MatrixCase] {
    let modes = ExtensionMode.allCases
    return (0..<2).map { index in
      let turn = shape.rows + 3 * shape.columns + index
      // More than are transformed at once.
      let batch = shape.rows == 64 ? 20 : [1, 2, 5][turn % 3]
      return MatrixCase(
        shape: shape, taps: [2, 6, 10, 20][turn % 4], levels: [1, 2, 3, 1, 4][turn % 5],
        mode: modes[(shape.rows / 2 + 2 * shape.columns + index) % modes.count], batch: batch)
    }
  }

  static let few = (shapes.filter { $0.count % 11 == 3 } + larger).flatMap(all)

  /// Filters that are no wavelet: every tap matters, and no two of them agree.
  var filters: [Double] { randomFilters(taps: taps, seed: taps + shape.count) }

  var naive: NaiveTransform2D {
    NaiveTransform2D(filters: filters, shape: shape, levels: levels, mode: mode)
  }

  func transform<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) -> WaveletTransform2D<Scalar> {
    WaveletTransform2D(
      FilterBank(elements: converted(filters, to: Scalar.self)), shape: shape, levels: levels,
      mode: mode)
  }

  func matrices() -> [Double] { randomNumbers(batch * shape.count, seed: shape.count) }

  func coefficients() -> [Double] {
    randomNumbers(batch * naive.coefficientCount, seed: shape.count + 1)
  }
}

extension Precision {
  /// The scalar type, for what needs BLAS as well.
  var matrixType: any (KernelScalar & BLASScalar).Type {
    switch self {
    case .float: Float.self
    case .double: Double.self
    }
  }
}

extension Map {
  /// The map of a batch of matrices into guarded memory.
  func apply<Scalar: KernelScalar & BLASScalar>(
    _ transform: WaveletTransform2D<Scalar>, _ x: [Scalar], batch: Int,
    _ workspace: Workspace<Scalar>, sourceLocation: SourceLocation = #_sourceLocation
  ) -> [Scalar] {
    let count = isFromSignals ? transform.coefficientCount : transform.plan.shape.count
    let output = GuardedMemory<Scalar>(batch * count)
    output.withSpan { y in
      apply(transform, x.span, into: &y, batch: batch, workspace)
    }
    #expect(output.isIntact, "written out of bounds", sourceLocation: sourceLocation)
    return output.scalars
  }

  func apply<Scalar: KernelScalar & BLASScalar>(
    _ transform: WaveletTransform2D<Scalar>, _ x: Span<Scalar>, into y: inout MutableSpan<Scalar>,
    batch: Int, _ workspace: Workspace<Scalar>
  ) {
    switch self {
    case .analysis: transform.analysis(x, into: &y, batch: batch, workspace: workspace)
    case .synthesis: transform.synthesis(x, into: &y, batch: batch, workspace: workspace)
    case .analysisAdjoint:
      transform.analysisAdjoint(x, into: &y, batch: batch, workspace: workspace)
    case .synthesisAdjoint:
      transform.synthesisAdjoint(x, into: &y, batch: batch, workspace: workspace)
    }
  }

  /// The map along an axis of a batch of matrices of signals.
  func apply<Scalar: KernelScalar & BLASScalar>(
    _ transform: WaveletTransform<Scalar>, _ x: Span<Scalar>, _ shape: MatrixShape,
    along axis: MatrixAxis, into y: inout MutableSpan<Scalar>, batch: Int,
    _ workspace: Workspace<Scalar>
  ) {
    switch self {
    case .analysis:
      transform.analysis(
        x, shape: shape, along: axis, into: &y, batch: batch, workspace: workspace)
    case .synthesis:
      transform.synthesis(
        x, shape: shape, along: axis, into: &y, batch: batch, workspace: workspace)
    case .analysisAdjoint:
      transform.analysisAdjoint(
        x, shape: shape, along: axis, into: &y, batch: batch, workspace: workspace)
    case .synthesisAdjoint:
      transform.synthesisAdjoint(
        x, shape: shape, along: axis, into: &y, batch: batch, workspace: workspace)
    }
  }
}
