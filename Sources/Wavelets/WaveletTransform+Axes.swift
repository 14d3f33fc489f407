public import Kernels
public import LinearAlgebra

/// The four maps along either axis of matrices.
///
/// ## Shapes
/// Signals are the rows or the columns of row-major `[batch, rows, columns]` matrices, whose `shape`
/// every map is given; ``coefficientShape(of:along:)`` is the shape of their coefficients, each
/// signal's in flat order along the same axis.
///
/// ## Edge cases
/// Traps where the signals have another length than the transform's, or where the memory does not
/// hold `batch` matrices.
extension WaveletTransform where Scalar: BLASScalar {
  /// The shape of the coefficients of a matrix whose rows or columns are signals.
  public func coefficientShape(of shape: MatrixShape, along axis: MatrixAxis) -> MatrixShape {
    switch axis {
    case .rows: MatrixShape(rows: shape.rows, columns: coefficientCount)
    case .columns: MatrixShape(rows: coefficientCount, columns: shape.columns)
    }
  }

  /// `A x` of each signal of each matrix.
  public func analysis(
    _ matrices: Span<Scalar>, shape: MatrixShape, along axis: MatrixAxis,
    into coefficients: inout MutableSpan<Scalar>, batch: Int = 1, workspace: Workspace<Scalar>
  ) {
    requireMatrices(matrices.count, coefficients.count, shape, axis, batch)
    apply(
      .analysis, matrices, shape, axis, plan.length, into: &coefficients, coefficientCount, batch,
      workspace)
  }

  /// `S b` of the coefficients of each signal of each matrix.
  public func synthesis(
    _ coefficients: Span<Scalar>, shape: MatrixShape, along axis: MatrixAxis,
    into matrices: inout MutableSpan<Scalar>, batch: Int = 1, workspace: Workspace<Scalar>
  ) {
    requireMatrices(matrices.count, coefficients.count, shape, axis, batch)
    apply(
      .synthesis, coefficients, shape, axis, coefficientCount, into: &matrices, plan.length, batch,
      workspace)
  }

  /// `Aᵀ b` of the coefficients of each signal of each matrix.
  public func analysisAdjoint(
    _ coefficients: Span<Scalar>, shape: MatrixShape, along axis: MatrixAxis,
    into matrices: inout MutableSpan<Scalar>, batch: Int = 1, workspace: Workspace<Scalar>
  ) {
    requireMatrices(matrices.count, coefficients.count, shape, axis, batch)
    apply(
      .analysisAdjoint, coefficients, shape, axis, coefficientCount, into: &matrices, plan.length,
      batch, workspace)
  }

  /// `Sᵀ x` of each signal of each matrix.
  public func synthesisAdjoint(
    _ matrices: Span<Scalar>, shape: MatrixShape, along axis: MatrixAxis,
    into coefficients: inout MutableSpan<Scalar>, batch: Int = 1, workspace: Workspace<Scalar>
  ) {
    requireMatrices(matrices.count, coefficients.count, shape, axis, batch)
    apply(
      .synthesisAdjoint, matrices, shape, axis, plan.length, into: &coefficients, coefficientCount,
      batch, workspace)
  }

  /// A map from signals of `inputLength` to ones of `outputLength`; columns become rows for it.
  private func apply(
    _ map: TransformMap, _ input: Span<Scalar>, _ shape: MatrixShape, _ axis: MatrixAxis,
    _ inputLength: Int, into output: inout MutableSpan<Scalar>, _ outputLength: Int, _ batch: Int,
    _ workspace: Workspace<Scalar>
  ) {
    guard axis == .columns else {
      apply(map, input, into: &output, batch: batch * shape.rows, workspace: workspace)
      return
    }
    let columns = shape.columns
    let (inputSize, outputSize) = (inputLength * columns, outputLength * columns)
    guard inputSize > 0 else { return }
    let size = max(inputSize, outputSize)
    let most = samplesAtOnce(batch, size: size)
    workspace.withScratch(most * inputSize, most * outputSize) { signals, results in
      forEachChunk(of: batch, size: size) { matrices in
        let count = matrices.count
        transposeEach(
          input.extracting(matrices.elements(of: inputSize)), rows: inputLength, columns: columns,
          into: &signals)
        do {
          var part = results._mutatingExtracting(0..<count * outputSize)
          apply(
            map, signals.span.extracting(0..<count * inputSize), into: &part,
            batch: count * columns, workspace: workspace)
        }
        var part = output._mutatingExtracting(matrices.elements(of: outputSize))
        transposeEach(
          results.span.extracting(0..<count * outputSize), rows: columns, columns: outputLength,
          into: &part)
      }
    }
  }

  private func requireMatrices(
    _ samples: Int, _ coefficients: Int, _ shape: MatrixShape, _ axis: MatrixAxis, _ batch: Int
  ) {
    let length = axis == .rows ? shape.columns : shape.rows
    guard length == plan.length else {
      fatalError(
        "The \(axis) of a \(shape) matrix are signals of \(length), the transform's have "
          + "\(plan.length)")
    }
    let bands = coefficientShape(of: shape, along: axis)
    guard batch >= 0, samples == batch * shape.count, coefficients == batch * bands.count else {
      fatalError(
        "\(samples) samples and \(coefficients) coefficients for \(batch) matrices of \(shape) "
          + "with \(bands) coefficients")
    }
  }
}
