public import StructuredLinear

/// What an optimizer remembers from step to step, for checkpoints.
public struct OptimizerState<Scalar: LayerScalar>: Sendable, Equatable {
  /// A number for each parameter.
  public struct Vector: Sendable, Equatable {
    /// What it is, unique in the state.
    public let name: String
    /// As many as there are parameters.
    public var values: [Scalar]

    /// A vector.
    public init(name: String, values: [Scalar]) {
      self.name = name
      self.values = values
    }
  }

  /// Steps taken.
  public var steps: Int
  /// The vectors, in an order that the optimizer fixes.
  public var vectors: [Vector]

  /// A state.
  public init(steps: Int, vectors: [Vector]) {
    self.steps = steps
    self.vectors = vectors
  }

  /// Zeros under names.
  init(_ names: [String], count: Int) {
    guard count >= 0 else { fatalError("An optimizer of \(count) parameters") }
    self.init(
      steps: 0,
      vectors: names.map { Vector(name: $0, values: [Scalar](repeating: 0, count: count)) })
  }

  /// Whether another state has vectors of the same names and counts, so that either can take the
  /// other's place.
  public func hasLayout(of other: OptimizerState) -> Bool {
    vectors.map(\.name) == other.vectors.map(\.name)
      && vectors.map(\.values.count) == other.vectors.map(\.values.count)
  }

  /// Takes another state's place. Traps for another layout.
  mutating func replace(with other: OptimizerState) {
    guard hasLayout(of: other), other.steps >= 0 else {
      func layout(_ state: OptimizerState) -> String {
        "\(state.steps) steps, \(state.vectors.map { "\($0.name): \($0.values.count)" })"
      }
      fatalError("An optimizer's state of \(layout(other)) for one of \(layout(self))")
    }
    self = other
  }

  /// Moves a vector's values out, so that several can change at a time.
  mutating func take(_ index: Int) -> [Scalar] {
    var values: [Scalar] = []
    swap(&values, &vectors[index].values)
    return values
  }

  /// Moves them back.
  mutating func put(_ index: Int, _ values: consuming [Scalar]) { vectors[index].values = values }
}
