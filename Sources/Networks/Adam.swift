import RealModule
public import StructuredLinear

/// Running means of the gradient and its square (Kingma and Ba 2015; PyTorch's `Adam`).
///
/// With a gradient g in step t, `d = g + weightDecay·p`, `m ← m + (1 − beta1)·(d − m)`,
/// `v ← beta2·v + (1 − beta2)·d²`, then
/// `p ← p − rate / (1 − beta1ᵗ) · m / (√v / √(1 − beta2ᵗ) + epsilon)`.
///
/// State: `first` (m) and `second` (v).
public struct Adam<Scalar: LayerScalar>: Optimizer {
  /// Parameters that it is for.
  public let count: Int
  /// The learning rate.
  public let rate: Double
  /// What remains of the mean gradient.
  public let beta1: Double
  /// What remains of the mean square.
  public let beta2: Double
  /// Keeps the divisor from zero.
  public let epsilon: Double
  /// Adds a multiple of the parameters to the gradient.
  public let weightDecay: Double

  private let groups: [RateGroup]
  private var current: OptimizerState<Scalar>

  /// An optimizer that has taken no step. Traps for a negative setting and a beta of 1 or more.
  ///
  /// - Parameters:
  ///   - count: Parameters.
  ///   - rate: The learning rate.
  ///   - beta1: What remains of the mean gradient.
  ///   - beta2: What remains of the mean square.
  ///   - epsilon: Keeps the divisor from zero.
  ///   - weightDecay: Adds this multiple of the parameters to the gradient.
  ///   - groups: Parameters whose learning rate is multiplied by a factor.
  public init(
    count: Int, rate: Double = 1e-3, beta1: Double = 0.9, beta2: Double = 0.999,
    epsilon: Double = 1e-8, weightDecay: Double = 0, groups: [RateGroup] = []
  ) {
    requireSetting("rate", rate)
    requireSetting("beta1", beta1, in: 0...(1.0).nextDown)
    requireSetting("beta2", beta2, in: 0...(1.0).nextDown)
    requireSetting("epsilon", epsilon)
    requireSetting("weight decay", weightDecay)
    self.count = count
    self.rate = rate
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    current = OptimizerState(["first", "second"], count: count)
    self.groups = RateGroup.covering(count, groups)
  }

  /// What it remembers. Setting it traps for other names or counts.
  public var state: OptimizerState<Scalar> {
    get { current }
    set { current.replace(with: newValue) }
  }

  /// Takes a step.
  public mutating func step(
    _ parameters: inout MutableSpan<Scalar>, gradient: Span<Scalar>, rateFactor: Double
  ) {
    requireCounts(parameters.count, gradient.count)
    current.steps += 1
    var firsts = current.take(0)
    var seconds = current.take(1)
    var first = firsts.mutableSpan
    var second = seconds.mutableSpan
    for index in groups.indices {
      let range = groups[index].range
      let settings = Settings(self, rate: rate * rateFactor * groups[index].factor)
      let p = parameters._mutatingExtracting(range)
      let m = first._mutatingExtracting(range)
      let v = second._mutatingExtracting(range)
      Self.update(p, gradient.extracting(range), m, v, settings)
    }
    current.put(0, firsts)
    current.put(1, seconds)
  }
}

extension Adam {
  private struct Settings {
    let rate, rest1, beta2, rest2, correction, epsilon, decay: Scalar

    init(_ optimizer: Adam, rate: Double) {
      let steps = optimizer.current.steps
      self.rate = Scalar(rate / (1 - Double.pow(optimizer.beta1, steps)))
      rest1 = Scalar(1 - optimizer.beta1)
      beta2 = Scalar(optimizer.beta2)
      rest2 = Scalar(1 - optimizer.beta2)
      correction = Scalar(1 / (1 - Double.pow(optimizer.beta2, steps)).squareRoot())
      epsilon = Scalar(optimizer.epsilon)
      decay = Scalar(optimizer.weightDecay)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func update(
    _ p: consuming MutableSpan<Scalar>, _ g: Span<Scalar>, _ m: consuming MutableSpan<Scalar>,
    _ v: consuming MutableSpan<Scalar>, _ settings: Settings
  ) {
    let count = p.count
    precondition(g.count == count && m.count == count && v.count == count)
    let decay = settings.decay, rest1 = settings.rest1, beta2 = settings.beta2,
      rest2 = settings.rest2, correction = settings.correction, epsilon = settings.epsilon,
      rate = settings.rate
    for i in 0..<count {
      let d = g[unchecked: i] + decay * p[unchecked: i]
      let first = m[unchecked: i] + rest1 * (d - m[unchecked: i])
      let second = beta2 * v[unchecked: i] + rest2 * d * d
      m[unchecked: i] = first
      v[unchecked: i] = second
      let divisor = second.magnitude.squareRoot() * correction + epsilon
      p[unchecked: i] -= rate * (first / divisor)
    }
  }
}
