import Kernels
import StructuredLinear
import Wavelets

/// Two signals of a length: one is transformed in a batch that fills the lanes of the kernels on
/// panels, the other alone, by the kernels on rows.
struct Signals {
  /// Samples in each.
  let length: Int
  /// Both, one after the other, exact in either precision.
  let elements: [Double]

  private static let batch = 16

  /// Samples drawn uniformly from [−1, 1], the same for every run.
  init(length: Int) {
    self.length = length
    var generator = SplitMix64(seed: UInt64(length))
    elements = (0..<2 * length).map { _ in
      Double(Float.random(in: -1...1, using: &generator))
    }
  }

  /// The coefficients of both signals, and what synthesis makes of them.
  func transformed<Scalar: KernelScalar>(
    _ transform: WaveletTransform<Scalar>, _ workspace: Workspace<Scalar>
  ) -> (coefficients: [Scalar], trip: [Scalar]) {
    let values = elements.map { Scalar($0) }
    let parts = [(values[..<length], Self.batch), (values[length...], 1)].map { signal, batch in
      let copies = (0..<batch).flatMap { _ in signal }
      let count = transform.coefficientCount
      var coefficients = [Scalar](repeating: .nan, count: batch * count)
      var trip = [Scalar](repeating: .nan, count: batch * length)
      do {
        var output = coefficients.mutableSpan
        transform.analysis(copies.span, into: &output, batch: batch, workspace: workspace)
      }
      var output = trip.mutableSpan
      transform.synthesis(coefficients.span, into: &output, batch: batch, workspace: workspace)
      return (coefficients.suffix(count), trip.suffix(length))
    }
    return (
      parts.flatMap { Array($0.0) }, parts.flatMap { Array($0.1) }
    )
  }
}
