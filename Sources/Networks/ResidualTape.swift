package import Kernels
import LinearAlgebra
package import StructuredLinear

/// What some sequences leave behind on their way through a block, for back-propagation. Arrays are
/// `[steps, samples, outputs]`; their memory is kept from one batch to the next.
package struct ResidualTape<Scalar: LayerScalar> {
  /// Masks behind both convolutions.
  package typealias Masks = (first: ElementMask, second: ElementMask)

  /// Behind the rectifier and the mask of the first convolution.
  private var first: [Scalar] = []
  /// Likewise of the second.
  private var second: [Scalar] = []
  /// What the block gives.
  package private(set) var outputs: [Scalar] = []

  /// No sequences yet.
  package init() {}

  /// Sequences `[steps, samples, inputs]`, forwards.
  package mutating func run(
    _ block: ResidualBlock<Scalar>, inputs: Span<Scalar>, part: BatchPart, masks: Masks?,
    workspace: Workspace<Scalar>
  ) {
    let (samples, width) = (part.samples.count, block.outputCount)
    resize(&self.first, part.rows * width)
    resize(&self.second, part.rows * width)
    resize(&self.outputs, part.rows * width)
    var (first, second, outputs) = (take(&self.first), take(&self.second), take(&self.outputs))
    do {
      var between = first.mutableSpan
      block.conv1.apply(
        inputs, into: &between, steps: part.steps, batch: samples, workspace: workspace)
      Rectifier.apply(&between, instructionSet: workspace.instructionSet)
      masks?.first.apply(to: &between, part: part, width: width)
      var behind = second.mutableSpan
      block.conv2.apply(
        between.span, into: &behind, steps: part.steps, batch: samples, workspace: workspace)
      Rectifier.apply(&behind, instructionSet: workspace.instructionSet)
      masks?.second.apply(to: &behind, part: part, width: width)
      var sum = outputs.mutableSpan
      if let shortcut = block.shortcut {
        shortcut.apply(inputs, into: &sum, batch: part.rows, workspace: workspace)
      } else {
        BLAS.copy(x: inputs, y: &sum)
      }
      BLAS.axpy(alpha: 1, x: behind.span, y: &sum)
      Rectifier.apply(&sum, instructionSet: workspace.instructionSet)
    }
    (self.first, self.second, self.outputs) = (first, second, outputs)
  }

  /// The same sequences, backwards.
  ///
  /// - Parameters:
  ///   - block: The block, unchanged since.
  ///   - inputs: Those of the run.
  ///   - outputGradient: The gradient with respect to the outputs, which is used up.
  ///   - inputGradient: Receives that with respect to the inputs, added to what is there.
  ///   - parameterGradient: Receives that with respect to the parameters, likewise.
  ///   - part: The samples.
  ///   - masks: Those of the run.
  ///   - workspace: Kernels and memory.
  package func pullback(
    _ block: ResidualBlock<Scalar>, inputs: Span<Scalar>,
    outputGradient: inout MutableSpan<Scalar>, inputGradient: inout MutableSpan<Scalar>,
    parameterGradient: inout MutableSpan<Scalar>, part: BatchPart, masks: Masks?,
    workspace: Workspace<Scalar>
  ) {
    let set = workspace.instructionSet
    Rectifier.pullback(output: outputs.span, gradient: &outputGradient, instructionSet: set)
    if let shortcut = block.shortcut {
      var own = parameterGradient._mutatingExtracting(block.ranges.shortcut)
      shortcut.pullback(
        inputs, outputGradient: outputGradient.span, inputGradient: &inputGradient,
        parameterGradient: &own, batch: part.rows, workspace: workspace)
    } else {
      BLAS.axpy(alpha: 1, x: outputGradient.span, y: &inputGradient)
    }
    Self.pullBackMasked(second, &outputGradient, masks?.second, set)
    workspace.withScratch(first.count) { toFirst in
      fill(&toFirst, 0..<toFirst.count)
      var toSecondWeights = parameterGradient._mutatingExtracting(block.ranges.conv2)
      Self.pullBack(
        block.conv2, first.span, outputGradient.span, &toFirst, &toSecondWeights, part, workspace)
      Self.pullBackMasked(first, &toFirst, masks?.first, set)
      var toFirstWeights = parameterGradient._mutatingExtracting(block.ranges.conv1)
      Self.pullBack(
        block.conv1, inputs, toFirst.span, &inputGradient, &toFirstWeights, part, workspace)
    }
  }

  /// Past a mask and a rectifier: what is dropped is zero behind them as well as what is rectified.
  private static func pullBackMasked(
    _ masked: [Scalar], _ gradient: inout MutableSpan<Scalar>, _ mask: ElementMask?,
    _ set: InstructionSet
  ) {
    Rectifier.pullback(output: masked.span, gradient: &gradient, instructionSet: set)
    if let mask { BLAS.scal(alpha: Scalar(mask.kept), x: &gradient) }
  }

  private static func pullBack(
    _ convolution: CausalConvolution<Scalar>, _ inputs: Span<Scalar>,
    _ outputGradient: Span<Scalar>, _ inputGradient: inout MutableSpan<Scalar>,
    _ parameterGradient: inout MutableSpan<Scalar>, _ part: BatchPart,
    _ workspace: Workspace<Scalar>
  ) {
    convolution.parameterPullback(
      inputs, outputGradient: outputGradient, parameterGradient: &parameterGradient,
      steps: part.steps, batch: part.samples.count, workspace: workspace)
    convolution.adjoint(
      outputGradient, addingTo: &inputGradient, steps: part.steps, batch: part.samples.count,
      workspace: workspace)
  }
}
