import Foundation
import Kernels
import Wavelets

/// Both ways of a transform of one batch.
struct TransformTiming {
  enum Pass: String {
    /// From the signals that are given.
    case analysis
    /// From the coefficients of the last analysis.
    case synthesis
  }

  private let transform: WaveletTransform<Float>
  private let workspace: Workspace<Float>
  private let signals: [Float]
  private let batch: Int
  private var coefficients: [Float]
  private var output: [Float]

  init(
    _ transform: WaveletTransform<Float>, _ signals: [Float], _ workspace: Workspace<Float>
  ) {
    self.transform = transform
    self.workspace = workspace
    self.signals = signals
    batch = signals.count / transform.plan.length
    coefficients = [Float](repeating: 0, count: batch * transform.coefficientCount)
    output = [Float](repeating: 0, count: signals.count)
  }

  mutating func run(_ pass: Pass) {
    let (transform, workspace, batch) = (transform, workspace, batch)
    switch pass {
    case .analysis:
      let signals = signals
      var span = coefficients.mutableSpan
      transform.analysis(signals.span, into: &span, batch: batch, workspace: workspace)
    case .synthesis:
      let coefficients = coefficients
      var span = output.mutableSpan
      transform.synthesis(coefficients.span, into: &span, batch: batch, workspace: workspace)
    }
  }

  /// The coefficients, then the signals from them.
  var results: Data {
    coefficients.withUnsafeBytes { Data($0) } + output.withUnsafeBytes { Data($0) }
  }

  /// Nanoseconds that a run takes, one figure for each turn of at least 20 µs, long against the
  /// clock, over about `seconds` of them and at least three.
  mutating func time(_ pass: Pass, seconds: Double) -> [Double] {
    let clock = ContinuousClock()
    run(pass)
    let once = clock.measure { run(pass) }
    let runs = max(1, Int(20_000 / (once / .nanoseconds(1))))
    var figures: [Double] = []
    let end = clock.now + .seconds(seconds)
    while figures.count < 3 || clock.now < end {
      let duration = clock.measure { for _ in 0..<runs { run(pass) } }
      figures.append(duration / .nanoseconds(1) / Double(runs))
    }
    return figures
  }
}
