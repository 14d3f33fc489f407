public import Kernels
public import Wavelets

/// The paper's compressed layer, `W = D · W⁻¹ · G · Π · W · B` (equation 7).
///
/// B, G and D are learnable diagonals that start as the identity, Π a fixed random permutation, W and
/// W⁻¹ the analysis and synthesis transforms with learnable filters. A square layer of n has
/// `2n + g + 4L` weights, where g is the number of coefficients (for periodization n,
/// rounded up to a multiple of 2^levels).
///
/// Filters are learned tap by tap unless `LearnableFilters` say otherwise: as a lattice of rotations
/// or as lifting steps they reconstruct by construction, and have `L/2` or about `L + 1` weights in
/// place of `4L`.
///
/// ## Several permutations
/// With `terms` permutations there stands `Σ_k G_k · Π_k` in place of `G · Π`: a sparse matrix between the
/// transforms, with `terms` learnable entries in each row and column, for `(terms − 1)·g` weights more. The
/// paper's layer has one. Further diagonals start at zero, so that the layer starts as the paper's.
///
/// ## Rectangular layers
/// With periodization, inputs are padded with zeros to a multiple of 2^levels. With more outputs than
/// padded inputs, several blocks with diagonals and permutations of their own share the filters; their
/// outputs stand one after the other and are cut to size. With fewer outputs, one block over the inputs
/// is cut to size. D has an entry for each output that is kept.
///
/// ## Parameters
/// `filters` `[4, L]`, `angles` `[L/2]` of a lattice, or `lifting`; for each block i, `i.input` (B),
/// `i.coefficients` (G; `[g, terms]` of several permutations) and `i.output` (D); with a bias, `bias` `[outputs]`.
public struct WaveletMap<Scalar: LayerScalar>: LinearMap {
  /// Features of an input sample.
  public let inputCount: Int
  /// Features of an output sample.
  public let outputCount: Int
  /// What can be learned.
  public var parameters = Parameters<Scalar>() {
    didSet { evaluateFilters() }
  }
  /// How the filters depend on parameters.
  public let parametrization: any FilterParametrization<Scalar>
  /// The transform's lengths and bands.
  public let plan: TransformPlan

  let filters: Range<Int>
  /// The taps where they are not parameters themselves, else empty.
  private var computedTaps: [Scalar] = []
  let blocks: [DiagonalBlock]
  let bias: Range<Int>?

  /// The permutations Π, those of the first block first.
  public var permutations: [Permutation] { blocks.flatMap(\.permutations) }

  /// A layer that starts as `W⁻¹ Π W`.
  ///
  /// Traps for a size below 1, for levels outside 1...30 and for permutations outside 1...65536.
  ///
  /// - Parameters:
  ///   - inputs: Features of an input sample.
  ///   - outputs: Features of an output sample.
  ///   - bank: The filters to start from: the paper's are `FilterBank.haar(paddedTo:)`.
  ///   - levels: How often the low band is split ("scales" in the paper).
  ///   - mode: How signals continue beyond their ends.
  ///   - terms: How many permutations there are.
  ///   - hasBias: Whether an offset is added, which starts at zero.
  ///   - seed: Fixes the permutations.
  public init(
    inputs: Int, outputs: Int, bank: FilterBank<Scalar> = .haar(paddedTo: 6), levels: Int = 6,
    mode: ExtensionMode = .periodization, terms: Int = 1, bias hasBias: Bool = false,
    seed: UInt64 = 0
  ) {
    self.init(
      inputs: inputs, outputs: outputs, learning: .free(bank), levels: levels, mode: mode,
      terms: terms, bias: hasBias, seed: seed)
  }

  /// A layer that starts as `W⁻¹ Π W`, whose filters are learned in a way of choice.
  ///
  /// Traps for a size below 1, for levels outside 1...30 and for permutations outside 1...65536.
  ///
  /// - Parameters:
  ///   - inputs: Features of an input sample.
  ///   - outputs: Features of an output sample.
  ///   - learning: The filters to start from, and what of them is learned.
  ///   - levels: How often the low band is split ("scales" in the paper).
  ///   - mode: How signals continue beyond their ends.
  ///   - terms: How many permutations there are.
  ///   - hasBias: Whether an offset is added, which starts at zero.
  ///   - seed: Fixes the permutations.
  public init(
    inputs: Int, outputs: Int, learning: LearnableFilters<Scalar>, levels: Int = 6,
    mode: ExtensionMode = .periodization, terms: Int = 1, bias hasBias: Bool = false,
    seed: UInt64 = 0
  ) {
    requireSizes(inputs, outputs)
    guard (1...30).contains(levels) else {
      fatalError("A wavelet layer takes 1...30 levels, not \(levels)")
    }
    guard (1...65_536).contains(terms) else {
      fatalError("A wavelet layer has 1...65536 permutations, not \(terms)")
    }
    inputCount = inputs
    outputCount = outputs
    parametrization = learning.parametrization
    let step = mode == .periodization ? 1 << levels : 1
    let padded = (inputs + step - 1) / step * step
    let plan = TransformPlan(length: padded, taps: parametrization.taps, levels: levels, mode: mode)
    self.plan = plan
    filters = parameters.append(
      parametrization.name, shape: parametrization.shape, role: .filters, learning.start)
    blocks = parameters.appendBlocks(
      inputs: inputs, outputs: outputs, blockOutputs: padded,
      coefficients: plan.coefficientCount, terms: terms, seed: seed)
    bias =
      hasBias
      ? parameters.append(
        "bias", shape: [outputs], role: .bias, [Scalar](repeating: 0, count: outputs)) : nil
    evaluateFilters()
  }

