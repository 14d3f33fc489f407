import ArgumentParser
import Experiments
import Kernels
import Networks

extension TextConfiguration.Decay: ExpressibleByArgument {}
extension TextConfiguration.Kind: ExpressibleByArgument {}
extension TextConfiguration.Method: ExpressibleByArgument {}
extension TextConfiguration.SegmentStart: ExpressibleByArgument {}

/// The settings of a training run on characters. The defaults are the paper's protocol for its recurrent
/// networks.
struct TextOptions: ParsableArguments {
  @Option(
    help: "Kind of network: a gated recurrent unit or a temporal convolutional network.")
  var model = TextConfiguration().model

  @Option(help: "Kind of the compressed maps; dense for a tcn.")
  var map = TextConfiguration().map

  @Option(help: "Gates to compress: reset,update,state, none or all.")
  var compress = GateNames(TextConfiguration().compress)

  @Option(help: "Size of the hidden state; features of a tcn's blocks but the last.")
  var hidden = TextConfiguration().hidden

  @Option(help: "Blocks of a tcn.")
  var blocks = TextConfiguration().blocks

  @Option(help: "Steps that a convolution of a tcn sees.")
  var taps = TextConfiguration().taps

  @Option(help: "Size of a character's vector.")
  var embedding = TextConfiguration().embedding

  @Option(help: "Passes over the training text.")
  var epochs = TextConfiguration().epochs

  @Option(help: "Streams that the text is cut into: sequences of a step.")
  var batch = TextConfiguration().batch

  @Option(help: "Characters of a segment.")
  var segment = TextConfiguration().segment

  @Option(help: "Characters of a segment that warm the state up and are not scored.")
  var warmUp = TextConfiguration().warmUp

  @Option(help: "What the hidden state is at the start of a segment.")
  var segmentStart = TextConfiguration().segmentStart

  @Option(
    help: "Filters to start from: PyWavelets' names, haar6 (padded to 6 taps), random6.")
  var wavelet = TextConfiguration().wavelet

  @Option(help: "What of the filters is learned.")
  var filters = TextConfiguration().filters

  @Option(help: "How often the low band is split.")
  var levels = TextConfiguration().levels

  @Option(help: "How signals continue beyond their ends.")
  var mode = TextConfiguration().mode

  @Option(help: "Permutations of a wavelet map; the paper's have one.")
  var terms = TextConfiguration().terms

  @Option(help: "Permutations of the reset gate's wavelet map; 0 for as many as the others.")
  var resetTerms = TextConfiguration().resetTerms

  @Option(help: "Rank of tensor-train and low-rank maps.")
  var rank = TextConfiguration().rank

  @Option(help: "Fixes everything random.")
  var seed = TextConfiguration().seed

  @Option(help: "What turns gradients into steps.")
  var optimizer = TextConfiguration().optimizer

  @Option(help: "The learning rate.")
  var rate = TextConfiguration().rate

  @Option(help: "Factor of the learning rate of diagonals and filters.")
  var structureRate = TextConfiguration().structureRate

  @Option(help: "How the rate changes: lowered where validation stalls, or along a cosine.")
  var decay = TextConfiguration().decay

  @Option(help: "What the rate is multiplied by where validation stalls.")
  var stallFactor = TextConfiguration().stallFactor

  @Option(help: "The largest gradient norm; 0 for no limit.")
  var clip = TextConfiguration().clip

  @Option(help: "How the gates' offsets start.")
  var bias = TextConfiguration().bias

  @Option(help: "Weight of the wavelet loss.")
  var waveletLossWeight = TextConfiguration().waveletLossWeight

  @Option(help: "How likely entries of diagonals, or a tcn's features, are dropped while training.")
  var dropout = TextConfiguration().dropout

  @Option(help: "How likely numbers of a gru's hidden state are dropped before the read-out.")
  var readoutDropout = TextConfiguration().readoutDropout

  @Option(help: "How likely a unit of a gru keeps its state in a time step, in training.")
  var zoneout = TextConfiguration().zoneout

  @Option(help: "Train with the first so many characters; 0 for all.")
  var characters = TextConfiguration().characters

  /// The settings, not yet validated.
  var configuration: TextConfiguration {
    var settings = TextConfiguration()
    settings.model = model
    settings.map = map
    settings.compress = compress.gates
    settings.hidden = hidden
    settings.blocks = blocks
    settings.taps = taps
    settings.embedding = embedding
    settings.epochs = epochs
    settings.batch = batch
    settings.segment = segment
    settings.warmUp = warmUp
    settings.segmentStart = segmentStart
    settings.wavelet = wavelet
    settings.filters = filters
    settings.levels = levels
    settings.mode = mode
    settings.terms = terms
    settings.resetTerms = resetTerms
    settings.rank = rank
    settings.seed = seed
    settings.optimizer = optimizer
    settings.rate = rate
    settings.structureRate = structureRate
    settings.decay = decay
    settings.stallFactor = stallFactor
    settings.clip = clip
    settings.bias = bias
    settings.waveletLossWeight = waveletLossWeight
    settings.dropout = dropout
    settings.readoutDropout = readoutDropout
    settings.zoneout = zoneout
    settings.characters = characters
    return settings
  }
}
