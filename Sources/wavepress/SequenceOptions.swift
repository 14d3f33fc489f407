import ArgumentParser
import Experiments
import Kernels
import Networks

extension SequenceConfiguration.Task: ExpressibleByArgument {}
extension SequenceConfiguration.BiasStart: ExpressibleByArgument {}
extension SequenceConfiguration.Decay: ExpressibleByArgument {}
extension MapKind: ExpressibleByArgument {}
extension FilterLearning: ExpressibleByArgument {}
extension ExtensionMode: ExpressibleByArgument {}

extension WaveletName: ExpressibleByArgument {
  /// The wavelet of a name.
  public init?(argument: String) { self.init(argument) }
}

/// Gates joined by commas, `none` or `all`.
struct GateNames: ExpressibleByArgument {
  let gates: Set<Gate>

  init?(argument: String) {
    guard let gates = SequenceConfiguration.gates(named: argument) else { return nil }
    self.gates = gates
  }

  init(_ gates: Set<Gate>) { self.gates = gates }

  var defaultValueDescription: String { SequenceConfiguration.name(of: gates) }
}

/// The settings of a training run. The defaults are the paper's protocol on the synthetic tasks.
struct SequenceOptions: ParsableArguments {
  @Argument(help: "adding, copy-memory or sequential-mnist.")
  var task: SequenceConfiguration.Task

  @Option(help: "Kind of the compressed maps.")
  var map: MapKind = .wavelet

  @Option(help: "Gates to compress: reset,update,state, none or all.")
  var compress = GateNames(Set(Gate.allCases))

  @Option(help: "Size of the hidden state.")
  var hidden = SequenceConfiguration().hidden

  @Option(help: "Training steps.")
  var steps = SequenceConfiguration().steps

  @Option(help: "Sequences of a step.")
  var batch = SequenceConfiguration().batch

  @Option(help: "Length of the adding problem; blanks of the copy problem.")
  var timeSteps = SequenceConfiguration().timeSteps

  @Option(
    help:
      "Filters to start from: PyWavelets' names, haar6 (padded to 6 taps), random6.")
  var wavelet = SequenceConfiguration().wavelet

  @Option(help: "What of the filters is learned.")
  var filters = SequenceConfiguration().filters

  @Option(help: "How often the low band is split.")
  var levels = SequenceConfiguration().levels

  @Option(help: "How signals continue beyond their ends.")
  var mode = SequenceConfiguration().mode

  @Option(help: "Permutations of a wavelet map; the paper's have one.")
  var terms = SequenceConfiguration().terms

  @Option(help: "Permutations of the reset gate's wavelet map; 0 for as many as the others.")
  var resetTerms = SequenceConfiguration().resetTerms

  @Option(help: "Rank of tensor-train and low-rank maps.")
  var rank = SequenceConfiguration().rank

  @Option(help: "Fixes everything random.")
  var seed = SequenceConfiguration().seed

  @Option(help: "RMSprop's learning rate.")
  var rate = SequenceConfiguration().rate

  @Option(help: "How the rate changes over the steps.")
  var decay = SequenceConfiguration().decay

  @Option(help: "Factor of the rate for diagonals and filters.")
  var structureRate = SequenceConfiguration().structureRate

  @Option(help: "The largest gradient norm; 0 for no limit.")
  var clip = SequenceConfiguration().clip

  @Option(help: "How the gates' offsets start.")
  var bias = SequenceConfiguration().bias

  @Option(help: "What the diagonals D of compressed reset and update gates start at.")
  var gateStart = SequenceConfiguration().gateStart

  @Option(help: "Weight of the wavelet loss.")
  var waveletLossWeight = SequenceConfiguration().waveletLossWeight

  @Option(help: "How likely entries of diagonals are dropped while training.")
  var dropout = SequenceConfiguration().dropout

  @Option(help: "Test sequences of the synthetic tasks.")
  var testSequences = SequenceConfiguration().testSequences

  @Option(help: "End once the mean loss of five intervals of 100 steps in a row is below this.")
  var stopLoss = SequenceConfiguration().stopLoss

  @Option(help: "Train without the last so many training images, and test with them.")
  var validation = SequenceConfiguration().validation

  @Option(help: "Train with the first so many training images; 0 for all.")
  var images = SequenceConfiguration().images

  @Option(help: "Shift training images by up to so many pixels each way.")
  var shift = SequenceConfiguration().shift

  /// The settings, not yet validated.
  var configuration: SequenceConfiguration {
    var settings = SequenceConfiguration()
    settings.task = task
    settings.map = map
    settings.compress = compress.gates
    settings.hidden = hidden
    settings.steps = steps
    settings.batch = batch
    settings.timeSteps = timeSteps
    settings.wavelet = wavelet
    settings.filters = filters
    settings.levels = levels
    settings.mode = mode
    settings.terms = terms
    settings.resetTerms = resetTerms
    settings.rank = rank
    settings.seed = seed
    settings.rate = rate
    settings.decay = decay
    settings.structureRate = structureRate
    settings.clip = clip
    settings.bias = bias
    settings.gateStart = gateStart
    settings.waveletLossWeight = waveletLossWeight
    settings.dropout = dropout
    settings.testSequences = testSequences
    settings.stopLoss = stopLoss
    settings.validation = validation
    settings.images = images
    settings.shift = shift
    return settings
  }
}
