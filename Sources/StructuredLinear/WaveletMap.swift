public import Kernels
public import Wavelets

/// The paper's compressed layer, `W = D · W⁻¹ · G · Π · W · B` (equation 7).
///
/// B, G and D are learnable diagonals that start as the identity, Π a fixed random permutation, W and
/// W⁻¹ the analysis and synthesis transforms with learnable filters. A square layer of n has
/// `2n + g + 4L` weights, where g is the number of coefficients (n for periodization).
///
/// ## Rectangular layers
/// With more outputs than inputs, several blocks with diagonals and permutations of their own share
/// the filters; their outputs stand one after the other and are cut to size. With fewer outputs, one
/// block over the inputs is cut to size. D has an entry for each output that is kept. With
/// periodization, inputs are padded with zeros to a multiple of 2^levels.
///
/// ## Parameters
/// `filters` `[4, L]`; for each block i, `i.input` (B), `i.coefficients` (G) and `i.output` (D); with
/// a bias, `bias` `[outputs]`.
public struct WaveletMap<Scalar: LayerScalar>: LinearMap {
  /// Features of an input sample.
  public let inputCount: Int
  /// Features of an output sample.
  public let outputCount: Int
  /// What can be learned.
  public var parameters = Parameters<Scalar>()
  /// The transform's lengths and bands.
  public let plan: TransformPlan

  let filters: Range<Int>
  let blocks: [DiagonalBlock]
  let bias: Range<Int>?

  /// The blocks' permutations, Π.
  public var permutations: [Permutation] { blocks.map(\.permutation) }

  /// A layer that starts as `W⁻¹ Π W`.
  ///
  /// Traps for a size or a number of levels below 1.
  ///
  /// - Parameters:
  ///   - inputs: Features of an input sample.
  ///   - outputs: Features of an output sample.
  ///   - bank: The filters to start from: the paper's are ``FilterBank/haar(paddedTo:)``.
  ///   - levels: How often the low band is split ("scales" in the paper).
  ///   - mode: How signals continue beyond their ends.
  ///   - hasBias: Whether an offset is added, which starts at zero.
  ///   - seed: Fixes the permutations.
  public init(
    inputs: Int, outputs: Int, bank: FilterBank<Scalar> = .haar(paddedTo: 6), levels: Int = 6,
    mode: ExtensionMode = .periodization, bias hasBias: Bool = false, seed: UInt64 = 0
  ) {
    requireSizes(inputs, outputs)
    guard (1...30).contains(levels) else {
      fatalError("A wavelet layer takes 1...30 levels, not \(levels)")
    }
    inputCount = inputs
    outputCount = outputs
    let step = mode == .periodization ? 1 << levels : 1
    let padded = (inputs + step - 1) / step * step
    let plan = TransformPlan(length: padded, taps: bank.taps, levels: levels, mode: mode)
    self.plan = plan
    filters = parameters.append(
      "filters", shape: [4, bank.taps], role: .filters, bank.elements)
    blocks = parameters.appendBlocks(
      inputs: inputs, outputs: outputs, blockOutputs: padded,
      coefficients: plan.coefficientCount, seed: seed)
    bias =
      hasBias
      ? parameters.append(
        "bias", shape: [outputs], role: .bias, [Scalar](repeating: 0, count: outputs)) : nil
  }

  /// The filters as they are now.
  public var bank: FilterBank<Scalar> { FilterBank(elements: Array(parameters.values[filters])) }

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
      let filters = values.extracting(filters)
      // By number, as an iterator over an array allocates in unoptimised code.
      for index in blocks.indices {
        let block = blocks[index]
        var offsets: Span<Scalar>?
        if let bias { offsets = values.extracting(block.slice(of: bias)) }
        engine.pack(
          input, group, columns: 0..<inputCount, stride: inputCount,
          scale: values.extracting(block.input), into: RowPlace(.analysis, signalOf: plan))
        // What is not yet, or no longer, in use holds the low bands.
        engine.analysis(
          .analysis, into: .coefficients, plan, filters: filters, lower: .permuted)
        engine.permuteAndScale(block.permutation, by: values.extracting(block.coefficients))
        engine.synthesis(
          .permuted, into: .analysis, plan, filters: filters, lower: .coefficients)
        engine.unpack(
          RowPlace(.analysis, signalOf: plan), scale: values.extracting(block.output),
          bias: offsets, into: &samples, columns: block.columns,
          stride: outputCount, group)
      }
    }
  }

  /// Computes the forward pass again, which is cheaper than to keep it, and walks it backwards in
  /// the same buffers.
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
      let bankTaps = values.extracting(filters)
      let analysis = RowPlace(.analysis, signalOf: plan)
      for index in blocks.indices {
        let block = blocks[index]
        let output = values.extracting(block.output)
        let coefficients = values.extracting(block.coefficients)
        let diagonal = values.extracting(block.input)
        engine.pack(
          input, group, columns: 0..<inputCount, stride: inputCount, scale: diagonal,
          into: analysis)
        engine.analysis(.analysis, into: .coefficients, plan, filters: bankTaps)
        engine.permuteAndScale(block.permutation, by: coefficients)
        engine.synthesis(.permuted, into: .synthesis, plan, filters: bankTaps)

        engine.unpackPullback(
          RowPlace(.synthesis, signalOf: plan), scale: output, outputGradient, group,
          columns: block.columns, stride: outputCount, gradient: &gradient,
          scaleRange: block.output, biasRange: bias.map { block.slice(of: $0) })
        do {
          var part = gradient._mutatingExtracting(filters)
          engine.synthesisPullback(
            .synthesis, into: .permuted, plan, filters: bankTaps, gradient: &part)
        }
        do {
          var part = gradient._mutatingExtracting(block.coefficients)
          engine.permuteAndScalePullback(block.permutation, by: coefficients, gradient: &part)
        }
        do {
          var part = gradient._mutatingExtracting(filters)
          engine.analysisPullback(
            .coefficients, into: .analysis, plan, filters: bankTaps, gradient: &part)
        }
        do {
          var part = gradient._mutatingExtracting(block.input)
          engine.packPullback(
            analysis, input, group, columns: 0..<inputCount, stride: inputCount, scale: diagonal,
            into: &samples, gradient: &part)
        }
      }
    }
  }

  /// The wavelet loss of the filters (equations 5 and 6).
  public var auxiliaryLoss: Scalar {
    WaveletLoss(parameters.values.span.extracting(filters)).total
  }

  /// Adds the wavelet loss's gradient to that of the filters.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {
    requireParameterGradient(parameterGradient.count)
    var part = parameterGradient._mutatingExtracting(filters)
    WaveletLoss.accumulateGradient(
      of: parameters.values.span.extracting(filters), weight: weight, into: &part)
  }
}
