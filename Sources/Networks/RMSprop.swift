public import StructuredLinear

/// Gradients over the root of their running mean square (Tieleman and Hinton 2012; PyTorch's
/// `RMSprop`, not centred).
///
/// With a gradient g, `d = g + weightDecay·p`, `s ← alpha·s + (1 − alpha)·d²`,
/// `u = d / (√s + epsilon)`, with momentum `b ← momentum·b + u` and `u = b`, then `p ← p − rate·u`.
///
/// State: `squares` (s) and, where there is one, `momentum` (b).
public struct RMSprop<Scalar: LayerScalar>: Optimizer {
  /// Parameters that it is for.
  public let count: Int
  /// The learning rate.
  public let rate: Double
  /// What remains of the mean square.
  public let alpha: Double
  /// Keeps the divisor from zero.
  public let epsilon: Double
  /// What remains of earlier steps.
  public let momentum: Double
  /// Adds a multiple of the parameters to the gradient.
  public let weightDecay: Double

  private let groups: [RateGroup]
  private var current: OptimizerState<Scalar>

  /// An optimizer that has taken no step. Traps for a negative setting and an alpha over 1.
  ///
  /// - Parameters:
  ///   - count: Parameters.
  ///   - rate: The learning rate.
  ///   - alpha: What remains of the mean square.
  ///   - epsilon: Keeps the divisor from zero.
  ///   - momentum: What remains of earlier steps, 0 for none.
  ///   - weightDecay: Adds this multiple of the parameters to the gradient.
  ///   - groups: Parameters whose learning rate is multiplied by a factor.
  public init(
    count: Int, rate: Double = 1e-2, alpha: Double = 0.99, epsilon: Double = 1e-8,
    momentum: Double = 0, weightDecay: Double = 0, groups: [RateGroup] = []
  ) {
    requireSetting("rate", rate)
    requireSetting("alpha", alpha, in: 0...1)
    requireSetting("epsilon", epsilon)
    requireSetting("momentum", momentum)
    requireSetting("weight decay", weightDecay)
    self.count = count
    self.rate = rate
    self.alpha = alpha
    self.epsilon = epsilon
    self.momentum = momentum
    self.weightDecay = weightDecay
    current = OptimizerState(["squares"] + (momentum > 0 ? ["momentum"] : []), count: count)
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
    var squares = current.take(0)
    var velocities = momentum > 0 ? current.take(1) : []
    var square = squares.mutableSpan
    var velocity = velocities.mutableSpan
    for index in groups.indices {
      let range = groups[index].range
      let settings = Settings(self, rate: rate * rateFactor * groups[index].factor)
      let p = parameters._mutatingExtracting(range)
      let s = square._mutatingExtracting(range)
      if momentum > 0 {
        let b = velocity._mutatingExtracting(range)
        Self.update(p, gradient.extracting(range), s, b, settings)
      } else {
        Self.update(p, gradient.extracting(range), s, settings)
      }
    }
    current.put(0, squares)
    if momentum > 0 { current.put(1, velocities) }
  }
}

extension RMSprop {
  private struct Settings {
    let rate, alpha, rest, epsilon, momentum, decay: Scalar

    init(_ optimizer: RMSprop, rate: Double) {
      self.rate = Scalar(rate)
      alpha = Scalar(optimizer.alpha)
      rest = Scalar(1 - optimizer.alpha)
      epsilon = Scalar(optimizer.epsilon)
      momentum = Scalar(optimizer.momentum)
      decay = Scalar(optimizer.weightDecay)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func update(
    _ p: consuming MutableSpan<Scalar>, _ g: Span<Scalar>, _ s: consuming MutableSpan<Scalar>,
    _ settings: Settings
  ) {
    let count = p.count
    precondition(g.count == count && s.count == count)
    let decay = settings.decay, alpha = settings.alpha, rest = settings.rest, rate = settings.rate,
      epsilon = settings.epsilon
    for i in 0..<count {
      let d = g[unchecked: i] + decay * p[unchecked: i]
      let square = alpha * s[unchecked: i] + rest * d * d
      s[unchecked: i] = square
      p[unchecked: i] -= rate * (d / (square.magnitude.squareRoot() + epsilon))
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func update(
    _ p: consuming MutableSpan<Scalar>, _ g: Span<Scalar>, _ s: consuming MutableSpan<Scalar>,
    _ b: consuming MutableSpan<Scalar>, _ settings: Settings
  ) {
    let count = p.count
    precondition(g.count == count && s.count == count && b.count == count)
    let decay = settings.decay, alpha = settings.alpha, rest = settings.rest,
      momentum = settings.momentum, epsilon = settings.epsilon, rate = settings.rate
    for i in 0..<count {
      let d = g[unchecked: i] + decay * p[unchecked: i]
      let square = alpha * s[unchecked: i] + rest * d * d
      s[unchecked: i] = square
      let velocity = momentum * b[unchecked: i] + d / (square.magnitude.squareRoot() + epsilon)
      b[unchecked: i] = velocity
      p[unchecked: i] -= rate * velocity
    }
  }
}
