import Kernels
import Networks

extension SequenceConfiguration: RunConfiguration {
  /// Every setting.
  public static var settings: [Setting<Self>] {
    [
      .choice("task", \.task), .choice("map", \.map), compressSetting,
      .value("hidden", \.hidden), .value("steps", \.steps), .value("batch", \.batch),
      .value("time-steps", \.timeSteps), .value("wavelet", \.wavelet),
      .choice("filters", \.filters, mayBeMissing: true), .value("levels", \.levels),
      .choice("mode", \.mode), .value("terms", \.terms, mayBeMissing: true),
      .value("reset-terms", \.resetTerms, mayBeMissing: true), .value("rank", \.rank),
      .value("seed", \.seed), .value("rate", \.rate), .choice("decay", \.decay),
      .value("structure-rate", \.structureRate), .value("clip", \.clip), .choice("bias", \.bias),
      .value("gate-start", \.gateStart), .value("wavelet-loss-weight", \.waveletLossWeight),
      .value("dropout", \.dropout),
      .value("test-sequences", \.testSequences), .value("stop-loss", \.stopLoss),
      .value("validation", \.validation, mayBeMissing: true),
      .value("images", \.images, mayBeMissing: true),
      .value("shift", \.shift, mayBeMissing: true),
    ]
  }

  /// Throws for settings that no run can have.
  public func validate() throws(ConfigurationError) {
    try validateMaps(seed: seed)
    try require("steps", steps, (0...100_000_000).contains(steps), "0...100000000")
    try require("batch", batch, (1...65_536).contains(batch), "1...65536")
    try require("time-steps", timeSteps, (2...100_000).contains(timeSteps), "2...100000")
    try requireHiddenStates(steps: sequenceLength)
    try requireCountableWeights(inputs: 16, outputs: 16)
    try requireNotNegative("rate", rate)
    try requireNotNegative("structure-rate", structureRate)
    try requireNotNegative("clip", clip)
    try require("gate-start", gateStart, gateStart.isFinite, "a number")
    try requireNotNegative("wavelet-loss-weight", waveletLossWeight)
    try require(
      "test-sequences", testSequences, (1...10_000_000).contains(testSequences), "1...10000000")
    try require("stop-loss", stopLoss, stopLoss >= 0, "at least 0")
    try require("shift", shift, (0...8).contains(shift), "0...8")
    for (name, count) in [("validation", validation), ("images", images), ("shift", shift)] {
      try require(name, count, count >= 0, "at least 0")
      try require(
        name, count, count == 0 || task.needsImages, "0 for \(task.rawValue), which has no images")
    }
  }

  /// Throws for sequences whose hidden states, five for each step and sample in 4 bytes each, take more
  /// memory than machines have.
  func requireHiddenStates(steps: Int) throws(ConfigurationError) {
    let bytes = 20 * hidden * batch * steps
    try require("hidden", bytes, bytes < 64 << 30, "less than 64 GiB of hidden states")
  }
}
