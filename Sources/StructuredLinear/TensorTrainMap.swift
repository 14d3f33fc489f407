public import Kernels
import LinearAlgebra
import RealModule

/// A matrix in the tensor-train format (Novikov, Podoprikhin, Osokin and Vetrov 2015).
///
/// Inputs are seen as a tensor of `n_1 × ⋯ × n_d` features and outputs as one of `m_1 × ⋯ × m_d`, the
/// last index fastest. With cores G_k that hold a matrix `[r_{k−1}, r_k]` for each pair (i_k, j_k),
///
///     W[(i_1 … i_d), (j_1 … j_d)] = G_1[i_1, j_1] · G_2[i_2, j_2] ⋯ G_d[i_d, j_d],  r_0 = r_d = 1.
///
/// Sequences take the matrix in its place where ``prefersMatrix`` says so.
///
/// ## Parameters
/// `core.0` … `core.(d−1)`, each `[r_{k−1}, m_k, n_k, r_k]`, so that there are `Σ r_{k−1}·m_k·n_k·r_k`
/// weights; with a bias, `bias` `[outputs]`.
public struct TensorTrainMap<Scalar: LayerScalar>: SplitPullback {
  /// Features of an input sample: the product of ``inputFactors``.
  public let inputCount: Int
  /// Features of an output sample: the product of ``outputFactors``.
  public let outputCount: Int
  /// n_1 … n_d.
  public let inputFactors: [Int]
  /// m_1 … m_d.
  public let outputFactors: [Int]
  /// r_0 … r_d.
  public let ranks: [Int]
  /// What can be learned.
  public var parameters = Parameters<Scalar>()

  let steps: [TensorTrainStep]
  private let bias: Range<Int>?

  /// A layer of random cores, whose matrix has the mean (0) and variance (1/(3·inputs)) of a dense
  /// layer's start, uniform in ±1/√inputs. A bias is uniform in that range.
  ///
  /// Traps for lists of different lengths or without factors, factors below 1 and a rank below 1.
  ///
  /// - Parameters:
  ///   - inputFactors: n_1 … n_d, for example of ``factors(of:count:)``.
  ///   - outputFactors: m_1 … m_d.
  ///   - rank: The ranks r_1 … r_{d−1}, each cut to what the matrix of all indices before against all
  ///     indices after it can have.
  ///   - hasBias: Whether an offset is added.
  ///   - generator: Gives the cores and the bias.
  public init(
    inputFactors: [Int], outputFactors: [Int], rank: Int, bias hasBias: Bool = false,
    using generator: inout some RandomNumberGenerator
  ) {
    guard inputFactors.count == outputFactors.count, !inputFactors.isEmpty else {
      fatalError(
        "A tensor train takes as many input factors as output factors, not \(inputFactors) and "
          + "\(outputFactors)")
    }
    guard inputFactors.allSatisfy({ $0 >= 1 }), outputFactors.allSatisfy({ $0 >= 1 }) else {
      fatalError("Factors have to be at least 1, not \(inputFactors) and \(outputFactors)")
    }
    guard rank >= 1 else { fatalError("A tensor train takes a rank of at least 1, not \(rank)") }
    self.inputFactors = inputFactors
    self.outputFactors = outputFactors
    inputCount = inputFactors.reduce(1, *)
    outputCount = outputFactors.reduce(1, *)
    let count = inputFactors.count
    let sizes = zip(inputFactors, outputFactors).map { $0 * $1 }
    let ranks = (0...count).map { k in
      min(rank, sizes[..<k].reduce(1, *), sizes[k...].reduce(1, *))
    }
    self.ranks = ranks

    // An element of the matrix is a sum over all combinations of ranks of products of d elements.
    let paths = ranks.reduce(1.0) { $0 * Double($1) }
    let variance = 1 / (3 * Double(inputCount) * paths)
    let deviation = Double.pow(variance, 1 / Double(2 * count))
    var steps: [TensorTrainStep] = []
    for k in 0..<count {
      let shape = [ranks[k], outputFactors[k], inputFactors[k], ranks[k + 1]]
      let core = parameters.append(
        "core.\(k)", shape: shape, role: .matrix,
        (0..<shape.reduce(1, *)).map { _ in Scalar(deviation * generator.normal()) })
      steps.append(
        TensorTrainStep(
          core: core, rows: shape[0] * shape[1], columns: shape[2] * shape[3],
          before: inputFactors[..<k].reduce(1, *), after: outputFactors[(k + 1)...].reduce(1, *)))
    }
    self.steps = steps
    guard hasBias else {
      bias = nil
      return
    }
    let bound = 1 / Double(inputCount).squareRoot()
    bias = parameters.append(
      "bias", shape: [outputCount], role: .bias,
      (0..<outputCount).map { _ in Scalar(Double.random(in: -bound...bound, using: &generator)) })
  }

