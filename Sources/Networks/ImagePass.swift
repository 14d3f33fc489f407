public import Kernels
import LinearAlgebra
public import StructuredLinear

/// Runs batches of images through a convolutional network, forwards and backwards.
///
/// The images of a batch are divided into parts that go through the whole network on their own, each on
/// one thread; their gradients are added in order. The division depends on the batch alone, so results
/// are the same, bit for bit, for any number of threads. Memory is kept from one batch to the next.
///
/// Parts call OpenBLAS at the same time: set ``LinearAlgebra/OpenBLAS/threads`` to 1, or they wait for
/// each other.
public final class ImagePass<Scalar: LayerScalar> {
  private let workspace: Workspace<Scalar>
  private var parts: [Part] = []
  private var division = BatchDivision(batch: 0)
  private var batch: Int { division.batch }

  private final class Part {
    var tape = ImageTape<Scalar>()
  }

  /// A pass that uses a workspace's threads and instruction set.
  public init(workspace: Workspace<Scalar>) { self.workspace = workspace }

  private func divide(batch: Int) {
    division = BatchDivision(batch: batch)
    if parts.count != division.count { parts = (0..<division.count).map { _ in Part() } }
  }

  /// Runs a batch through the network.
  ///
  /// - Parameters:
  ///   - network: The network.
  ///   - images: `[batch, rows, columns]`.
  ///   - batch: How many images, at least 1.
  ///   - outputs: Receives `[batch, classes]`.
  public func run(
    _ network: LeNet<Scalar>, images: Span<Scalar>, batch: Int, outputs: inout MutableSpan<Scalar>
  ) {
    let (imageCount, classCount) = (network.imageCount, network.classCount)
    guard batch >= 1, images.count == batch * imageCount, outputs.count == batch * classCount else {
      fatalError(
        "\(images.count) pixels and \(outputs.count) outputs for \(batch) images of \(imageCount) "
          + "and \(classCount) classes")
    }
    divide(batch: batch)
    nonisolated(unsafe) let parts = parts
    nonisolated(unsafe) let pass = self
    workspace.forEachPart(parts.count) { workspace, index in
      let samples = pass.division[index]
      parts[index].tape.run(
        network,
        images: images.extracting(
          samples.lowerBound * imageCount..<samples.upperBound * imageCount),
        samples: samples.count, workspace: workspace)
    }
    for index in parts.indices {
      let start = division[index].lowerBound * classCount
      let own = parts[index].tape.outputs
      for i in own.indices { outputs[start + i] = own[i] }
    }
  }

  /// The pullback of the last ``run(_:images:batch:outputs:)``, once for each run.
  ///
  /// - Parameters:
  ///   - network: The network, unchanged since.
  ///   - images: The images of that run.
  ///   - outputGradient: `[batch, classes]`.
  ///   - gradient: Receives the gradient with respect to the parameters, summed over the batch and
  ///     added to what is there.
  public func pullback(
    _ network: LeNet<Scalar>, images: Span<Scalar>, outputGradient: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    let (imageCount, classCount) = (network.imageCount, network.classCount)
    guard batch >= 1, images.count == batch * imageCount,
      outputGradient.count == batch * classCount, gradient.count == network.weightCount
    else {
      fatalError(
        "\(images.count) pixels and gradients of \(outputGradient.count) outputs and "
          + "\(gradient.count) parameters for \(batch) images of \(imageCount), \(classCount) "
          + "classes and \(network.weightCount) parameters")
    }
    nonisolated(unsafe) let parts = parts
    nonisolated(unsafe) let pass = self
    workspace.forEachPart(parts.count) { workspace, index in
      let samples = pass.division[index]
      parts[index].tape.pullback(
        network,
        images: images.extracting(
          samples.lowerBound * imageCount..<samples.upperBound * imageCount),
        outputGradient: outputGradient.extracting(
          samples.lowerBound * classCount..<samples.upperBound * classCount),
        workspace: workspace)
    }
    for part in parts {
      let own = part.tape.gradient
      BLAS.axpy(alpha: 1, x: own.span, y: &gradient)
    }
  }
}
