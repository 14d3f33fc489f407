public import Kernels
public import LinearAlgebra

/// A dense matrix of limited rank, `W = U V`: another way to compress a layer.
///
/// A layer of `inputs` and `outputs` has `rank·(inputs + outputs)` weights and one for each output
/// with a bias; a sample takes as many multiply-adds.
///
/// ## Parameters
/// `left` (U) `[outputs, rank]`, `right` (V) `[rank, inputs]`; with a bias, `bias` `[outputs]`.
public struct LowRankMap<Scalar: LayerScalar>: SplitPullback {
  /// Features of an input sample.
  public let inputCount: Int
  /// Features of an output sample.
  public let outputCount: Int
  /// Columns of U and rows of V: the most that the matrix's rank can be.
  public let rank: Int
  /// What can be learned.
  public var parameters = Parameters<Scalar>()

  private let left: Range<Int>
  private let right: Range<Int>
  private let bias: Range<Int>?

  /// A layer that starts as the best approximation of a matrix uniform in ±1/√inputs, with a bias
  /// uniform in the same range.
  ///
  /// Takes a singular value decomposition. Traps for a size below 1 or a rank outside
  /// `1...min(inputs, outputs)`.
  public init(
    inputs: Int, outputs: Int, rank: Int, bias hasBias: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) {
    // A dense layer starts like this as well.
    let dense = DenseMap<Scalar>(inputs: inputs, outputs: outputs, bias: hasBias, using: &generator)
    let (weight, bias) = (dense.parameters["weight"]!.range, dense.parameters["bias"]?.range)
    let matrix = Matrix(
      rows: outputs, columns: inputs, elements: Array(dense.parameters.values[weight]))
    do {
      try self.init(matrix, rank: rank, bias: bias.map { Array(dense.parameters.values[$0]) })
    } catch {
      fatalError("The start of a layer of \(inputs) inputs and \(outputs) outputs: \(error)")
    }
  }

  /// The layer whose matrix is the nearest of a given rank to a matrix `[outputs, inputs]`, in the
  /// Frobenius and the spectral norm (Eckart and Young 1936), without a bias.
  ///
  /// Each factor takes the roots of the largest singular values, so that both are of one size. Traps
  /// for a size below 1 or a rank outside `1...min(inputs, outputs)`.
  ///
  /// - Throws: ``LinearAlgebra/LAPACKError`` where the matrix is not finite or its decomposition does
  ///   not converge.
  public init(_ matrix: Matrix<Scalar>, rank: Int) throws(LAPACKError) {
    try self.init(matrix, rank: rank, bias: nil)
  }

  private init(_ matrix: Matrix<Scalar>, rank: Int, bias offsets: [Scalar]?) throws(LAPACKError) {
    let (outputs, inputs) = (matrix.rows, matrix.columns)
    requireSizes(inputs, outputs)
    guard rank >= 1, rank <= min(inputs, outputs) else {
      fatalError(
        "A layer of \(inputs) inputs and \(outputs) outputs takes a rank in "
          + "1...\(min(inputs, outputs)), not \(rank)")
    }
    inputCount = inputs
    outputCount = outputs
    self.rank = rank
    let svd = try matrix.svd()
    let roots = svd.singularValues.map { $0.squareRoot() }
    let leading = 0..<rank
    left = parameters.append(
      "left", shape: [outputs, rank], role: .matrix,
      (0..<outputs).flatMap { i in leading.map { k in svd.u[i, k] * roots[k] } })
    right = parameters.append(
      "right", shape: [rank, inputs], role: .matrix,
      leading.flatMap { k in (0..<inputs).map { j in roots[k] * svd.vTransposed[k, j] } })
    if let offsets {
      bias = parameters.append("bias", shape: [outputs], role: .bias, offsets)
    } else {
      bias = nil
    }
  }

  /// `Y = (X Vᵀ) Uᵀ + 1·biasᵀ`.
  public func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, output.count, batch: batch)
    let values = parameters.values.span
    workspace.withScratch(batch * rank) { inner in
      multiply(
        values.extracting(right), rows: rank, columns: inputCount, batch: batch, input,
        into: &inner)
      multiply(
        values.extracting(left), rows: outputCount, columns: rank, batch: batch, inner.span,
        into: &output)
    }
    if let bias { addBias(values.extracting(bias), to: &output, batch: batch) }
  }

  /// `dX += (dY U) V`.
  public func adjoint(
    _ outputGradient: Span<Scalar>, addingTo inputGradient: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireShapes(inputGradient.count, outputGradient.count, batch: batch)
    let values = parameters.values.span
    workspace.withScratch(batch * rank) { inner in
      multiplyTransposed(
        values.extracting(left), rows: outputCount, columns: rank, batch: batch, outputGradient,
        into: &inner)
      multiplyTransposed(
        values.extracting(right), rows: rank, columns: inputCount, batch: batch, inner.span,
        beta: 1, into: &inputGradient)
    }
  }

  /// `dU += dYᵀ (X Vᵀ)`, `dV += (dY U)ᵀ X`, `dbias += dYᵀ 1`.
  public func parameterPullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    parameterGradient: inout MutableSpan<Scalar>, batch: Int, workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, outputGradient.count, batch: batch, parameterGradient.count)
    let values = parameters.values.span
    workspace.withScratch(batch * rank) { inner in
      multiply(
        values.extracting(right), rows: rank, columns: inputCount, batch: batch, input,
        into: &inner)
      do {
        var gradient = parameterGradient._mutatingExtracting(left)
        addOuterProducts(
          outputGradient, inner.span, rows: outputCount, columns: rank, batch: batch,
          to: &gradient)
      }
      multiplyTransposed(
        values.extracting(left), rows: outputCount, columns: rank, batch: batch, outputGradient,
        into: &inner)
      do {
        var gradient = parameterGradient._mutatingExtracting(right)
        addOuterProducts(
          inner.span, input, rows: rank, columns: inputCount, batch: batch, to: &gradient)
      }
    }
    guard let bias else { return }
    var gradient = parameterGradient._mutatingExtracting(bias)
    addRows(of: outputGradient, to: &gradient, batch: batch)
  }
}
