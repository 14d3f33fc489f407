import Experiments

extension RunRecord {
  /// A record with a value of its own in each field.
  static func example(
    table: String = "adding", row: String = "wavelet", mode: Mode = .paper
  ) -> RunRecord {
    RunRecord(
      table: table, row: row, mode: mode, task: "adding-150", map: "wavelet",
      compress: "state", weights: 2400, loss: 0.1, accuracy: 0.99875, waveletLoss: 1.25e-7,
      steps: 60_000, batch: 50, seconds: 1234.5, seed: .max,
      command: "wavepress train --row \"a|b\"", isa: "avx512", threads: 2, blasCore: "SkylakeX",
      machine: "Some CPU, 2 cores", note: "ä", paperAccuracy: 0.998, paperLoss: 4.5e-5,
      paperWeights: 2500)
  }
}
