import Kernels
import LinearAlgebra
import StructuredLinear
import Wavelets

/// The seed of every random number here.
let seed: UInt64 = 2020

/// Something to time: a layer or a transform at one size, batch and pass.
struct Candidate {
  let layer: LayerKind
  let pass: Pass
  let n: Int
  let batch: Int
  let taps: Int?
  let levels: Int?
  let weights: Int
  /// Multiply-adds, or additions where the transform has nothing to multiply by.
  let operations: Double
  /// Bytes that have to move once: weights, input, output.
  let bytes: Double
  /// Traps where the result is wrong.
  let verify: () -> Void
  let run: () -> Void
}

/// A shape for all candidates of a group.
struct Shape {
  let n: Int
  let batch: Int
  let taps: Int
  let levels: Int
}

func randomVector(_ count: Int, _ stream: UInt64) -> [Float] {
  var generator = SplitMix64(seed: seed &+ stream)
  return (0..<count).map { _ in
    // 24 bits, uniform in [−1, 1).
    Float(generator.next() >> 40) * 0x1p-23 - 1
  }
}

/// ‖a − b‖ / ‖b‖.
func relativeError(_ a: [Float], _ b: [Float]) -> Double {
  var difference: Double = 0
  var norm: Double = 0
  for (x, y) in zip(a, b) {
    difference += Double(x - y) * Double(x - y)
    norm += Double(y) * Double(y)
  }
  return (difference / max(norm, .leastNormalMagnitude)).squareRoot()
}

/// Stops the benchmark where a result is not what it has to be: a wrong result has no speed.
func requireSmall(_ error: Double, _ what: String) {
  guard error < 1e-4 else { fatalError("\(what) is wrong: relative error \(error)") }
}

/// Shares a value between the closures that change it.
final class Box<Value> {
  var value: Value

  init(_ value: Value) { self.value = value }
}
