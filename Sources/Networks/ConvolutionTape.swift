import Kernels
import LinearAlgebra
import StructuredLinear

/// What a convolution and the pooling behind it leave behind for back-propagation. Memory is kept from
/// one batch to the next.
struct ConvolutionTape<Scalar: LayerScalar> {
  /// `[samples, rows, columns, channels]`; then the gradient.
  private var convolved: [Scalar] = []
  /// `[samples, rows/2, columns/2, channels]`.
  private(set) var pooled: [Scalar] = []

  /// Makes room for some samples.
  mutating func prepare(
    _ convolution: Convolution2D<Scalar>, _ pooling: MaxPooling2D<Scalar>, samples: Int
  ) {
    resize(&convolved, samples * convolution.outputCount)
    resize(&pooled, samples * pooling.outputCount)
  }

  /// Some of the samples, forwards.
  ///
  /// - Parameter input: Their images alone.
  mutating func run(
    _ convolution: Convolution2D<Scalar>, _ pooling: MaxPooling2D<Scalar>, input: Span<Scalar>,
    samples: Range<Int>, workspace: Workspace<Scalar>
  ) {
    var convolved = take(&self.convolved)
    var pooled = take(&self.pooled)
    do {
      var all = convolved.mutableSpan
      var own = all._mutatingExtracting(samples.scaled(by: convolution.outputCount))
      convolution.apply(input, into: &own, batch: samples.count, workspace: workspace)
      var results = pooled.mutableSpan
      var result = results._mutatingExtracting(samples.scaled(by: pooling.outputCount))
      pooling.apply(own.span, into: &result, batch: samples.count, workspace: workspace)
    }
    self.convolved = convolved
    self.pooled = pooled
  }

  /// The same samples, backwards, once for each run. `addGradients` is given the gradient with respect
  /// to what the convolution gave.
  mutating func pullback(
    _ convolution: Convolution2D<Scalar>, _ pooling: MaxPooling2D<Scalar>,
    pooledGradient: Span<Scalar>, samples: Range<Int>, workspace: Workspace<Scalar>,
    addGradients: (Span<Scalar>) -> Void
  ) {
    var convolved = take(&self.convolved)
    do {
      var all = convolved.mutableSpan
      var own = all._mutatingExtracting(samples.scaled(by: convolution.outputCount))
      pooling.pullback(
        &own, output: pooled.span.extracting(samples.scaled(by: pooling.outputCount)),
        outputGradient: pooledGradient, batch: samples.count, workspace: workspace)
      addGradients(own.span)
    }
    self.convolved = convolved
  }
}

extension Range<Int> {
  /// Where the scalars of some samples are that have `count` each.
  func scaled(by count: Int) -> Range<Int> { lowerBound * count..<upperBound * count }
}
