import Kernels
import Networks
import RealModule
import StructuredLinear
import Wavelets

/// Learns filters that make the coefficients of signals sparse.
///
/// Signals are chirps of unit mean square. The objective is the mean over all coefficients
/// of `√(c² + ε²)`, a smooth ℓ1 norm, taken half by the bank and half by its dual: a scale that shrinks
/// the coefficients of the one enlarges the other's. Filters that need it add the wavelet loss, times a weight.
package struct SparsityStudy {
  /// Samples of a signal.
  package static let length = 256
  /// How often the low band is split.
  package static let levels = 4
  private static let smoothing = 0.01
  private static let rate = 5e-3
  private static let signalCount = 64
  private static let testCount = 256

  /// Steps of Adam, at a rate that falls along a cosine.
  package let steps: Int
  /// Fixes the signals.
  package let seed: UInt64
  private let workspace: Workspace<Double>

  package init(steps: Int, seed: UInt64, workspace: Workspace<Double>) {
    self.steps = steps
    self.seed = seed
    self.workspace = workspace
  }

  /// The bank after learning on the training signals.
  package func learn(
    _ learnable: LearnableFilters<Double>, lossWeight: Double = 1
  ) -> FilterBank<Double> {
    learn(learnable.parametrization, from: learnable.start, lossWeight)
  }

  private func learn(
    _ filters: some FilterParametrization<Double>, from start: [Double], _ lossWeight: Double
  ) -> FilterBank<Double> {
    let signals = Self.signals(Self.signalCount, seed: seed)
    let schedule = Schedule.cosine(steps: steps, final: 0.01)
    var optimizer = Adam<Double>(count: filters.count, rate: Self.rate)
    var parameters = start
    for step in 0..<steps {
      let (_, tapGradient) = objective(filters.bank(parameters), signals)
      var gradient = [Double](repeating: 0, count: filters.count)
      var slopes = gradient.mutableSpan
      filters.pullback(parameters.span, tapGradient: tapGradient.span, into: &slopes)
      filters.accumulateAuxiliaryGradient(parameters.span, weight: lossWeight, into: &slopes)
      var values = parameters.mutableSpan
      optimizer.step(&values, gradient: slopes.span, rateFactor: schedule.factor(at: step))
    }
    return filters.bank(parameters)
  }

  /// The objective on signals that were not learned from.
  package func testObjective(_ bank: FilterBank<Double>) -> Double {
    objective(bank, Self.signals(Self.testCount, seed: ~seed)).value
  }

  /// The share of those signals' energy that the tenth of the coefficients with the largest parts in
  /// the signal gives back.
  package func testEnergy(_ bank: FilterBank<Double>) -> Double {
    let signals = Self.signals(Self.testCount, seed: ~seed)
    let transform = WaveletTransform(bank, length: Self.length, levels: Self.levels)
    let count = transform.coefficientCount
    func map(_ input: [Double], _ body: (Span<Double>, inout MutableSpan<Double>, Int) -> Void)
      -> [Double]
    {
      var output = [Double](repeating: 0, count: input.count)
      var span = output.mutableSpan
      body(input.span, &span, input.count / count)
      return output
    }
    func synthesis(_ coefficients: [Double]) -> [Double] {
      map(coefficients) {
        transform.synthesis($0, into: &$1, batch: $2, workspace: workspace)
      }
    }
    // Each row is what one coefficient stands for.
    let identity = (0..<count * count).map { $0 % (count + 1) == 0 ? 1.0 : 0 }
    let atoms = synthesis(identity)
    let norms = (0..<count).map { i in
      atoms[i * count..<(i + 1) * count].reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
    var coefficients = map(signals) {
      transform.analysis($0, into: &$1, batch: $2, workspace: workspace)
    }
    for first in stride(from: 0, to: coefficients.count, by: count) {
      let order = (0..<count).sorted {
        abs(coefficients[first + $0]) * norms[$0] > abs(coefficients[first + $1]) * norms[$1]
      }
      for i in order[(count / 10)...] { coefficients[first + i] = 0 }
    }
    let error = zip(synthesis(coefficients), signals).reduce(0) {
      $0 + ($1.0 - $1.1) * ($1.0 - $1.1)
    }
    return 1 - error / signals.reduce(0) { $0 + $1 * $1 }
  }

  /// The objective without the wavelet loss, and its gradient with respect to the taps.
  package func objective(
    _ bank: FilterBank<Double>, _ signals: [Double]
  ) -> (value: Double, gradient: [Double]) {
    let taps = bank.taps
    let primal = norm(bank, signals)
    let dual = norm(bank.dual, signals)
    var gradient = primal.gradient
    // The dual's analysis filters are the synthesis filters backwards.
    for k in 0..<taps {
      for filter in [0, taps] {
        gradient[2 * taps + filter + k] += dual.gradient[filter + taps - 1 - k]
      }
    }
    return ((primal.value + dual.value) / 2, gradient.map { $0 / 2 })
  }

  /// The smooth norm of a bank's coefficients, and its gradient with respect to the taps.
  private func norm(
    _ bank: FilterBank<Double>, _ signals: [Double]
  ) -> (value: Double, gradient: [Double]) {
    let transform = WaveletTransform(bank, length: Self.length, levels: Self.levels)
    let batch = signals.count / Self.length
    var coefficients = [Double](repeating: 0, count: batch * transform.coefficientCount)
    var output = coefficients.mutableSpan
    transform.analysis(signals.span, into: &output, batch: batch, workspace: workspace)
    let sizes = coefficients.map { ($0 * $0 + Self.smoothing * Self.smoothing).squareRoot() }
    let scale = 1 / Double(sizes.count)
    let slopes = zip(coefficients, sizes).map { scale * $0 / $1 }
    var gradient = [Double](repeating: 0, count: bank.elements.count)
    var shared = gradient.mutableSpan
    var inputGradient = [Double](repeating: 0, count: signals.count)
    var inputs = inputGradient.mutableSpan
    transform.analysisPullback(
      signals.span, coefficientGradient: slopes.span, signalGradient: &inputs,
      filterGradient: &shared, batch: batch, workspace: workspace)
    return (sizes.reduce(0, +) * scale, gradient)
  }

  /// Chirps: oscillations of 2 to 20 periods whose frequency rises or falls by up to 10, in a Hann
  /// window; one after the other.
  package static func signals(_ count: Int, seed: UInt64) -> [Double] {
    var generator = SplitMix64(seed: seed ^ 0x7369_676e_616c)
    return (0..<count).flatMap { _ in
      let frequency = Double.random(in: 2...20, using: &generator)
      let rise = Double.random(in: -10...10, using: &generator)
      let phase = Double.random(in: 0...1, using: &generator)
      let signal = (0..<length).map { i in
        let x = Double(i) / Double(length)
        let turns = phase + x * frequency + (x - 0.5) * (x - 0.5) * rise
        return (1 - Double.cos(2 * .pi * x)) * Double.cos(2 * .pi * turns)
      }
      let energy = signal.reduce(0) { $0 + $1 * $1 } / Double(length)
      return signal.map { $0 / energy.squareRoot() }
    }
  }
}
