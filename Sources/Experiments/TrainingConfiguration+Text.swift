import Kernels
import Networks

/// A setting that makes no sense, in one line.
public struct ConfigurationError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The line.
  public let description: String

  /// An error about a setting.
  public init(_ setting: String, expected: String, found: String) {
    description = "\(setting): expected \(expected), found \(found)"
  }
}

extension TrainingConfiguration {
  // Computed, as key paths cannot be shared.
  private static var settings: [Setting<Self>] {
    [
      .choice("task", \.task), .choice("map", \.map),
      Setting(
        name: "compress", get: \.compressName,
        set: {
          guard let gates = gates(named: $1) else { return false }
          $0.compress = gates
          return true
        }),
      .value("hidden", \.hidden), .value("steps", \.steps), .value("batch", \.batch),
      .value("time-steps", \.timeSteps), .value("wavelet", \.wavelet),
      .choice("filters", \.filters, mayBeMissing: true), .value("levels", \.levels),
      .choice("mode", \.mode), .value("rank", \.rank),
      .value("seed", \.seed), .value("rate", \.rate), .choice("decay", \.decay),
      .value("structure-rate", \.structureRate), .value("clip", \.clip), .choice("bias", \.bias),
      .value("gate-start", \.gateStart), .value("wavelet-loss-weight", \.waveletLossWeight),
      .value("dropout", \.dropout),
      .value("test-sequences", \.testSequences), .value("stop-loss", \.stopLoss),
      .value("validation", \.validation, mayBeMissing: true),
      .value("images", \.images, mayBeMissing: true),
    ]
  }

  /// Every setting by the name of its flag, as checkpoints keep them.
  var dictionary: [String: String] {
    Dictionary(uniqueKeysWithValues: Self.settings.map { ($0.name, $0.get(self)) })
  }

  /// The settings that a checkpoint keeps.
  init(_ dictionary: [String: String], from path: String) throws(FileError) {
    self.init()
    for setting in Self.settings {
      if setting.mayBeMissing && dictionary[setting.name] == nil { continue }
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
    let flags = Self.settings.dropFirst().filter { $0.get(self) != $0.get(defaults) }
    return (["wavepress train \(task.rawValue)"] + flags.map { "--\($0.name) \($0.get(self))" })
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
    try require("steps", steps, (0...100_000_000).contains(steps), "0...100000000")
    try require("batch", batch, (1...65_536).contains(batch), "1...65536")
    try require("time-steps", timeSteps, (2...100_000).contains(timeSteps), "2...100000")
    // Five hidden states for each step and sample, in 4 bytes each.
    let bytes = 20 * hidden * batch * sequenceLength
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
    try require(
      "structure-rate", structureRate, structureRate >= 0 && structureRate.isFinite,
      "a number of at least 0")
    try require("clip", clip, clip >= 0 && clip.isFinite, "a number of at least 0")
    try require("gate-start", gateStart, gateStart.isFinite, "a number")
    try require(
      "wavelet-loss-weight", waveletLossWeight,
      waveletLossWeight >= 0 && waveletLossWeight.isFinite, "a number of at least 0")
    try require("dropout", dropout, (0..<1).contains(dropout), "0..<1")
    try require(
      "dropout", dropout, dropout == 0 || map == .wavelet || map == .fastfood,
      "0 for \(map.rawValue) maps, which have no diagonals")
    try require(
      "test-sequences", testSequences, (1...10_000_000).contains(testSequences), "1...10000000")
    try require("stop-loss", stopLoss, stopLoss >= 0, "at least 0")
    for (name, count) in [("validation", validation), ("images", images)] {
      try require(name, count, count >= 0, "at least 0")
      try require(
        name, count, count == 0 || task.needsImages, "0 for \(task.rawValue), which has no images")
    }
  }
}
