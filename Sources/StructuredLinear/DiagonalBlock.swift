import Kernels

/// One block `D · T⁻¹ · G · Π · T · B` of a structured layer: where its diagonals are in the
/// parameters, and which outputs it gives.
struct DiagonalBlock: Sendable {
  /// B: a factor for each input.
  let input: Range<Int>
  /// G: a factor for each permuted coefficient.
  let coefficients: Range<Int>
  /// D: a factor for each output that is kept.
  let output: Range<Int>
  /// Π.
  let permutation: Permutation
  /// The layer's outputs that this block gives.
  let columns: Range<Int>

  /// The block's part of a tensor with an element for each output.
  func slice(of outputs: Range<Int>) -> Range<Int> {
    outputs.lowerBound + columns.lowerBound..<outputs.lowerBound + columns.upperBound
  }
}

extension Parameters {
  /// Adds the diagonals of as many blocks as the outputs need, each with a permutation drawn from
  /// the seed. All diagonals start at one.
  mutating func appendBlocks(
    inputs: Int, outputs: Int, blockOutputs: Int, coefficients: Int, seed: UInt64
  ) -> [DiagonalBlock] {
    var generator = SplitMix64(seed: seed)
    var blocks: [DiagonalBlock] = []
    func ones(_ count: Int) -> [Scalar] { [Scalar](repeating: 1, count: count) }
    for start in stride(from: 0, to: outputs, by: blockOutputs) {
      let columns = start..<min(start + blockOutputs, outputs)
      let index = blocks.count
      blocks.append(
        DiagonalBlock(
          input: append(
            "\(index).input", shape: [inputs], role: .diagonal, ones(inputs)),
          coefficients: append(
            "\(index).coefficients", shape: [coefficients], role: .diagonal, ones(coefficients)),
          output: append(
            "\(index).output", shape: [columns.count], role: .diagonal, ones(columns.count)),
          permutation: .random(coefficients, using: &generator), columns: columns))
    }
    return blocks
  }
}