  /// The filters as they are now.
  public var bank: FilterBank<Scalar> {
    parametrization.bank(Array(parameters.values[filters]))
  }

  /// Computes the taps again, so that ``apply(_:into:batch:workspace:)`` finds them.
  private mutating func evaluateFilters() {
    guard !parametrization.isIdentity else { return }
    let count = 4 * parametrization.taps
    // Taken out and put back, as a span of it would keep hold of the whole map.
    var taps = computedTaps
    computedTaps = []
    if taps.count != count { taps = [Scalar](repeating: 0, count: count) }
    var span = taps.mutableSpan
    parametrization.evaluate(parameters.values.span.extracting(filters), into: &span)
    computedTaps = taps
  }

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
      let filters = computedTaps.isEmpty ? values.extracting(filters) : computedTaps.span
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
        engine.mix(block, by: values.extracting(block.coefficients))
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
  /// the same buffers. Where taps are computed, the gradient with respect to them is gathered behind
  /// that with respect to the parameters, in memory of the workspace, before it goes on.
  public func pullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    inputGradient: inout MutableSpan<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    requireShapes(input.count, outputGradient.count, batch: batch, parameterGradient.count)
    if computedTaps.isEmpty {
      pullBack(
        input, outputGradient, &inputGradient, &parameterGradient, taps: filters, batch, workspace)
      return
    }
    let count = parameters.count
    let taps = count..<count + computedTaps.count
    workspace.withScratch(taps.upperBound) { gradient in
      for i in 0..<taps.upperBound { gradient[i] = 0 }
      pullBack(input, outputGradient, &inputGradient, &gradient, taps: taps, batch, workspace)
      for i in 0..<count { parameterGradient[i] += gradient[i] }
      var part = parameterGradient._mutatingExtracting(filters)
      parametrization.pullback(
        parameters.values.span.extracting(filters), tapGradient: gradient.span.extracting(taps),
        into: &part)
    }
  }

  /// - Parameter taps: Where the gradient with respect to the taps is, behind or within that with
  ///   respect to the parameters.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private func pullBack(
    _ input: Span<Scalar>, _ outputGradient: Span<Scalar>,
    _ inputGradient: inout MutableSpan<Scalar>, _ parameterGradient: inout MutableSpan<Scalar>,
    taps: Range<Int>, _ batch: Int, _ workspace: Workspace<Scalar>
  ) {
    workspace.forEachGroup(
      batch: batch, output: &inputGradient, stride: inputCount, shared: &parameterGradient
    ) { engine, group, samples, gradient in
      let values = parameters.values.span
      let bankTaps = computedTaps.isEmpty ? values.extracting(filters) : computedTaps.span
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
        engine.mix(block, by: coefficients, forPullback: true)
        engine.synthesis(.permuted, into: .synthesis, plan, filters: bankTaps)

        engine.unpackPullback(
          RowPlace(.synthesis, signalOf: plan), scale: output, outputGradient, group,
          columns: block.columns, stride: outputCount, gradient: &gradient,
          scaleRange: block.output, biasRange: bias.map { block.slice(of: $0) })
        do {
          var part = gradient._mutatingExtracting(taps)
          engine.synthesisPullback(
            .synthesis, into: .permuted, plan, filters: bankTaps, gradient: &part)
        }
        do {
          var part = gradient._mutatingExtracting(block.coefficients)
          engine.mixPullback(block, by: coefficients, gradient: &part)
        }
        do {
          var part = gradient._mutatingExtracting(taps)
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

  /// What holds the filters near a wavelet: by default the wavelet loss (equations 5 and 6); 0 where
  /// they reconstruct by construction.
  public var auxiliaryLoss: Scalar {
    parametrization.auxiliaryLoss(parameters.values.span.extracting(filters))
  }

  /// Adds that loss's gradient to that of the filters.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {
    requireParameterGradient(parameterGradient.count)
    var part = parameterGradient._mutatingExtracting(filters)
    parametrization.accumulateAuxiliaryGradient(
      parameters.values.span.extracting(filters), weight: weight, into: &part)
  }
}
