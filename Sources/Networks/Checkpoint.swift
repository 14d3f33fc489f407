public import StructuredLinear

/// What a training run needs to go on bit for bit, as one safetensors file.
///
/// Each parameter is a tensor of its own, `model.<name>`, so that other tools can read a model; what
/// an optimizer remembers is stored whole, `optimizer.<name>`, in the parameters' layout.
public struct Checkpoint<Scalar: LayerScalar>: Sendable, Equatable {
  /// The parameters with their names, shapes and roles.
  public var parameters: Parameters<Scalar>
  /// Steps the optimizer has taken.
  public var optimizerSteps: Int
  /// What the optimizer remembers of each parameter, by name.
  public var optimizerVectors: [String: [Scalar]]
  /// Steps of training that are done.
  public var step: Int
  /// The states of random generators, by name.
  public var generators: [String: UInt64]
  /// What else a run goes on from, such as a hidden state, by name.
  public var states: [String: [Scalar]]
  /// How the run was configured.
  public var configuration: [String: String]
  /// Where the checkpoint is from, for messages.
  let path: String

  /// A checkpoint in memory. Traps for negative steps and for vectors that have not the parameters'
  /// layout.
  public init(
    parameters: Parameters<Scalar>, optimizerSteps: Int = 0,
    optimizerVectors: [String: [Scalar]] = [:], step: Int, generators: [String: UInt64] = [:],
    states: [String: [Scalar]] = [:], configuration: [String: String] = [:]
  ) {
    self.init(
      parameters: parameters, optimizerSteps: optimizerSteps, optimizerVectors: optimizerVectors,
      step: step, generators: generators, states: states, configuration: configuration,
      path: "checkpoint in memory")
    requireConsistency()
  }

  init(
    parameters: Parameters<Scalar>, optimizerSteps: Int, optimizerVectors: [String: [Scalar]],
    step: Int, generators: [String: UInt64], states: [String: [Scalar]],
    configuration: [String: String], path: String
  ) {
    self.parameters = parameters
    self.optimizerSteps = optimizerSteps
    self.optimizerVectors = optimizerVectors
    self.step = step
    self.generators = generators
    self.states = states
    self.configuration = configuration
    self.path = path
  }

  /// Equal contents, wherever they are from.
  public static func == (a: Self, b: Self) -> Bool {
    a.parameters == b.parameters && a.optimizerSteps == b.optimizerSteps
      && a.optimizerVectors == b.optimizerVectors && a.step == b.step
      && a.generators == b.generators && a.states == b.states
      && a.configuration == b.configuration
  }

  /// Traps where the fields do not fit each other.
  func requireConsistency() {
    guard step >= 0, optimizerSteps >= 0 else {
      fatalError("A checkpoint of \(step) steps and \(optimizerSteps) steps of its optimizer")
    }
    let count = parameters.entries.last?.range.upperBound ?? 0
    guard parameters.count == count else {
      fatalError("\(parameters.count) values for parameters of \(count)")
    }
    for (name, vector) in optimizerVectors where vector.count != count {
      fatalError("Optimizer vector \(name): \(vector.count) values for \(count) parameters")
    }
  }
}

/// The names in a checkpoint's file.
enum CheckpointFormat {
  static let name = "wavepress.checkpoint"
  static let version = "1"

  // Tensors.
  static let model = "model."
  static let optimizer = "optimizer."
  static let generator = "generator."
  static let state = "state."
  static let step = "training.step"
  static let optimizerSteps = "training.optimizer_steps"

  // Metadata.
  static let formatKey = "format"
  static let versionKey = "version"
  /// The parameters' roles by name, in the order of their vector: tensors are sorted in the file.
  static let layoutKey = "model.layout"
  static let configuration = "configuration."
}

extension Parameters.Role {
  /// The name in files.
  var fileName: String {
    switch self {
    case .diagonal: "diagonal"
    case .filters: "filters"
    case .matrix: "matrix"
    case .bias: "bias"
    }
  }

  /// The role of a name, or nil.
  init?(fileName: String) {
    let roles: [Self] = [.diagonal, .filters, .matrix, .bias]
    guard let role = roles.first(where: { $0.fileName == fileName }) else { return nil }
    self = role
  }
}
