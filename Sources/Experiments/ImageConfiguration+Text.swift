import Networks

extension ImageConfiguration {
  // Computed, as key paths cannot be shared.
  private static var settings: [Setting<Self>] {
    [
      .choice("map", \.map), .value("epochs", \.epochs), .value("batch", \.batch),
      .value("wavelet", \.wavelet), .choice("filters", \.filters), .value("levels", \.levels),
      .choice("mode", \.mode), .value("rank", \.rank), .choice("rectifiers", \.rectifiers),
      .value("seed", \.seed), .value("rate", \.rate), .choice("decay", \.decay),
      .value("decay-factor", \.decayFactor), .value("wavelet-loss-weight", \.waveletLossWeight),
      .value("dropout", \.dropout), .value("shift", \.shift), .value("averaging", \.averaging),
      .value("validation", \.validation), .value("images", \.images),
    ]
  }

  /// What checkpoints of these runs have under the name `task`.
  static let task = "mnist"

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
    try require("epochs", epochs, (0...100_000).contains(epochs), "0...100000")
    try require("batch", batch, (1...65_536).contains(batch), "1...65536")
    try require("levels", levels, (1...30).contains(levels), "1...30")
    if map == .wavelet, mode == .periodization {
      try require("levels", levels, levels <= 12, "1...12 with periodization")
    }
    try require("rank", rank, (1...Self.denseOutputs).contains(rank), "1...\(Self.denseOutputs)")
    try require("rate", rate, rate >= 0 && rate.isFinite, "a number of at least 0")
    try require(
      "decay-factor", decayFactor, decayFactor >= 0 && decayFactor.isFinite,
      "a number of at least 0")
    try require(
      "wavelet-loss-weight", waveletLossWeight,
      waveletLossWeight >= 0 && waveletLossWeight.isFinite, "a number of at least 0")
    try require("dropout", dropout, (0..<1).contains(dropout), "0..<1")
    try require(
      "dropout", dropout, dropout == 0 || map == .wavelet || map == .fastfood,
      "0 for \(map.rawValue) maps, which have no diagonals")
    try require("shift", shift, (0...8).contains(shift), "0...8")
    try require("averaging", averaging, (0..<1).contains(averaging), "0..<1")
    try require("validation", validation, validation >= 0, "at least 0")
    try require("images", images, images >= 0, "at least 0")
    try filters.validate(for: map, from: wavelet, seed: seed)
  }
}
