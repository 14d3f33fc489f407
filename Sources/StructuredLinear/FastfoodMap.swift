public import Kernels

/// The adaptive Fastfood layer, `W = S · H · G · Π · H · B` (Yang et al. 2015).
///
/// Like ``WaveletMap``, with the Walsh–Hadamard transform H in place of the wavelet transforms. H is
/// orthonormal, so that a square layer of a power of two starts orthogonal. Inputs are padded with
/// zeros to a power of two N; a layer of up to N outputs has `2N` weights and one for each output, the
/// published count, although entries of B that meet only padding have no effect.
///
/// ## Rectangular layers
/// Blocks of N outputs with diagonals and permutations of their own, one after the other and cut to
/// size.
///
/// ## Parameters
/// For each block i, `i.input` (B), `i.coefficients` (G) and `i.output` (S); with a bias, `bias`
/// `[outputs]`.
public struct FastfoodMap<Scalar: LayerScalar>: LinearMap {
  /// Features of an input sample.
  public let inputCount: Int
  /// Features of an output sample.
  public let outputCount: Int
  /// What can be learned.
  public var parameters = Parameters<Scalar>()
  /// The transform's length: the inputs padded to a power of two.
  public let length: Int

  let blocks: [DiagonalBlock]
  let bias: Range<Int>?

  /// The blocks' permutations, Π.
  public var permutations: [Permutation] { blocks.map(\.permutation) }

  /// A layer that starts as `H Π H`.
  ///
  /// Traps for a size below 1.
  ///
  /// - Parameters:
  ///   - inputs: Features of an input sample.
  ///   - outputs: Features of an output sample.
  ///   - hasBias: Whether an offset is added, which starts at zero.
  ///   - seed: Fixes the permutations.
  public init(inputs: Int, outputs: Int, bias hasBias: Bool = false, seed: UInt64 = 0) {
    requireSizes(inputs, outputs)
    inputCount = inputs
    outputCount = outputs
    var length = 1
    while length < inputs { length *= 2 }
    self.length = length
    blocks = parameters.appendBlocks(
      inputs: length, outputs: outputs, blockOutputs: length, coefficients: length, seed: seed)
    bias =
      hasBias
      ? parameters.append(
        "bias", shape: [outputs], role: .bias, [Scalar](repeating: 0, count: outputs)) : nil
  }

  private var coefficients: RowPlace { RowPlace(.coefficients, count: length) }
  /// The part of B that meets inputs; the rest meets padding.
  private func inputDiagonal(_ block: DiagonalBlock) -> Range<Int> {
    block.input.lowerBound..<block.input.lowerBound + inputCount
  }
  private var permuted: RowPlace { RowPlace(.permuted, count: length) }

  /// Runs block after block on each group of samples while it is in cache.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, output.count, batch: batch)
    workspace.forEachGroup(batch: batch, output: &output, stride: outputCount) {
      engine, group, samples in
      let values = parameters.values.span
      for index in blocks.indices {
        let block = blocks[index]
        var offsets: Span<Scalar>?
        if let bias { offsets = values.extracting(block.slice(of: bias)) }
        engine.pack(
          input, group, columns: 0..<inputCount, stride: inputCount,
          scale: values.extracting(inputDiagonal(block)), into: coefficients)
        engine.walshHadamard(coefficients)
        engine.permuteAndScale(block.permutation, by: values.extracting(block.coefficients))
        engine.walshHadamard(permuted)
        engine.unpack(
          permuted, scale: values.extracting(block.output),
          bias: offsets, into: &samples, columns: block.columns,
          stride: outputCount, group)
      }
    }
  }

  /// Computes the forward pass again and walks it backwards; H is its own adjoint.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func pullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    inputGradient: inout MutableSpan<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, outputGradient.count, batch: batch, parameterGradient.count)
    workspace.forEachGroup(
      batch: batch, output: &inputGradient, stride: inputCount, shared: &parameterGradient
    ) { engine, group, samples, gradient in
      let values = parameters.values.span
      for index in blocks.indices {
        let block = blocks[index]
        let output = values.extracting(block.output)
        let factors = values.extracting(block.coefficients)
        let diagonal = values.extracting(inputDiagonal(block))
        engine.pack(
          input, group, columns: 0..<inputCount, stride: inputCount, scale: diagonal,
          into: coefficients)
        engine.walshHadamard(coefficients)
        engine.permuteAndScale(block.permutation, by: factors, forPullback: true)
        engine.walshHadamard(permuted)

        engine.unpackPullback(
          permuted, scale: output, outputGradient, group, columns: block.columns,
          stride: outputCount, gradient: &gradient, scaleRange: block.output,
          biasRange: bias.map { block.slice(of: $0) })
        engine.walshHadamard(permuted)
        do {
          var part = gradient._mutatingExtracting(block.coefficients)
          engine.permuteAndScalePullback(block.permutation, by: factors, gradient: &part)
        }
        engine.walshHadamard(coefficients)
        do {
          var part = gradient._mutatingExtracting(inputDiagonal(block))
          engine.packPullback(
            coefficients, input, group, columns: 0..<inputCount, stride: inputCount,
            scale: diagonal, into: &samples, gradient: &part)
        }
      }
    }
  }
}
