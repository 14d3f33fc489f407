public import Kernels
public import LinearAlgebra

/// A multi-level 2-D wavelet transform of batches of matrices, and its three companions.
///
/// A level is the one of ``WaveletTransform`` along the rows and along the columns: with `R` and
/// `C` the two as matrices, `A X = C X Rᵀ`. So its bands, its synthesis and its adjoints are what
/// those of one dimension make them, and PyWavelets' `wavedec2` and `waverec2` agree.
///
/// ## Shapes
/// Matrices are row-major `[batch, rows, columns]`, coefficients `[batch, coefficientCount]` in
/// flat order `[cA_J, cH_J, cV_J, cD_J, …, cH_1, cV_1, cD_1]`; ``TransformPlan2D/bands`` says where
/// each band is and how many rows and columns it has.
///
/// ## Edge cases
/// Any shape from 1 × 1, odd ones included, and any number of levels, useful or not: synthesis gives
/// matrices of exactly the shape that analysis took. NaN and infinity pass through as arithmetic has
/// them.
public struct WaveletTransform2D<Scalar: KernelScalar & BLASScalar>: Sendable {
  /// The four filters.
  public let bank: FilterBank<Scalar>
  /// Shapes and bands.
  public let plan: TransformPlan2D
  /// The levels, the finest first.
  let steps: [Step2D<Scalar>]
  /// Scalars that intermediate results of a matrix take, at most: of the splits and of the
  /// approximations between levels.
  let splitSize, approximationSize: Int

  /// A transform for matrices of one shape.
  ///
  /// Traps for sides outside `1...TransformPlan.largestLength` and a number of levels below 1.
  public init(
    _ bank: FilterBank<Scalar>, shape: MatrixShape, levels: Int = 1,
    mode: ExtensionMode = .periodization
  ) {
    self.bank = bank
    let plan = TransformPlan2D(shape: shape, taps: bank.taps, levels: levels, mode: mode)
    self.plan = plan
    var steps: [Step2D<Scalar>] = []
    for level in 1...levels { steps.append(Step2D(bank, level: level, plan, after: steps.last)) }
    self.steps = steps
    splitSize = steps.map(\.splitSize).max()!
    approximationSize = plan.shapes.dropFirst().map(\.count).max()!
  }

  /// Coefficients of one matrix.
  public var coefficientCount: Int { plan.coefficientCount }

  /// `A x`: from matrices to coefficients.
  public func analysis(
    _ matrices: Span<Scalar>, into coefficients: inout MutableSpan<Scalar>, batch: Int = 1,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(matrices.count, coefficients.count, batch)
    decompose(.analysis, matrices, into: &coefficients, batch, workspace)
  }

  /// `S b`: from coefficients to matrices.
  public func synthesis(
    _ coefficients: Span<Scalar>, into matrices: inout MutableSpan<Scalar>, batch: Int = 1,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(matrices.count, coefficients.count, batch)
    compose(.synthesis, coefficients, into: &matrices, batch, workspace)
  }

  /// `Aᵀ b`: the adjoint of analysis, from coefficients to matrices.
  public func analysisAdjoint(
    _ coefficients: Span<Scalar>, into matrices: inout MutableSpan<Scalar>, batch: Int = 1,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(matrices.count, coefficients.count, batch)
    compose(.analysisAdjoint, coefficients, into: &matrices, batch, workspace)
  }

  /// `Sᵀ x`: the adjoint of synthesis, from matrices to coefficients.
  public func synthesisAdjoint(
    _ matrices: Span<Scalar>, into coefficients: inout MutableSpan<Scalar>, batch: Int = 1,
    workspace: Workspace<Scalar>
  ) {
    requireCounts(matrices.count, coefficients.count, batch)
    decompose(.synthesisAdjoint, matrices, into: &coefficients, batch, workspace)
  }

  func requireCounts(_ samples: Int, _ coefficients: Int, _ batch: Int) {
    guard batch >= 0, samples == batch * plan.shape.count,
      coefficients == batch * coefficientCount
    else {
      fatalError(
        "\(samples) samples and \(coefficients) coefficients for \(batch) matrices of "
          + "\(plan.shape) with \(coefficientCount) coefficients")
    }
  }
}
