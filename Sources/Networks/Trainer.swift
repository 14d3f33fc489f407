import LinearAlgebra
public import StructuredLinear

/// Takes training steps on the full objective: task loss + weight × auxiliary loss (paper, equation 8).
public struct Trainer<Network: Model> {
  /// The scalar type of the network.
  public typealias Scalar = Network.Scalar

  /// The network as it is after the steps taken.
  public private(set) var network: Network
  /// The parameters of ``network``.
  public private(set) var parameters: Parameters<Scalar>
  /// Turns gradients into steps.
  public var optimizer: any Optimizer<Scalar>
  /// Factor of the optimizer's rate at each step.
  public var schedule: Schedule = .constant
  /// The largest norm of a gradient; longer ones are shortened to it. Nil for no limit.
  public var largestGradientNorm: Double?
  /// Weight of the auxiliary loss.
  public var auxiliaryWeight: Double = 1
  /// Steps taken.
  public private(set) var step = 0
  /// Where dropout masks are drawn from.
  public private(set) var maskGenerator: SplitMix64

  private var gradient: [Scalar]

  /// What a step saw, before it changed the parameters.
  public struct Report: Sendable, Equatable {
    /// Loss of the task.
    public let loss: Double
    /// The auxiliary loss, without its weight.
    public let auxiliaryLoss: Double
    /// Norm of the objective's gradient, before it is shortened.
    public let gradientNorm: Double
  }

  /// A trainer before its first step.
  public init(_ network: Network, optimizer: any Optimizer<Scalar>, maskSeed: UInt64 = 0) {
    self.network = network
    self.optimizer = optimizer
    parameters = network.parameters
    gradient = [Scalar](repeating: 0, count: parameters.count)
    maskGenerator = SplitMix64(seed: maskSeed)
  }

  /// Takes up a run after `step` steps.
  public mutating func resume(
    parameters: Parameters<Scalar>, step: Int, maskGenerator: SplitMix64
  ) {
    self.parameters = parameters
    self.step = step
    self.maskGenerator = maskGenerator
    network.assign(parameters.values)
  }

  /// One step.
  ///
  /// - Parameter lossAndGradient: Gives the loss of the task on a batch and adds its gradient, in the
  ///   parameters' layout, to a span of zeros.
  /// - Throws: ``TrainingError`` where the objective or its gradient is not finite: nothing has been
  ///   changed then, the masks excepted; and where the step leaves parameters that are not.
  public mutating func takeStep(
    _ lossAndGradient: (Network, inout MutableSpan<Scalar>) -> Double
  ) throws(TrainingError) -> Report {
    network.resample(using: &maskGenerator)
    var gradient = take(&self.gradient)
    defer { self.gradient = gradient }
    let report = try report(&gradient, lossAndGradient)
    var values = take(&parameters.values)
    do {
      var gradients = gradient.mutableSpan
      if let largestGradientNorm { clipGradientNorm(&gradients, to: largestGradientNorm) }
      var span = values.mutableSpan
      optimizer.step(&span, gradient: gradients.span, rateFactor: schedule.factor(at: step))
    }
    parameters.values = values
    let norm = BLAS.nrm2(x: values.span)
    guard norm.isFinite else {
      throw TrainingError(step: step, found: "parameters of norm \(norm) after it")
    }
    network.assign(values)
    step += 1
    return report
  }

  /// Fills in the gradient of the objective.
  private func report(
    _ gradient: inout [Scalar], _ lossAndGradient: (Network, inout MutableSpan<Scalar>) -> Double
  ) throws(TrainingError) -> Report {
    var span = gradient.mutableSpan
    fill(&span, 0..<span.count)
    let loss = lossAndGradient(network, &span)
    let auxiliaryLoss = Double(network.auxiliaryLoss)
    network.accumulateAuxiliaryGradient(weight: Scalar(auxiliaryWeight), into: &span)
    let norm = Double(BLAS.nrm2(x: span.span))
    guard loss.isFinite, auxiliaryLoss.isFinite, norm.isFinite else {
      throw TrainingError(
        step: step,
        found: "loss \(loss), auxiliary loss \(auxiliaryLoss), gradient norm \(norm)")
    }
    return Report(loss: loss, auxiliaryLoss: auxiliaryLoss, gradientNorm: norm)
  }
}

/// A training that has left the finite numbers.
public struct TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Steps that had been taken.
  public let step: Int
  /// What is not finite.
  public let found: String

  /// An error after some steps.
  public init(step: Int, found: String) {
    self.step = step
    self.found = found
  }

  /// One line.
  public var description: String {
    "training stopped at step \(step): expected finite numbers, found \(found)"
  }
}
