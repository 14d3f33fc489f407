public import Kernels
public import StructuredLinear

/// Runs batches of symbols through a network, forwards and backwards, as ``SequencePass`` does those of
/// vectors. Memory is kept from one batch to the next.
public final class SymbolPass<Scalar: LayerScalar> {
  private let pass: SequencePass<Scalar>
  /// The symbols' vectors, `[steps, batch, width]`.
  private var vectors: [Scalar] = []
  private var vectorGradient: [Scalar] = []

  /// A pass that uses a workspace's threads and instruction set.
  public init(workspace: Workspace<Scalar>) { pass = SequencePass(workspace: workspace) }

  /// Runs a batch through the network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - symbols: `[steps, batch]`.
  ///   - steps: How long the sequences are.
  ///   - batch: How many sequences.
  ///   - initialState: The hidden state to start from, `[batch, hidden]`, a constant on the way back;
  ///     zeros where it is nil.
  ///   - outputs: Receives `[read steps, batch, outputs]`.
  public func run(
    _ network: SymbolNetwork<Scalar>, symbols: Span<Int>, steps: Int, batch: Int,
    initialState: Span<Scalar>? = nil, outputs: inout MutableSpan<Scalar>
  ) {
    guard symbols.count == steps * batch else {
      fatalError("\(symbols.count) symbols for \(steps) steps of \(batch)")
    }
    resize(&vectors, symbols.count * network.embedding.width)
    var vectors = take(&self.vectors)
    do {
      var span = vectors.mutableSpan
      network.embedding.apply(symbols, into: &span)
    }
    pass.run(
      network.recurrent, inputs: vectors.span, steps: steps, batch: batch,
      initialState: initialState, outputs: &outputs)
    self.vectors = vectors
  }

  /// The hidden state after the last step of the last run, for a run that goes on from there.
  ///
  /// - Parameter state: Receives `[batch, hidden]`.
  public func copyLastState(to state: inout MutableSpan<Scalar>) {
    pass.copyLastState(to: &state)
  }

  /// The pullback of the last ``run(_:symbols:steps:batch:initialState:outputs:)``, once for each run.
  ///
  /// - Parameters:
  ///   - network: The network, unchanged since.
  ///   - symbols: The symbols of that run.
  ///   - outputGradient: `[read steps, batch, outputs]`.
  ///   - gradient: Receives the gradient with respect to the parameters, summed over steps and batch
  ///     and added to what is there.
  public func pullback(
    _ network: SymbolNetwork<Scalar>, symbols: Span<Int>, outputGradient: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    let count = network.embedding.parameters.count
    guard symbols.count * network.embedding.width == vectors.count, gradient.count >= count else {
      fatalError(
        "\(symbols.count) symbols and a gradient of \(gradient.count) after "
          + "\(vectors.count / network.embedding.width) symbols, whose vectors have \(count) "
          + "parameters")
    }
    resize(&vectorGradient, vectors.count)
    var vectorGradient = take(&self.vectorGradient)
    do {
      var toVectors = vectorGradient.mutableSpan
      fill(&toVectors, 0..<toVectors.count)
      do {
        var part = gradient._mutatingExtracting(count..<gradient.count)
        pass.pullback(
          network.recurrent, outputGradient: outputGradient, gradient: &part,
          inputGradient: &toVectors)
      }
      var part = gradient._mutatingExtracting(0..<count)
      network.embedding.pullback(
        symbols, outputGradient: toVectors.span, parameterGradient: &part)
    }
    self.vectorGradient = vectorGradient
  }
}
