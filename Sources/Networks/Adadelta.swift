public import StructuredLinear

/// Steps of the size of earlier ones, without units (Zeiler 2012; PyTorch's `Adadelta`).
///
/// With a gradient g, `d = g + weightDecay·p`, `s ← rho·s + (1 − rho)·d²`,
/// `u = √(a + epsilon) / √(s + epsilon) · d`, `a ← rho·a + (1 − rho)·u²`, then `p ← p − rate·u`.
///
/// State: `squares` (s) and `steps` (a).
public struct Adadelta<Scalar: LayerScalar>: Optimizer {
  /// Parameters that it is for.
  public let count: Int
  /// The learning rate.
  public let rate: Double
  /// What remains of the mean squares.
  public let rho: Double
  /// Keeps the divisor from zero, and the first steps.
  public let epsilon: Double
  /// Adds a multiple of the parameters to the gradient.
  public let weightDecay: Double

  private let groups: [RateGroup]
  private var current: OptimizerState<Scalar>

  /// An optimizer that has taken no step. Traps for a negative setting and a rho over 1.
  ///
  /// - Parameters:
  ///   - count: Parameters.
  ///   - rate: The learning rate.
  ///   - rho: What remains of the mean squares.
  ///   - epsilon: Keeps the divisor from zero, and the first steps.
  ///   - weightDecay: Adds this multiple of the parameters to the gradient.
  ///   - groups: Parameters whose learning rate is multiplied by a factor.
  public init(
    count: Int, rate: Double = 1, rho: Double = 0.9, epsilon: Double = 1e-6,
    weightDecay: Double = 0, groups: [RateGroup] = []
  ) {
    requireSetting("rate", rate)
    requireSetting("rho", rho, in: 0...1)
    requireSetting("epsilon", epsilon)
    requireSetting("weight decay", weightDecay)
    self.count = count
    self.rate = rate
    self.rho = rho
    self.epsilon = epsilon
    self.weightDecay = weightDecay
    current = OptimizerState(["squares", "steps"], count: count)
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
    var steps = current.take(1)
    var square = squares.mutableSpan
    var step = steps.mutableSpan
    for index in groups.indices {
      let range = groups[index].range
      let settings = Settings(self, rate: rate * rateFactor * groups[index].factor)
      let p = parameters._mutatingExtracting(range)
      let s = square._mutatingExtracting(range)
      let a = step._mutatingExtracting(range)
      Self.update(p, gradient.extracting(range), s, a, settings)
    }
    current.put(0, squares)
    current.put(1, steps)
  }
}

extension Adadelta {
  private struct Settings {
    let rate, rho, rest, epsilon, decay: Scalar

    init(_ optimizer: Adadelta, rate: Double) {
      self.rate = Scalar(rate)
      rho = Scalar(optimizer.rho)
      rest = Scalar(1 - optimizer.rho)
      epsilon = Scalar(optimizer.epsilon)
      decay = Scalar(optimizer.weightDecay)
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func update(
    _ p: consuming MutableSpan<Scalar>, _ g: Span<Scalar>, _ s: consuming MutableSpan<Scalar>,
    _ a: consuming MutableSpan<Scalar>, _ settings: Settings
  ) {
    let count = p.count
    precondition(g.count == count && s.count == count && a.count == count)
    let decay = settings.decay, rho = settings.rho, rest = settings.rest,
      epsilon = settings.epsilon, rate = settings.rate
    for i in 0..<count {
      let d = g[unchecked: i] + decay * p[unchecked: i]
      let square = rho * s[unchecked: i] + rest * d * d
      s[unchecked: i] = square
      let ratio = (a[unchecked: i] + epsilon) / (square + epsilon)
      let u = ratio.magnitude.squareRoot() * d
      a[unchecked: i] = rho * a[unchecked: i] + rest * u * u
      p[unchecked: i] -= rate * u
    }
  }
}
