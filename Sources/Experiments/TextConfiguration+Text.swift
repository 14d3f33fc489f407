import Networks

extension TextConfiguration {
  // Computed, as key paths cannot be shared.
  private static var settings: [Setting<Self>] {
    [
      .choice("map", \.map),
      Setting(
        name: "compress", get: \.compressName,
        set: {
          guard let gates = TrainingConfiguration.gates(named: $1) else { return false }
          $0.compress = gates
          return true
        }),
      .value("hidden", \.hidden), .value("embedding", \.embedding), .value("epochs", \.epochs),
      .value("batch", \.batch), .value("segment", \.segment), .value("warm-up", \.warmUp),
      .value("wavelet", \.wavelet), .choice("filters", \.filters), .value("levels", \.levels),
      .choice("mode", \.mode), .value("rank", \.rank), .value("seed", \.seed),
      .value("rate", \.rate), .choice("decay", \.decay), .value("clip", \.clip),
      .choice("bias", \.bias), .value("wavelet-loss-weight", \.waveletLossWeight),
      .value("dropout", \.dropout), .value("characters", \.characters),
    ]
  }

  /// What checkpoints of these runs have under the name `task`.
  static let task = "penn-treebank"

  /// Every setting by the name of its flag, as checkpoints keep them.
  var dictionary: [String: String] {
    var values = Dictionary(uniqueKeysWithValues: Self.settings.map { ($0.name, $0.get(self)) })
    values["task"] = Self.task
    return values
  }

  /// The settings that a checkpoint keeps.
  init(_ dictionary: [String: String], from path: String) throws(FileError) {
    self.init()
    guard dictionary["task"] == Self.task else {
      throw FileError(
        path, expected: "a training run of the task \(Self.task)",
        found: dictionary["task"]?.quotedForMessage ?? "none")
    }
    for setting in Self.settings {
      guard let text = dictionary[setting.name], setting.set(&self, text) else {
        throw FileError(
          path, expected: "a training run's setting \(setting.name)",
          found: dictionary[setting.name]?.quotedForMessage ?? "none")
      }
    }
    do { try validate() } catch {
      throw FileError(path, expected: "settings of a training run", found: "\"\(error)\"")
    }
  }

  /// The command that trains this, with the settings that differ from the defaults.
  public var command: String {
    let defaults = Self()
    let flags = Self.settings.filter { $0.get(self) != $0.get(defaults) }
    return (["wavepress train \(Self.task)"] + flags.map { "--\($0.name) \($0.get(self))" })
      .joined(separator: " ")
  }

  /// The name of the first setting in which two differ, with both values.
  func difference(from other: Self) -> (name: String, own: String, other: String)? {
    Self.settings.lazy.map { ($0.name, $0.get(self), $0.get(other)) }.first { $0.1 != $0.2 }
  }

  /// Throws for settings that no run can have.
  public func validate() throws(ConfigurationError) {
    func require(
      _ name: String, _ value: some Numeric & CustomStringConvertible, _ isFine: Bool,
      _ expected: String
    ) throws(ConfigurationError) {
      if !isFine {
        throw ConfigurationError("--\(name)", expected: expected, found: value.description)
      }
    }
    try require("hidden", hidden, (1...65_536).contains(hidden), "1...65536")
    try require("embedding", embedding, (1...65_536).contains(embedding), "1...65536")
    try require("epochs", epochs, (0...100_000).contains(epochs), "0...100000")
    try require("batch", batch, (1...65_536).contains(batch), "1...65536")
    try require("segment", segment, (2...100_000).contains(segment), "2...100000")
    try require("warm-up", warmUp, (0..<segment).contains(warmUp), "0..<\(segment)")
    // Five hidden states for each character of a step, in 4 bytes each.
    let bytes = 20 * hidden * batch * segment
    try require("hidden", bytes, bytes < 64 << 30, "less than 64 GiB of hidden states")
    try require("levels", levels, (1...30).contains(levels), "1...30")
    if map == .wavelet, mode == .periodization {
      try require("levels", levels, 1 << levels <= hidden, "2^levels no more than \(hidden) hidden")
    }
    try filters.validate(for: map, from: wavelet, seed: seed)
    if map == .tensorTrain || map == .lowRank {
      try require("rank", rank, (1...hidden).contains(rank), "1...\(hidden)")
    }
    try require("rate", rate, rate >= 0 && rate.isFinite, "a number of at least 0")
    try require("clip", clip, clip >= 0 && clip.isFinite, "a number of at least 0")
    try require(
      "wavelet-loss-weight", waveletLossWeight,
      waveletLossWeight >= 0 && waveletLossWeight.isFinite, "a number of at least 0")
    try require("dropout", dropout, (0..<1).contains(dropout), "0..<1")
    try require(
      "dropout", dropout, dropout == 0 || map == .wavelet || map == .fastfood,
      "0 for \(map.rawValue) maps, which have no diagonals")
    try require("characters", characters, characters >= 0, "at least 0")
  }
}
