import Networks

extension PaperTable {
  /// Steps of an epoch of 60,000 images.
  private static let stepsPerEpoch = 1_200
  /// How long networks of 512 are trained, a compromise with what a step of theirs costs: the paper
  /// does not say how long it trained.
  private static let largeEpochs = 1
  /// How long small networks are trained.
  private static let smallEpochs = 20
  /// How long the tensor-train network of 216 is trained.
  private static let tensorTrainEpochs = 12
  /// What the published code has in place of the paper's Haar start.
  private static let wavelet = WaveletName("db6")!

  /// Table 2 c: sequential MNIST.
  public static let table2c = PaperTable(
    name: "table2c",
    title: "Table 2 c: sequential MNIST, 784 steps of one pixel, on all test images",
    rows: pixelRows)

  private static var pixelRows: [Row] {
    let figures: [String: Figures] = [
      "none": Figures(loss: 6.49e-2, accuracy: 1, weights: 794_634),
      "state": Figures(loss: 8.98e-2, accuracy: 0.98, weights: 534_156),
      "reset": Figures(loss: 6.06e-2, accuracy: 1, weights: 534_156),
      "update": Figures(loss: 1.82, accuracy: 0.26, weights: 534_156),
      "reset+update": Figures(loss: 1.33, accuracy: 0.46, weights: 273_678),
      "state+reset": Figures(loss: 9.48e-2, accuracy: 0.98, weights: 273_678),
      "state+update": Figures(loss: 1.60, accuracy: 0.34, weights: 273_678),
      "all": Figures(loss: 1.52, accuracy: 0.36, weights: 13_200),
    ]
    var rows = compressions.map { name, gates in
      var settings = pixelSettings(epochs: largeEpochs)
      if gates.isEmpty {
        settings.map = .dense
      } else {
        settings.wavelet = wavelet
      }
      settings.compress = gates
      return Row(name: name, mode: .paper, configuration: settings, paper: figures[name])
    }

    var small = pixelSettings(epochs: smallEpochs)
    small.wavelet = wavelet
    small.hidden = 58
    small.compress = [.state, .reset]
    let wave = Figures(loss: 0.127, accuracy: 0.964, weights: 4_912)
    rows.append(Row(name: "WaveGRU-64", mode: .paper, configuration: small, paper: wave))
    rows.append(
      Row(name: "WaveGRU-64", mode: .improved, configuration: improvedPixels, paper: wave))

    // 6·6·3 + 3·6·6·3 + 3·6·6 = 540 weights a gate; the paper has neither its shape nor its loss, and
    // its count in hundreds.
    var train = pixelSettings(epochs: tensorTrainEpochs)
    train.map = .tensorTrain
    train.hidden = 216
    rows.append(
      Row(
        name: "TT-GRU", mode: .paper, configuration: train,
        paper: Figures(loss: nil, accuracy: 0.983, weights: 5_100)))
    return rows
  }

  /// The paper's protocol, but for filters.
  private static func pixelSettings(epochs: Int) -> SequenceConfiguration {
    var settings = SequenceConfiguration()
    settings.task = .sequentialMNIST
    settings.steps = epochs * stepsPerEpoch
    settings.clip = 1
    return settings
  }

  /// The paper's network with maps that start orthogonal, which leave weights for two more units;
  /// gates that remember for short and long spans from the start, a higher rate, which falls, and
  /// images that are shifted by a pixel, for longer.
  private static var improvedPixels: SequenceConfiguration {
    var settings = pixelSettings(epochs: 2 * smallEpochs)
    settings.hidden = 60
    settings.compress = [.state, .reset]
    settings.wavelet = WaveletName("db3")!
    settings.mode = .periodization
    settings.levels = 2
    settings.bias = .logarithmicChrono
    settings.rate = 1e-2
    settings.decay = .cosine
    settings.shift = 1
    return settings
  }
}
