import RealModule
public import StructuredLinear

/// A gated recurrent unit that holds a linear map for each gate (paper, equations 9–12):
///
///     r = σ(W_r h + V_r x + b_r)            z = σ(W_z h + V_z x + b_z)
///     c = tanh(W_c (r ⊙ h) + V_c x + b_c)   h′ = z ⊙ c + (1 − z) ⊙ h
///
/// The reset gate acts before `W_c`, unlike in cuDNN's variant.
///
/// With zoneout (Krueger et al. 2017), in training a unit keeps its state in a time step with some
/// probability, as if its entry of z were 0; in evaluation z is multiplied by the probability that it
/// does not.
///
/// ## Parameters
/// Each map's behind its gate's name (`reset.filters`), then `reset.input` `[hidden, inputs]`,
/// `update.input`, `state.input`, then `reset.bias` `[hidden]`, `update.bias`, `state.bias`.
public struct GatedRecurrentCell<Scalar: LayerScalar>: Sendable {
  /// Features of an input.
  public let inputCount: Int
  /// Size of the hidden state.
  public let hiddenCount: Int
  /// The maps of reset, update and state, square and without bias.
  public internal(set) var maps: [any LinearMap<Scalar>]
  /// How likely a unit keeps its state in a time step, in training.
  public let zoneout: Double

  /// Which units do not; none for evaluation.
  private(set) var zoneoutMask: ElementMask?
  /// V, `[3·hidden, inputs]`.
  var inputWeights: [Scalar]
  /// b, `[3·hidden]`.
  var biases: [Scalar]

  /// How the offsets of the gates start.
  public enum BiasStart: Sendable, Equatable {
    /// Uniform in ±1/√inputs, as in the published code.
    case uniform
    /// The update gate's offsets start so that a unit remembers for about `t` steps, with `t` uniform
    /// in `1...timeSpan − 1`: −log t (Tallec and Ollivier 2018). The others start at 0.
    case chrono(timeSpan: Int)
    /// Likewise with `log t` uniform, so that short spans are as frequent as long ones.
    case logarithmicChrono(timeSpan: Int)
  }

  /// A cell whose input weights start uniform in ±1/√inputs.
  ///
  /// Traps where a map is not square or of another size than the others, and for a zoneout rate
  /// outside `0..<1`.
  ///
  /// - Parameters:
  ///   - inputs: Features of an input.
  ///   - reset: W_r, `[hidden, hidden]`.
  ///   - update: W_z, `[hidden, hidden]`.
  ///   - state: W_c, `[hidden, hidden]`.
  ///   - zoneout: How likely a unit keeps its state in a time step, in training.
  ///   - biasStart: How the offsets start.
  ///   - generator: Where they are drawn from.
  public init(
    inputs: Int, reset: any LinearMap<Scalar>, update: any LinearMap<Scalar>,
    state: any LinearMap<Scalar>, zoneout: Double = 0, biasStart: BiasStart = .uniform,
    using generator: inout some RandomNumberGenerator
  ) {
    guard inputs >= 1 else { fatalError("A cell of \(inputs) inputs: at least 1 is needed") }
    guard (0..<1).contains(zoneout) else {
      fatalError("A zoneout rate has to be in 0..<1, not \(zoneout)")
    }
    let hidden = state.outputCount
    let maps = [reset, update, state]
    for (gate, map) in zip(Gate.allCases, maps) {
      guard map.inputCount == hidden, map.outputCount == hidden else {
        fatalError(
          "The \(gate.rawValue) map is \(map.outputCount) × \(map.inputCount) in a cell of \(hidden)"
        )
      }
    }
    inputCount = inputs
    hiddenCount = hidden
    self.maps = maps
    self.zoneout = zoneout
    let bound = 1 / Double(inputs).squareRoot()
    func uniform(_ count: Int) -> [Scalar] {
      (0..<count).map { _ in Scalar(Double.random(in: -bound...bound, using: &generator)) }
    }
    inputWeights = uniform(3 * hidden * inputs)
    switch biasStart {
    case .uniform: biases = uniform(3 * hidden)
    case .chrono(let span):
      biases = Self.chronoBiases(hidden) {
        -Double.log(Double.random(in: 1...Double(max(2, span - 1)), using: &generator))
      }
    case .logarithmicChrono(let span):
      biases = Self.chronoBiases(hidden) {
        -Double.random(in: 0...Double.log(Double(max(2, span - 1))), using: &generator)
      }
    }
  }

