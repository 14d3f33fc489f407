import LinearAlgebra
import StructuredLinear

extension GatedRecurrentCell {
  /// The gradient with respect to a tape's inputs, of all steps at once: Σ da·V over the gates, whose
  /// values on the tape have become gradients da on the way back.
  func pullBackToInputs(_ tape: inout SequenceTape<Scalar>) {
    let rows = tape.steps * tape.samples
    let matrix = hiddenCount * inputCount
    resize(&tape.inputGradient, rows * inputCount)
    var inputGradient = take(&tape.inputGradient)
    var sum = inputGradient.mutableSpan
    func add(_ index: Int, _ gateGradient: Span<Scalar>, _ sum: inout MutableSpan<Scalar>) {
      BLAS.gemm(
        m: rows, n: inputCount, k: hiddenCount, a: gateGradient,
        b: inputWeights.span.extracting(index * matrix..<(index + 1) * matrix),
        beta: index == 0 ? 0 : 1, c: &sum)
    }
    add(0, tape.reset.span, &sum)
    add(1, tape.update.span, &sum)
    add(2, tape.state.span, &sum)
    tape.inputGradient = inputGradient
  }
}