  /// Contracts the cores with the input, the last one first.
  public func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, output.count, batch: batch)
    workspace.withScratch(input.count, output.count) { columns, result in
      BLAS.transpose(
        rows: batch, columns: inputCount, source: input, destination: &columns)
      contract(steps.count - 1, columns.span, into: &result, batch: batch, workspace)
      BLAS.transpose(
        rows: outputCount, columns: batch, source: result.span, destination: &output)
    }
    if let bias { addBias(parameters.values.span.extracting(bias), to: &output, batch: batch) }
  }

  /// Contracts the cores with the gradient, the first one first.
  public func adjoint(
    _ outputGradient: Span<Scalar>, addingTo inputGradient: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireShapes(inputGradient.count, outputGradient.count, batch: batch)
    workspace.withScratch(inputGradient.count) { columns in
      contractTransposed(
        steps.count - 1, outputGradient, into: &columns, batch: batch, workspace)
      addColumns(columns.span, to: &inputGradient, batch: batch, workspace)
    }
  }

  /// Computes what the cores meet again, then walks back over them.
  public func parameterPullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    parameterGradient: inout MutableSpan<Scalar>, batch: Int, workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, outputGradient.count, batch: batch, parameterGradient.count)
    workspace.withScratch(input.count) { columns in
      BLAS.transpose(
        rows: batch, columns: inputCount, source: input, destination: &columns)
      let last = steps.count - 1
      workspace.withScratch(batch * steps[last].outputCount) { gradient in
        pullBackBefore(
          last, columns.span, outputGradient, into: &gradient, &parameterGradient, batch: batch,
          workspace)
      }
    }
    pullBackBias(outputGradient, &parameterGradient, batch: batch)
  }

  /// Both parts in one walk over the cores.
  public func pullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    inputGradient: inout MutableSpan<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, outputGradient.count, batch: batch, parameterGradient.count)
    requireShapes(inputGradient.count, outputGradient.count, batch: batch)
    workspace.withScratch(input.count, input.count) { columns, result in
      BLAS.transpose(
        rows: batch, columns: inputCount, source: input, destination: &columns)
      let last = steps.count - 1
      workspace.withScratch(batch * steps[last].outputCount) { gradient in
        pullBackBefore(
          last, columns.span, outputGradient, into: &gradient, &parameterGradient, batch: batch,
          workspace)
        transposedProducts(last, gradient.span, into: &result, batch: batch, workspace)
      }
      addColumns(result.span, to: &inputGradient, batch: batch, workspace)
    }
    pullBackBias(outputGradient, &parameterGradient, batch: batch)
  }

  private func pullBackBias(
    _ outputGradient: Span<Scalar>, _ parameterGradient: inout MutableSpan<Scalar>, batch: Int
  ) {
    guard let bias else { return }
    var gradient = parameterGradient._mutatingExtracting(bias)
    addRows(of: outputGradient, to: &gradient, batch: batch)
  }
}
