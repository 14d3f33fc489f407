public import StructuredLinear

/// Stochastic gradient descent, optionally with momentum (PyTorch's `SGD`).
///
/// With a gradient g, `d = g + weightDecay·p`, with momentum `b ← momentum·b + d` and `d = b`, then
/// `p ← p − rate·d`.
///
/// State: `momentum`, where there is one.
public struct SGD<Scalar: LayerScalar>: Optimizer {
  /// Parameters that it is for.
  public let count: Int
  /// The learning rate.
  public let rate: Double
  /// What remains of earlier steps.
  public let momentum: Double
  /// Adds a multiple of the parameters to the gradient.
  public let weightDecay: Double

  private let groups: [RateGroup]
  private var current: OptimizerState<Scalar>

  /// An optimizer that has taken no step. Traps for a negative setting.
  ///
  /// - Parameters:
  ///   - count: Parameters.
  ///   - rate: The learning rate.
  ///   - momentum: What remains of earlier steps, 0 for none.
  ///   - weightDecay: Adds this multiple of the parameters to the gradient.
  ///   - groups: Parameters whose learning rate is multiplied by a factor.
  public init(
    count: Int, rate: Double = 1e-3, momentum: Double = 0, weightDecay: Double = 0,
    groups: [RateGroup] = []
  ) {
    requireSetting("rate", rate)
    requireSetting("momentum", momentum)
    requireSetting("weight decay", weightDecay)
    self.count = count
    self.rate = rate
    self.momentum = momentum
    self.weightDecay = weightDecay
    current = OptimizerState(momentum > 0 ? ["momentum"] : [], count: count)
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
    var velocities = momentum > 0 ? current.take(0) : []
    var velocity = velocities.mutableSpan
    // By number, as an iterator over an array allocates in unoptimised code.
    for index in groups.indices {
      let range = groups[index].range
      let rate = Scalar(rate * rateFactor * groups[index].factor)
      let p = parameters._mutatingExtracting(range)
      if momentum > 0 {
        let b = velocity._mutatingExtracting(range)
        Self.update(
          p, gradient.extracting(range), b, rate: rate, momentum: Scalar(momentum),
          decay: Scalar(weightDecay))
      } else {
        Self.update(p, gradient.extracting(range), rate: rate, decay: Scalar(weightDecay))
      }
    }
    if momentum > 0 { current.put(0, velocities) }
  }
}

extension SGD {
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func update(
    _ p: consuming MutableSpan<Scalar>, _ g: Span<Scalar>, rate: Scalar, decay: Scalar
  ) {
    let count = p.count
    precondition(g.count == count)
    for i in 0..<count { p[unchecked: i] -= rate * (g[unchecked: i] + decay * p[unchecked: i]) }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func update(
    _ p: consuming MutableSpan<Scalar>, _ g: Span<Scalar>, _ b: consuming MutableSpan<Scalar>,
    rate: Scalar, momentum: Scalar, decay: Scalar
  ) {
    let count = p.count
    precondition(g.count == count && b.count == count)
    for i in 0..<count {
      let velocity = momentum * b[unchecked: i] + (g[unchecked: i] + decay * p[unchecked: i])
      b[unchecked: i] = velocity
      p[unchecked: i] -= rate * velocity
    }
  }
}
