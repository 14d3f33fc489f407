import Networks

extension TextConfiguration: RunConfiguration {
  /// The task of these runs.
  static let task = "penn-treebank"

  /// Every setting.
  public static var settings: [Setting<Self>] {
    [
      .task(task), .choice("model", \.model, mayBeMissing: true), .choice("map", \.map),
      compressSetting,
      .value("hidden", \.hidden), .value("blocks", \.blocks, mayBeMissing: true),
      .value("taps", \.taps, mayBeMissing: true), .value("embedding", \.embedding),
      .value("epochs", \.epochs),
      .value("batch", \.batch), .value("segment", \.segment), .value("warm-up", \.warmUp),
      .choice("segment-start", \.segmentStart, mayBeMissing: true),
      .value("wavelet", \.wavelet), .choice("filters", \.filters), .value("levels", \.levels),
      .choice("mode", \.mode), .value("terms", \.terms, mayBeMissing: true),
      .value("reset-terms", \.resetTerms, mayBeMissing: true), .value("rank", \.rank),
      .value("seed", \.seed),
      .choice("optimizer", \.optimizer, mayBeMissing: true), .value("rate", \.rate),
      .value("structure-rate", \.structureRate, mayBeMissing: true),
      .choice("decay", \.decay), .value("stall-factor", \.stallFactor, mayBeMissing: true),
      .value("clip", \.clip),
      .choice("bias", \.bias), .value("wavelet-loss-weight", \.waveletLossWeight),
      .value("dropout", \.dropout),
      .value("readout-dropout", \.readoutDropout, mayBeMissing: true),
      .value("zoneout", \.zoneout, mayBeMissing: true), .value("characters", \.characters),
    ]
  }

  /// Throws for settings that no run can have.
  public func validate() throws(ConfigurationError) {
    switch model {
    case .recurrent: try validateMaps(seed: seed)
    case .convolutional:
      try require("hidden", hidden, (1...65_536).contains(hidden), "1...65536")
      try require("dropout", dropout, (0..<1).contains(dropout), "0..<1")
      if map != .dense {
        throw ConfigurationError(
          "--map", expected: "dense for a tcn, which has no other maps", found: map.rawValue)
      }
      if segmentStart == .previous {
        throw ConfigurationError(
          "--segment-start", expected: "zeros for a tcn, which has no state",
          found: segmentStart.rawValue)
      }
      try require("readout-dropout", readoutDropout, readoutDropout == 0, "0 for a tcn")
      try require("zoneout", zoneout, zoneout == 0, "0 for a tcn")
    }
    try require("blocks", blocks, (1...16).contains(blocks), "1...16")
    try require("taps", taps, (1...1024).contains(taps), "1...1024")
    try require("embedding", embedding, (1...65_536).contains(embedding), "1...65536")
    switch model {
    case .recurrent: try requireCountableWeights(inputs: embedding, outputs: 128)
    case .convolutional:
      // Two convolutions a block and a map beside them.
      let widest = Double(max(hidden, embedding))
      try requireCountable(
        most: Double(blocks * (2 * taps + 1)) * widest * widest,
        embedding > hidden ? "embedding" : "hidden")
    }
    try require("epochs", epochs, (0...100_000).contains(epochs), "0...100000")
    try require("batch", batch, (1...65_536).contains(batch), "1...65536")
    try require("segment", segment, (2...100_000).contains(segment), "2...100000")
    try require("warm-up", warmUp, (0..<segment).contains(warmUp), "0..<\(segment)")
    if segmentStart == .previous {
      try require("warm-up", warmUp, warmUp == 0, "0 where segments start from the previous one")
    }
    try requireMemory()
    try requireNotNegative("rate", rate)
    try requireNotNegative("structure-rate", structureRate)
    try requireNotNegative("stall-factor", stallFactor)
    try requireNotNegative("clip", clip)
    try requireNotNegative("wavelet-loss-weight", waveletLossWeight)
    try require("readout-dropout", readoutDropout, (0..<1).contains(readoutDropout), "0..<1")
    try require("zoneout", zoneout, (0..<1).contains(zoneout), "0..<1")
    try require("characters", characters, characters >= 0, "at least 0")
  }

  /// Throws for segments that take more memory than machines have, in 4 bytes a number.
  private func requireMemory() throws(ConfigurationError) {
    let numbers =
      switch model {
      // Of each character five hidden states, and its vector and gradients thrice.
      case .recurrent: 5 * hidden + 4 * embedding
      // Of each block three layers, and one of the network before and after them.
      case .convolutional: (3 * blocks + 4) * max(hidden, embedding)
      }
    let bytes = 4 * numbers * batch * segment
    try require(
      embedding > hidden ? "embedding" : "hidden", bytes, bytes < 64 << 30,
      "less than 64 GiB of what a segment's characters become")
  }
}
