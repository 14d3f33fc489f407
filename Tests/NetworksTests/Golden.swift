import Foundation
import LinearAlgebra
import StructuredLinear

/// What `Golden/generate.py` wrote.
struct Golden: Decodable {
  static let values: Golden = {
    let url = Bundle.module.url(forResource: "torch", withExtension: "json")!
    do {
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    } catch { fatalError("\(url.path): \(error)") }
  }()

  let optimizers: Optimizers
  let losses: Losses
  let clipping: Clipping
  let gru: GatedUnit

  struct Optimizers: Decodable {
    let start: [Double]
    let gradients: [[Double]]
    let cases: [OptimizerCase]
  }

  /// An optimizer's parameters after each step.
  struct OptimizerCase: Decodable, CustomStringConvertible {
    let name: String
    let options: [String: Double]
    let parameters: [[Double]]

    var description: String { "\(name) \(options.sorted { $0.key < $1.key })" }
  }

  struct Losses: Decodable {
    let squared: Squared
    let entropies: [Entropy]

    enum CodingKeys: String, CodingKey {
      case squared = "mean_squared_error"
      case entropies = "cross_entropy"
    }
  }

  struct Squared: Decodable {
    let output, target, gradient: [Double]
    let loss: Double
  }

  struct Entropy: Decodable {
    let classes: Int
    let logits, gradient: [Double]
    let labels: [Int]
    let loss: Double
  }

  /// A gated recurrent unit that is read out at every step, and ten steps of training.
  struct GatedUnit: Decodable {
    let hidden, input, output, batch, steps: Int
    let weights, gradients, trained: [String: [Double]]
    /// `[steps, batch, features]`.
    let inputs, targets, states, outputs: [Double]
    let loss: Double
    let training: Training

    struct Training: Decodable {
      let rate: Double
      /// Before each step.
      let losses: [Double]
    }
  }

  struct Clipping: Decodable {
    let gradient: [Double]
    let cases: [Case]

    struct Case: Decodable {
      let maximum, norm: Double
      let clipped: [Double]
    }
  }
}

/// The largest difference, infinite for NaN or other counts.
func difference<T: LayerScalar>(_ actual: [T], _ expected: [Double]) -> Double {
  guard actual.count == expected.count else { return .infinity }
  var largest = 0.0
  for (x, y) in zip(actual, expected) {
    let difference = abs(Double(x) - y)
    if difference.isNaN { return .infinity }
    largest = max(largest, difference)
  }
  return largest
}

extension Array where Element == Double {
  func converted<T: LayerScalar>(to _: T.Type) -> [T] { map { T($0) } }
}
