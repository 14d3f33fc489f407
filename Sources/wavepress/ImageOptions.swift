import ArgumentParser
import Experiments
import Kernels

extension ImageConfiguration.Decay: ExpressibleByArgument {}
extension ImageConfiguration.Rectifiers: ExpressibleByArgument {}

/// The settings of a training run on images. The defaults are the paper's protocol.
struct ImageOptions: ParsableArguments {
  @Option(help: "Kind of the hidden map.")
  var map = ImageConfiguration().map

  @Option(help: "Passes over the training images.")
  var epochs = ImageConfiguration().epochs

  @Option(help: "Images of a step.")
  var batch = ImageConfiguration().batch

  @Option(
    help: "Filters to start from: PyWavelets' names, haar6 (padded to 6 taps), random6.")
  var wavelet = ImageConfiguration().wavelet

  @Option(help: "What of the filters is learned.")
  var filters = ImageConfiguration().filters

  @Option(help: "How often the low band is split.")
  var levels = ImageConfiguration().levels

  @Option(help: "How signals continue beyond their ends.")
  var mode = ImageConfiguration().mode

  @Option(help: "Rank of tensor-train and low-rank maps.")
  var rank = ImageConfiguration().rank

  @Option(help: "Where a rectifier stands: behind the hidden map, or behind both poolings, too.")
  var rectifiers = ImageConfiguration().rectifiers

  @Option(help: "Fixes everything random.")
  var seed = ImageConfiguration().seed

  @Option(help: "Adadelta's learning rate.")
  var rate = ImageConfiguration().rate

  @Option(help: "How the rate changes: by a factor after each epoch, or to 0 along a cosine.")
  var decay = ImageConfiguration().decay

  @Option(help: "What the rate is multiplied by after each epoch.")
  var decayFactor = ImageConfiguration().decayFactor

  @Option(help: "Weight of the wavelet loss.")
  var waveletLossWeight = ImageConfiguration().waveletLossWeight

  @Option(help: "How likely entries of diagonals are dropped while training.")
  var dropout = ImageConfiguration().dropout

  @Option(help: "Shift training images by up to so many pixels each way, anew in each epoch.")
  var shift = ImageConfiguration().shift

  @Option(help: "Test a mean of weights of which so much remains in each step; 0 for none.")
  var averaging = ImageConfiguration().averaging

  @Option(help: "Train without the last so many training images, and test with them.")
  var validation = ImageConfiguration().validation

  @Option(help: "Train with the first so many training images; 0 for all.")
  var images = ImageConfiguration().images

  /// The settings, not yet validated.
  var configuration: ImageConfiguration {
    var settings = ImageConfiguration()
    settings.map = map
    settings.epochs = epochs
    settings.batch = batch
    settings.wavelet = wavelet
    settings.filters = filters
    settings.levels = levels
    settings.mode = mode
    settings.rank = rank
    settings.rectifiers = rectifiers
    settings.seed = seed
    settings.rate = rate
    settings.decay = decay
    settings.decayFactor = decayFactor
    settings.waveletLossWeight = waveletLossWeight
    settings.dropout = dropout
    settings.shift = shift
    settings.averaging = averaging
    settings.validation = validation
    settings.images = images
    return settings
  }
}
