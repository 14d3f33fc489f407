public import Kernels
import LinearAlgebra
public import StructuredLinear

/// Runs batches of symbols through a temporal convolutional network, forwards and backwards.
///
/// The sequences of a batch are divided into parts that go through the whole network on their own, each
/// on one thread; their gradients are added in order. The division depends on the batch alone, so
/// results are the same, bit for bit, for any number of threads. Memory is kept from one batch to the
/// next.
///
/// Parts call OpenBLAS at the same time: set ``LinearAlgebra/OpenBLAS/threads`` to 1, or they wait for
/// each other.
public final class TemporalPass<Scalar: LayerScalar> {
  private let workspace: Workspace<Scalar>
  private var parts: [Part] = []
  private var steps = 0
  private var division = BatchDivision(batch: 0)
  private var batch: Int { division.batch }

  private final class Part {
    var tape = TemporalTape<Scalar>()
  }

  /// A pass that uses a workspace's threads and instruction set.
  public init(workspace: Workspace<Scalar>) { self.workspace = workspace }

  private func part(_ index: Int) -> BatchPart {
    BatchPart(steps: steps, batch: batch, samples: division[index])
  }

  private func divide(steps: Int, batch: Int) {
    self.steps = steps
    division = BatchDivision(batch: batch)
    if parts.count != division.count { parts = (0..<division.count).map { _ in Part() } }
  }

  /// Runs a batch through the network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - symbols: `[steps, batch]`.
  ///   - steps: How long the sequences are, at least 1.
  ///   - batch: How many sequences, at least 1.
  ///   - outputs: Receives `[steps, batch, symbols]`.
  public func run(
    _ network: TemporalConvolutionalNetwork<Scalar>, symbols: Span<Int>, steps: Int, batch: Int,
    outputs: inout MutableSpan<Scalar>
  ) {
    let count = network.bias.count
    guard steps >= 1, batch >= 1, symbols.count == steps * batch,
      outputs.count == symbols.count * count
    else {
      fatalError(
        "\(symbols.count) symbols and \(outputs.count) outputs for \(steps) steps of \(batch) and "
          + "\(count) classes")
    }
    divide(steps: steps, batch: batch)
    nonisolated(unsafe) let pass = self
    workspace.forEachPart(parts.count) { workspace, index in
      pass.parts[index].tape.run(
        network, symbols: symbols, part: pass.part(index), workspace: workspace)
    }
    for index in parts.indices {
      let samples = part(index).samples
      let own = parts[index].tape.outputs
      copyBlocks(
        own.span, to: &outputs, blocks: steps, length: samples.count * count,
        fromStride: samples.count * count, fromStart: 0, toStride: batch * count,
        toStart: samples.lowerBound * count)
    }
  }

  /// The pullback of the last ``run(_:symbols:steps:batch:outputs:)``, once for each run.
  ///
  /// - Parameters:
  ///   - network: The network, unchanged since.
  ///   - outputGradient: `[steps, batch, symbols]`.
  ///   - gradient: Receives the gradient with respect to the parameters, summed over steps and batch
  ///     and added to what is there.
  public func pullback(
    _ network: TemporalConvolutionalNetwork<Scalar>, outputGradient: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    guard outputGradient.count == steps * batch * network.bias.count,
      gradient.count == network.weightCount
    else {
      fatalError(
        "Gradients of \(outputGradient.count) outputs and \(gradient.count) parameters where "
          + "\(steps * batch * network.bias.count) and \(network.weightCount) are due")
    }
    nonisolated(unsafe) let pass = self
    workspace.forEachPart(parts.count) { workspace, index in
      pass.parts[index].tape.pullback(
        network, outputGradient: outputGradient, part: pass.part(index), workspace: workspace)
    }
    for part in parts {
      let own = part.tape.gradient
      BLAS.axpy(alpha: 1, x: own.span, y: &gradient)
    }
  }
}
