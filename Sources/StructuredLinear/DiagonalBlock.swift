import Kernels

/// One block `D · T⁻¹ · G · Π · T · B` of a structured layer: where its diagonals are in the
/// parameters, and which outputs it gives.
struct DiagonalBlock: Sendable {
  /// B: a factor for each input.
  let input: Range<Int>
  /// G: a factor for each permuted coefficient, `[coefficients, terms]`.
  let coefficients: Range<Int>
  /// D: a factor for each output that is kept.
  let output: Range<Int>
  /// Π, the first of the permutations.
  let permutation: Permutation
  /// All of them, where there are several.
  let sum: PermutationSum?
  /// The layer's outputs that this block gives.
  let columns: Range<Int>

  /// The permutations, at least one.
  var permutations: [Permutation] { sum?.permutations ?? [permutation] }

  /// The block's part of a tensor with an element for each output.
  func slice(of outputs: Range<Int>) -> Range<Int> {
    outputs.lowerBound + columns.lowerBound..<outputs.lowerBound + columns.upperBound
  }
}

extension RowEngine {
  /// G and Π of a block in one step, from the coefficients to the permuted buffer.
  @inline(__always)
  func mix(_ block: DiagonalBlock, by factors: Span<Scalar>, forPullback: Bool = false) {
    if let sum = block.sum {
      multiply(sum, by: factors)
    } else {
      permuteAndScale(block.permutation, by: factors, forPullback: forPullback)
    }
  }

  /// The pullback of ``mix(_:by:forPullback:)``.
  @inline(__always)
  func mixPullback(
    _ block: DiagonalBlock, by factors: Span<Scalar>, gradient: inout MutableSpan<Scalar>
  ) {
    if let sum = block.sum {
      multiplyPullback(sum, by: factors, gradient: &gradient)
    } else {
      permuteAndScalePullback(block.permutation, by: factors, gradient: &gradient)
    }
  }
}

extension Parameters {
  /// Adds the diagonals of as many blocks as the outputs need, each with permutations drawn from the
  /// seed. All diagonals start at one, but for those of further permutations, which start at zero.
  mutating func appendBlocks(
    inputs: Int, outputs: Int, blockOutputs: Int, coefficients: Int, terms: Int = 1, seed: UInt64
  ) -> [DiagonalBlock] {
    var generator = SplitMix64(seed: seed)
    var blocks: [DiagonalBlock] = []
    func ones(_ count: Int) -> [Scalar] { [Scalar](repeating: 1, count: count) }
    for start in stride(from: 0, to: outputs, by: blockOutputs) {
      let columns = start..<min(start + blockOutputs, outputs)
      let index = blocks.count
      let permutations = (0..<terms).map { _ in
        Permutation.random(coefficients, using: &generator)
      }
      var factors = [Scalar](repeating: 0, count: coefficients * terms)
      for i in 0..<coefficients { factors[i * terms] = 1 }
      blocks.append(
        DiagonalBlock(
          input: append(
            "\(index).input", shape: [inputs], role: .diagonal, ones(inputs)),
          coefficients: append(
            "\(index).coefficients", shape: terms > 1 ? [coefficients, terms] : [coefficients],
            role: .diagonal, factors),
          output: append(
            "\(index).output", shape: [columns.count], role: .diagonal, ones(columns.count)),
          permutation: permutations[0], sum: terms > 1 ? PermutationSum(permutations) : nil,
          columns: columns))
    }
    return blocks
  }
}
