import Networks

extension ImageConfiguration: RunConfiguration {
  /// The task of these runs.
  static let task = "mnist"

  /// Every setting.
  public static var settings: [Setting<Self>] {
    [
      .task(task), .choice("map", \.map), .value("epochs", \.epochs), .value("batch", \.batch),
      .value("wavelet", \.wavelet), .choice("filters", \.filters), .value("levels", \.levels),
      .choice("mode", \.mode), .value("rank", \.rank), .choice("rectifiers", \.rectifiers),
      .value("seed", \.seed), .value("rate", \.rate), .choice("decay", \.decay),
      .value("decay-factor", \.decayFactor), .value("wavelet-loss-weight", \.waveletLossWeight),
      .value("dropout", \.dropout), .value("shift", \.shift), .value("averaging", \.averaging),
      .value("validation", \.validation), .value("images", \.images),
    ]
  }

  /// Throws for settings that no run can have.
  public func validate() throws(ConfigurationError) {
    try require("epochs", epochs, (0...100_000).contains(epochs), "0...100000")
    try require("batch", batch, (1...65_536).contains(batch), "1...65536")
    try require("levels", levels, (1...30).contains(levels), "1...30")
    if map == .wavelet, mode == .periodization {
      try require("levels", levels, levels <= 12, "1...12 with periodization")
    }
    try require("rank", rank, (1...Self.denseOutputs).contains(rank), "1...\(Self.denseOutputs)")
    try requireNotNegative("rate", rate)
    try requireNotNegative("decay-factor", decayFactor)
    try requireNotNegative("wavelet-loss-weight", waveletLossWeight)
    try requireDropout(dropout, from: map)
    try require("shift", shift, (0...8).contains(shift), "0...8")
    try require("averaging", averaging, (0..<1).contains(averaging), "0..<1")
    try require("validation", validation, validation >= 0, "at least 0")
    try require("images", images, images >= 0, "at least 0")
    try filters.validate(for: map, from: wavelet, seed: seed)
  }
}
