import Kernels
import LinearAlgebra
import StructuredLinear

/// What one part of a batch of images leaves behind on its way through a network, for
/// back-propagation. Memory is kept from one batch to the next.
///
/// Convolutions and pools run on some images at a time, so that what goes from one to the next is still
/// in the cache; the hidden map runs on all of them.
struct ImageTape<Scalar: LayerScalar> {
  private var samples = 0
  private var first = ConvolutionTape<Scalar>()
  private var second = ConvolutionTape<Scalar>()
  /// `[samples, channels, rows, columns]`: what the hidden map sees; then the gradient.
  private var features: [Scalar] = []
  private var featureGradient: [Scalar] = []
  /// `[samples, hidden]`: behind the rectifier.
  private var hidden: [Scalar] = []
  private var hiddenGradient: [Scalar] = []
  /// `[samples, classes]`.
  private(set) var outputs: [Scalar] = []
  /// Gradient with respect to the parameters of the network.
  private(set) var gradient: [Scalar] = []

  /// Images that go through convolutions and pools together.
  private static var groupSize: Int { 8 }

  /// Some images `[samples, rows, columns]`, forwards.
  mutating func run(
    _ network: LeNet<Scalar>, images: Span<Scalar>, samples: Int, workspace: Workspace<Scalar>
  ) {
    self.samples = samples
    first.prepare(network.conv1, network.pool1, samples: samples)
    second.prepare(network.conv2, network.pool2, samples: samples)
    resize(&features, samples * network.hidden.inputCount)
    resize(&hidden, samples * network.hidden.outputCount)
    resize(&outputs, samples * network.classCount)
    for start in stride(from: 0, to: samples, by: Self.groupSize) {
      let group = start..<min(samples, start + Self.groupSize)
      first.run(
        network.conv1, network.pool1,
        input: images.extracting(group.scaled(by: network.imageCount)),
        samples: group, workspace: workspace)
      let pooled = first.pooled
      second.run(
        network.conv2, network.pool2,
        input: pooled.span.extracting(group.scaled(by: network.conv2.inputCount)),
        samples: group, workspace: workspace)
      gatherFeatures(network.pool2, group)
    }
    var hidden = take(&self.hidden)
    var outputs = take(&self.outputs)
    do {
      var states = hidden.mutableSpan
      network.hidden.apply(features.span, into: &states, batch: samples, workspace: workspace)
      Rectifier.apply(&states, instructionSet: workspace.instructionSet)
      var classes = outputs.mutableSpan
      network.readout.apply(states.span, into: &classes, batch: samples, workspace: workspace)
    }
    self.hidden = hidden
    self.outputs = outputs
  }

  /// Channels one after the other, as the hidden map sees them.
  private mutating func gatherFeatures(_ pooling: MaxPooling2D<Scalar>, _ group: Range<Int>) {
    var features = take(&self.features)
    do {
      var all = features.mutableSpan
      for sample in group {
        let own = (sample..<sample + 1).scaled(by: pooling.outputCount)
        var target = all._mutatingExtracting(own)
        BLAS.transpose(
          rows: own.count / pooling.channels, columns: pooling.channels,
          source: second.pooled.span.extracting(own), destination: &target)
      }
    }
    self.features = features
  }

  /// The same images, backwards, once for each run.
  mutating func pullback(
    _ network: LeNet<Scalar>, images: Span<Scalar>, outputGradient: Span<Scalar>,
    workspace: Workspace<Scalar>
  ) {
    Self.clear(&hiddenGradient, hidden.count)
    Self.clear(&featureGradient, features.count)
    Self.clear(&gradient, network.weightCount)
    var gradient = take(&self.gradient)
    do {
      var gradients = gradient.mutableSpan
      pullBackToFeatures(network, outputGradient, &gradients, workspace)
      for start in stride(from: 0, to: samples, by: Self.groupSize) {
        let group = start..<min(samples, start + Self.groupSize)
        pullBackToImages(network, images, group, &gradients, workspace)
      }
    }
    self.gradient = gradient
  }

  private mutating func pullBackToFeatures(
    _ network: LeNet<Scalar>, _ outputGradient: Span<Scalar>,
    _ gradients: inout MutableSpan<Scalar>, _ workspace: Workspace<Scalar>
  ) {
    var hiddenGradient = take(&self.hiddenGradient)
    var featureGradient = take(&self.featureGradient)
    do {
      var toHidden = hiddenGradient.mutableSpan
      do {
        var part = gradients._mutatingExtracting(network.ranges.readout)
        network.readout.pullback(
          hidden.span, outputGradient: outputGradient, inputGradient: &toHidden,
          parameterGradient: &part, batch: samples, workspace: workspace)
      }
      Rectifier.pullback(
        output: hidden.span, gradient: &toHidden, instructionSet: workspace.instructionSet)
      var toFeatures = featureGradient.mutableSpan
      var part = gradients._mutatingExtracting(network.ranges.hidden)
      network.hidden.pullback(
        features.span, outputGradient: toHidden.span, inputGradient: &toFeatures,
        parameterGradient: &part, batch: samples, workspace: workspace)
    }
    self.hiddenGradient = hiddenGradient
    self.featureGradient = featureGradient
  }

  /// From the features of some images to the parameters of the convolutions.
  private mutating func pullBackToImages(
    _ network: LeNet<Scalar>, _ images: Span<Scalar>, _ group: Range<Int>,
    _ gradients: inout MutableSpan<Scalar>, _ workspace: Workspace<Scalar>
  ) {
    var first = ConvolutionTape<Scalar>()
    var second = ConvolutionTape<Scalar>()
    swap(&first, &self.first)
    swap(&second, &self.second)
    let (conv1, conv2) = (network.conv1, network.conv2)
    let (pool1, pool2) = (network.pool1, network.pool2)
    let featureGradient = featureGradient
    let toFeatures = featureGradient.span.extracting(group.scaled(by: pool2.outputCount))
    workspace.withScratch(group.count * pool1.outputCount, group.count * pool2.outputCount) {
      toPooled1, toPooled2 in
      for sample in 0..<group.count {
        let own = (sample..<sample + 1).scaled(by: pool2.outputCount)
        var target = toPooled2._mutatingExtracting(own)
        BLAS.transpose(
          rows: pool2.channels, columns: own.count / pool2.channels,
          source: toFeatures.extracting(own), destination: &target)
      }
      second.pullback(
        conv2, pool2, pooledGradient: toPooled2.span, samples: group, workspace: workspace
      ) { toConvolved in
        var part = gradients._mutatingExtracting(network.ranges.conv2)
        conv2.parameterPullback(
          first.pooled.span.extracting(group.scaled(by: conv2.inputCount)),
          outputGradient: toConvolved, parameterGradient: &part, batch: group.count,
          workspace: workspace)
        fill(&toPooled1, 0..<toPooled1.count)
        conv2.adjoint(
          toConvolved, addingTo: &toPooled1, batch: group.count, workspace: workspace)
      }
      first.pullback(
        conv1, pool1, pooledGradient: toPooled1.span, samples: group, workspace: workspace
      ) { toConvolved in
        var part = gradients._mutatingExtracting(network.ranges.conv1)
        conv1.parameterPullback(
          images.extracting(group.scaled(by: network.imageCount)), outputGradient: toConvolved,
          parameterGradient: &part, batch: group.count, workspace: workspace)
      }
    }
    self.first = first
    self.second = second
  }

  /// Makes an array zeros, as many as are asked for.
  private static func clear(_ array: inout [Scalar], _ count: Int) {
    resize(&array, count)
    var span = array.mutableSpan
    fill(&span, 0..<count)
  }
}
