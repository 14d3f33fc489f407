public import Kernels

/// A map with dropout on its diagonals (paper 4.1): for training only.
///
/// While there is a mask, each entry of a diagonal is dropped with probability ``rate`` and else
/// multiplied by `1 / (1 − rate)`, so that its expectation stays. Filters, dense matrices and biases
/// are left alone. Without a mask, as at the start and for evaluation, it is exactly the base map.
///
///     map.resample(using: &generator)  // before each training step
///     map.removeMask()                 // before evaluation
///
/// ## Parameters
/// The base map's, which a mask never changes: what is dropped comes back with the next mask.
///
/// ## Cost
/// The masked values are computed whenever the mask or the parameters change, not in each call, so
/// change parameters all at once. While there is a mask, a pullback allocates one gradient.
public struct DropoutMap<Base: LinearMap>: LinearMap {
  /// The scalar type of the base map.
  public typealias Scalar = Base.Scalar

  /// The map without dropout.
  public private(set) var base: Base
  /// How likely an entry of a diagonal is dropped, in `0..<1`.
  public let rate: Double
  /// The factor of each parameter, in the parameters' layout, or nil in evaluation.
  ///
  /// It is 0 or `1 / (1 − rate)` for entries of diagonals and 1 for others.
  public private(set) var mask: [Scalar]?

  /// The base map with masked parameters, where there is a mask.
  private var masked: Base?

  /// A map without a mask yet.
  ///
  /// Traps for a rate outside `0..<1`.
  ///
  /// - Parameters:
  ///   - base: The map whose diagonals are masked.
  ///   - rate: How likely an entry is dropped.
  public init(_ base: Base, rate: Double) {
    guard (0..<1).contains(rate) else {
      fatalError("A dropout rate has to be in 0..<1, not \(rate)")
    }
    self.base = base
    self.rate = rate
  }

  /// Draws a new mask, an independent one for each entry of each diagonal, and applies it from now
  /// on.
  public mutating func resample(using generator: inout some RandomNumberGenerator) {
    base.resample(using: &generator)
    var mask = [Scalar](repeating: 1, count: base.parameters.count)
    let kept = Scalar(1 / (1 - rate))
    for entry in base.parameters.entries where entry.role == .diagonal {
      for i in entry.range {
        mask[i] = Double.random(in: 0..<1, using: &generator) < rate ? 0 : kept
      }
    }
    self.mask = mask
    applyMask()
  }

  /// Returns to the base map, for evaluation.
  public mutating func removeMask() {
    base.removeMask()
    mask = nil
    masked = nil
  }

  /// Computes the masked parameters again.
  private mutating func applyMask() {
    guard let mask else { return }
    var parameters = base.parameters
    guard parameters.count == mask.count else {
      fatalError("A mask of \(mask.count) for \(parameters.count) parameters")
    }
    for i in mask.indices { parameters.values[i] *= mask[i] }
    var map = base
    map.parameters = parameters
    masked = map
  }

  /// Features of an input sample.
  public var inputCount: Int { base.inputCount }
  /// Features of an output sample.
  public var outputCount: Int { base.outputCount }

  /// The base map's parameters, without the mask.
  public var parameters: Parameters<Scalar> {
    get { base.parameters }
    set {
      base.parameters = newValue
      applyMask()
    }
  }

  /// The base map with masked diagonals.
  public func apply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, batch: Int,
    workspace: Workspace<Scalar>
  ) {
    if let masked {
      masked.apply(input, into: &output, batch: batch, workspace: workspace)
    } else {
      base.apply(input, into: &output, batch: batch, workspace: workspace)
    }
  }

  /// The pullback of the masked map; by the chain rule the mask multiplies the gradient too.
  public func pullback(
    _ input: Span<Scalar>, outputGradient: Span<Scalar>,
    inputGradient: inout MutableSpan<Scalar>, parameterGradient: inout MutableSpan<Scalar>,
    batch: Int, workspace: Workspace<Scalar>
  ) {
    guard let mask, let masked else {
      base.pullback(
        input, outputGradient: outputGradient, inputGradient: &inputGradient,
        parameterGradient: &parameterGradient, batch: batch, workspace: workspace)
      return
    }
    requireShapes(input.count, outputGradient.count, batch: batch, parameterGradient.count)
    // Only what this call adds is to be masked, not what the caller's gradient holds already.
    var added = [Scalar](repeating: 0, count: mask.count)
    var gradient = added.mutableSpan
    masked.pullback(
      input, outputGradient: outputGradient, inputGradient: &inputGradient,
      parameterGradient: &gradient, batch: batch, workspace: workspace)
    for i in mask.indices { parameterGradient[i] += mask[i] * gradient[i] }
  }

  /// The base map's: masks leave filters alone.
  public var auxiliaryLoss: Scalar { base.auxiliaryLoss }

  /// The base map's.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {
    base.accumulateAuxiliaryGradient(weight: weight, into: &parameterGradient)
  }
}