  private static func chronoBiases(_ hidden: Int, _ update: () -> Double) -> [Scalar] {
    let zeros = [Scalar](repeating: 0, count: hidden)
    return zeros + (0..<hidden).map { _ in Scalar(update()) } + zeros
  }

  /// What can be learned. The count of its values is the exact number of weights.
  public var parameters: Parameters<Scalar> {
    var all = Parameters<Scalar>()
    for (gate, map) in zip(Gate.allCases, maps) {
      all.append(contentsOf: map.parameters, prefix: gate.rawValue)
    }
    let matrix = hiddenCount * inputCount
    for (index, gate) in Gate.allCases.enumerated() {
      all.append(
        "\(gate.rawValue).input", shape: [hiddenCount, inputCount], role: .matrix,
        Array(inputWeights[index * matrix..<(index + 1) * matrix]))
    }
    for (index, gate) in Gate.allCases.enumerated() {
      all.append(
        "\(gate.rawValue).bias", shape: [hiddenCount], role: .bias,
        Array(biases[index * hiddenCount..<(index + 1) * hiddenCount]))
    }
    return all
  }

  /// Where each part of the cell is in its parameters.
  var layout: Layout {
    var start = 0
    func next(_ count: Int) -> Range<Int> {
      defer { start += count }
      return start..<start + count
    }
    return Layout(
      maps: maps.map { next($0.parameters.count) }, inputWeights: next(inputWeights.count),
      biases: next(biases.count), count: start)
  }

  /// Ranges within the cell's parameters.
  struct Layout: Sendable {
    let maps: [Range<Int>]
    let inputWeights: Range<Int>
    let biases: Range<Int>
    let count: Int
  }

  /// Takes new values for all parameters, in their layout.
  public mutating func assign(_ values: some Collection<Scalar>) {
    let layout = layout
    guard values.count == layout.count else {
      fatalError("\(values.count) values for a cell of \(layout.count) parameters")
    }
    func part(_ range: Range<Int>) -> [Scalar] {
      Array(values.dropFirst(range.lowerBound).prefix(range.count))
    }
    for index in maps.indices {
      // By way of the whole, so that a map sees all of its parameters change at once.
      var parameters = maps[index].parameters
      parameters.values = part(layout.maps[index])
      maps[index].parameters = parameters
    }
    inputWeights = part(layout.inputWeights)
    biases = part(layout.biases)
  }

  /// The sum of the maps' auxiliary losses.
  public var auxiliaryLoss: Scalar { maps.reduce(0) { $0 + $1.auxiliaryLoss } }

  /// Adds `weight` times the gradient of ``auxiliaryLoss``, in the parameters' layout.
  public func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>
  ) {
    let layout = layout
    for index in maps.indices {
      var part = parameterGradient._mutatingExtracting(layout.maps[index])
      maps[index].accumulateAuxiliaryGradient(weight: weight, into: &part)
    }
  }

  /// Before a training step: draws what maps leave to chance.
  public mutating func resample(using generator: inout some RandomNumberGenerator) {
    for index in maps.indices { maps[index].resample(using: &generator) }
    if zoneout > 0 { zoneoutMask = ElementMask(key: generator.next(), rate: zoneout, kept: 1) }
  }

  /// Before evaluation.
  public mutating func removeMasks() {
    for index in maps.indices { maps[index].removeMask() }
    zoneoutMask = nil
  }
}
