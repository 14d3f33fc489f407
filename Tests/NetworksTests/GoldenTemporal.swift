import Foundation
import Networks
import StructuredLinear

/// What `Golden/generate_temporal.py` wrote.
struct GoldenTemporal: Decodable {
  static let values: GoldenTemporal = {
    let url = Bundle.module.url(forResource: "torch_temporal", withExtension: "json")!
    do {
      return try JSONDecoder().decode(GoldenTemporal.self, from: Data(contentsOf: url))
    } catch { fatalError("\(url.path): \(error)") }
  }()

  let blocks: [Block]
  let network: Network

  /// A block with the gradients of ⟨output, weighting⟩.
  struct Block: Decodable, CustomStringConvertible {
    let inputs, outputs, taps, dilation, batch, steps: Int
    let weights, gradients: [String: [Double]]
    /// `[batch, steps, channels]`.
    let input, output, weighting: [Double]

    var description: String { "\(inputs) to \(outputs), \(taps) taps by \(dilation)" }
  }

  /// A network of two blocks, scored after `unscored` steps.
  struct Network: Decodable {
    let symbols, width, hidden, taps, batch, steps, unscored: Int
    /// `[batch, steps + 1]`.
    let text: [[Int]]
    let weights, gradients: [String: [Double]]
    /// `[batch, steps, symbols]`.
    let outputs: [Double]
    let loss: Double
  }
}

/// From `[first, second, count]` to `[second, first, count]`.
func swapped(_ x: [Double], _ first: Int, _ second: Int) -> [Double] {
  let count = x.count / (first * second)
  var result: [Double] = []
  for j in 0..<second {
    for i in 0..<first {
      let start = (i * second + j) * count
      result += x[start..<start + count]
    }
  }
  return result
}

/// PyTorch's weights in the layout of ours: taps come first, `[taps, outputs, inputs]`.
func flattened<T: LayerScalar>(
  _ values: [String: [Double]], as parameters: Parameters<T>
) -> [Double] {
  var result: [Double] = []
  for entry in parameters.entries {
    let own = values[entry.name]!
    let taps = entry.name.hasSuffix(".direction") ? entry.shape[0] : 1
    for tap in 0..<taps {
      for i in stride(from: tap, to: own.count, by: taps) { result.append(own[i]) }
    }
  }
  return result
}
