public import Kernels
public import LinearAlgebra
public import Networks

/// Everything that decides what a training run computes: settings that flags name, commands repeat and
/// checkpoints keep.
public protocol RunConfiguration: Sendable, Equatable {
  /// Fixes everything random.
  var seed: UInt64 { get set }

  /// The defaults.
  init()

  /// Every setting; the task comes first.
  // Computed, as key paths cannot be shared.
  static var settings: [Setting<Self>] { get }

  /// Throws for settings that no run can have.
  func validate() throws(ConfigurationError)
}

extension RunConfiguration {
  /// Whether a checkpoint is of a run with such a configuration.
  public static func isTask(of checkpoint: Checkpoint<Float>) -> Bool {
    var configuration = Self()
    let task = settings[0]
    return checkpoint.configuration[task.name].map { task.set(&configuration, $0) } ?? false
  }

  /// The settings of the run that a checkpoint is from.
  ///
  /// - Throws: `FileError` where one is missing, makes no sense, or is none that this version has: the
  ///   run was another then.
  public init(of checkpoint: Checkpoint<Float>, from path: String) throws(FileError) {
    self.init()
    let dictionary = checkpoint.configuration
    for setting in Self.settings {
      if setting.mayBeMissing && dictionary[setting.name] == nil { continue }
      guard let text = dictionary[setting.name], setting.set(&self, text) else {
        throw FileError(
          path, expected: setting.expected,
          found: dictionary[setting.name]?.quotedForMessage ?? "none")
      }
    }
    let known = Set(Self.settings.map(\.name)).union(RunKey.allCases.map(\.rawValue))
    if let stranger = dictionary.filter({ !known.contains($0.key) }).min(by: { $0.key < $1.key }) {
      throw FileError(
        path, expected: "only settings that this version has",
        found: "--\(stranger.key) \(stranger.value)".quotedForMessage)
    }
    do { try validate() } catch {
      throw FileError(path, expected: "settings of a training run", found: "\"\(error)\"")
    }
  }

  /// Every setting by the name of its flag, as checkpoints keep them.
  var dictionary: [String: String] {
    Dictionary(uniqueKeysWithValues: Self.settings.map { ($0.name, $0.get(self)) })
  }

  /// The command that trains this, with the settings that differ from the defaults.
  public var command: String {
    let defaults = Self()
    let settings = Self.settings
    let flags = settings.dropFirst().filter { $0.get(self) != $0.get(defaults) }
    return
      (["wavepress train \(settings[0].get(self))"]
      + flags.map { "--\($0.name) \($0.get(self))" }).joined(separator: " ")
  }

  /// Throws where a file's settings are others, with the first of them.
  func requireEqual(_ stored: Self, at path: String) throws(FileError) {
    let settings = Self.settings
    let task = settings[0]
    if task.get(self) != task.get(stored) {
      throw FileError(
        path, expected: "a run of the task \(task.get(self))", found: task.get(stored))
    }
    for setting in settings where setting.get(self) != setting.get(stored) {
      throw FileError(
        path, expected: "a run with --\(setting.name) \(setting.get(self))",
        found: "--\(setting.name) \(setting.get(stored))")
    }
  }
}

extension RunConfiguration {
  /// Throws for a setting that is not as expected.
  func require(
    _ name: String, _ value: some Numeric & CustomStringConvertible, _ isFine: Bool,
    _ expected: String
  ) throws(ConfigurationError) {
    if !isFine {
      throw ConfigurationError("--\(name)", expected: expected, found: value.description)
    }
  }

  /// Throws for more weights than BLAS counts.
  ///
  /// - Parameters:
  ///   - most: As many as there are, or more.
  ///   - name: The setting that decides.
  func requireCountable(most: Double, _ name: String) throws(ConfigurationError) {
    guard most < 0x1p31 else {
      throw ConfigurationError(
        "--\(name)", expected: "less than 2^31 weights", found: "up to \(most)")
    }
  }

  /// Throws for a number that is negative or not finite.
  func requireNotNegative(_ name: String, _ value: Double) throws(ConfigurationError) {
    try require(name, value, value >= 0 && value.isFinite, "a number of at least 0")
  }

  /// Throws for a share of entries that cannot be dropped, or not from such maps.
  func requireDropout(_ dropout: Double, from map: MapKind) throws(ConfigurationError) {
    try require("dropout", dropout, (0..<1).contains(dropout), "0..<1")
    try require(
      "dropout", dropout, dropout == 0 || map == .wavelet || map == .fastfood,
      "0 for \(map.rawValue) maps, which have no diagonals")
  }
}
