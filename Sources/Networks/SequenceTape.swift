import Kernels
import LinearAlgebra
package import StructuredLinear

/// What one part of a batch leaves behind on its way through a sequence, for back-propagation.
///
/// Arrays are `[steps, samples, …]`. Their memory is kept from one sequence to the next.
struct SequenceTape<Scalar: LayerScalar> {
  /// The samples, and the length of their sequences.
  private(set) var part = BatchPart(steps: 0, batch: 0, samples: 0..<0)
  /// `[steps, samples, inputs + 1]`: each input is followed by a 1, which the offsets belong to.
  var inputs: [Scalar] = []
  /// `[steps + 1, samples, hidden]`, the first that which the sequence starts from.
  var hidden: [Scalar] = []
  /// r, then the gradient before its non-linearity; `[steps, samples, hidden]`.
  var reset: [Scalar] = []
  /// z, then likewise.
  var update: [Scalar] = []
  /// c, then likewise.
  var state: [Scalar] = []
  /// r ⊙ h.
  var product: [Scalar] = []
  /// `[samples, 3·hidden]`: what the gates get from the input and the offsets, of one step.
  var gateInputs: [Scalar] = []
  /// `[samples, hidden]`: gradient with respect to the hidden state.
  var hiddenGradient: [Scalar] = []
  /// `[samples, hidden]`: gradient with respect to r ⊙ h.
  var productGradient: [Scalar] = []
  /// `[3, inputs + 1, hidden]`: gradient with respect to input weights, transposed, and offsets.
  var inputWeightGradient: [Scalar] = []
  /// Hidden states behind a mask, where there is one, `[scored steps, samples, hidden]`; then the gradient
  /// of those before it.
  var masked: [Scalar] = []
  /// Outputs of the read-out, `[scored steps, samples, outputs]`; then their gradient.
  var outputs: [Scalar] = []
  /// Gradient with respect to the parameters of the network.
  var gradient: [Scalar] = []
  /// `[steps, samples, inputs]`: gradient with respect to the inputs, where it was asked for.
  var inputGradient: [Scalar] = []

  /// Length of the sequences.
  var steps: Int { part.steps }
  /// How many there are.
  var samples: Int { part.samples.count }
  /// Where the hidden state after the last step is.
  var lastState: Range<Int> { hidden.count - hidden.count / (steps + 1)..<hidden.count }

  /// Makes room for a sequence and clears the first hidden state.
  mutating func prepare(_ part: BatchPart, inputs: Int, hidden: Int) {
    self.part = part
    let rows = part.rows
    let samples = part.samples.count
    resize(&self.inputs, rows * (inputs + 1))
    resize(&self.hidden, (rows + samples) * hidden)
    resize(&reset, rows * hidden)
    resize(&update, rows * hidden)
    resize(&state, rows * hidden)
    resize(&product, rows * hidden)
    resize(&gateInputs, samples * 3 * hidden)
    resize(&hiddenGradient, samples * hidden)
    resize(&productGradient, samples * hidden)
    resize(&inputWeightGradient, 3 * (inputs + 1) * hidden)
    var first = self.hidden.mutableSpan
    fill(&first, 0..<samples * hidden)
  }
}

/// Gives an array a size; what it held is lost where that changes.
package func resize<Scalar: LayerScalar>(_ array: inout [Scalar], _ count: Int) {
  if array.count != count { array = [Scalar](repeating: 0, count: count) }
}

/// Sets a range to zero.
@_specialize(where Scalar == Float)
@_specialize(where Scalar == Double)
func fill<Scalar: LayerScalar>(_ span: inout MutableSpan<Scalar>, _ range: Range<Int>) {
  for i in range { span[i] = 0 }
}

/// Takes an array out of its place, so that spans of several arrays may be held at the same time.
package func take<Scalar: LayerScalar>(_ array: inout [Scalar]) -> [Scalar] {
  var taken: [Scalar] = []
  swap(&taken, &array)
  return taken
}
