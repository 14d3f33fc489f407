import LinearAlgebra
import StructuredLinear

extension CausalConvolution {
  /// Where the matrix of a tap is, among all of them.
  func matrix(_ tap: Int) -> Range<Int> {
    let count = outputCount * inputCount
    return tap * count..<(tap + 1) * count
  }

  /// Where the weights of a tap and an output are, among all of them.
  private func row(_ tap: Int, _ output: Int) -> Range<Int> {
    let start = (tap * outputCount + output) * inputCount
    return start..<start + inputCount
  }

  /// ‖direction[·, output, ·]‖.
  func norm(_ output: Int) -> Scalar {
    let directions = parameters.values.span.extracting(direction)
    var sum: Scalar = 0
    for tap in 0..<taps {
      let own = directions.extracting(row(tap, output))
      sum += BLAS.dot(x: own, y: own)
    }
    return sum.squareRoot()
  }

  /// Writes the normalised weights, `[taps, outputs, inputs]`.
  func writeWeights(to weights: inout MutableSpan<Scalar>) {
    let directions = parameters.values.span.extracting(direction)
    for output in 0..<outputCount {
      let factor = parameters.values[scale.lowerBound + output] / norm(output)
      for tap in 0..<taps {
        let range = row(tap, output)
        var own = weights._mutatingExtracting(range)
        BLAS.copy(x: directions.extracting(range), y: &own)
        BLAS.scal(alpha: factor, x: &own)
      }
    }
  }

  /// From the gradient with respect to the normalised weights to those with respect to directions and
  /// scales. With a direction v, its length n and its scale s, the weights are w = s·v/n, so that
  /// ds = ⟨dw, v⟩/n and dv = (s/n)·(dw − v·⟨dw, v⟩/n²): what would change the length alone is left out.
  func pullBackWeights(
    _ weightGradient: Span<Scalar>, addingTo gradient: inout MutableSpan<Scalar>
  ) {
    let directions = parameters.values.span.extracting(direction)
    for output in 0..<outputCount {
      let norm = norm(output)
      var product: Scalar = 0
      for tap in 0..<taps {
        let range = row(tap, output)
        product += BLAS.dot(
          x: weightGradient.extracting(range), y: directions.extracting(range))
      }
      let factor = parameters.values[scale.lowerBound + output] / norm
      gradient[scale.lowerBound + output] += product / norm
      for tap in 0..<taps {
        let range = row(tap, output)
        var all = gradient._mutatingExtracting(direction)
        var own = all._mutatingExtracting(range)
        BLAS.axpy(alpha: factor, x: weightGradient.extracting(range), y: &own)
        BLAS.axpy(
          alpha: -factor * product / (norm * norm), x: directions.extracting(range), y: &own)
      }
    }
  }
}
