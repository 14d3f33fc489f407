import Kernels
import LinearAlgebra

// A pullback transforms a chunk of matrices again and keeps what each one-dimensional transform is
// applied to: at every level a matrix and, transposed, its split along the rows; of a synthesis the
// split along both axes and the one along the rows. Then it goes the other way, from level to level.

extension Step2D {
  /// Where a level's splits along the rows, along both axes and matrices are among those kept of so
  /// many samples.
  func rowSplits(_ count: Int) -> Range<Int> { count * rowSplitStart..<count * rowSplitEnd }
  func bothSplits(_ count: Int) -> Range<Int> { count * bothSplitStart..<count * bothSplitEnd }
  func matrices(_ count: Int) -> Range<Int> { count * matrixStart..<count * matrixEnd }
}

extension WaveletTransform2D {
  /// Splits matrices, level by level, and keeps their splits along the rows and the matrices of the
  /// levels below the finest.
  func keepSplits(
    _ matrices: Span<Scalar>, _ first: inout MutableSpan<Scalar>,
    _ second: inout MutableSpan<Scalar>, _ rowSplits: inout MutableSpan<Scalar>,
    _ lower: inout MutableSpan<Scalar>, _ count: Int, _ workspace: Workspace<Scalar>
  ) {
    for level in 0..<steps.count {
      let step = steps[level]
      let (rows, width) = (step.shape.rows, 2 * step.band.columns)
      do {
        var part = first._mutatingExtracting(0..<count * step.rowSplitSize)
        if level == 0 {
          step.alongRows.analysis(
            matrices, into: &part, batch: count * rows, workspace: workspace)
        } else {
          step.alongRows.analysis(
            lower.span.extracting(step.matrices(count)), into: &part, batch: count * rows,
            workspace: workspace)
        }
      }
      do {
        var part = rowSplits._mutatingExtracting(step.rowSplits(count))
        transposeEach(
          first.span.extracting(0..<count * step.rowSplitSize), rows: rows, columns: width,
          into: &part)
      }
      guard level + 1 < steps.count else { return }
      do {
        var part = first._mutatingExtracting(0..<count * step.bothSplitSize)
        step.alongColumns.analysis(
          rowSplits.span.extracting(step.rowSplits(count)), into: &part, batch: count * width,
          workspace: workspace)
      }
      let band = step.band.count
      let start = count * steps[level + 1].matrixStart
      for index in 0..<count {
        let left = index * 4 * band..<(index * 4 + 2) * band
        var both = second._mutatingExtracting(0..<2 * band)
        BLAS.transpose(
          rows: step.band.columns, columns: 2 * step.band.rows,
          source: first.span.extracting(left), destination: &both)
        var part = lower._mutatingExtracting(start + index * band..<start + (index + 1) * band)
        BLAS.copy(x: both.span.extracting(0..<band), y: &part)
      }
    }
  }

  /// The pullback of a level's splits along both axes, `first`, to the matrices that were split along
  /// the rows, and to the taps.
  func splitPullback(
    _ step: Step2D<Scalar>, _ matrices: Span<Scalar>, _ rowSplits: Span<Scalar>,
    _ first: inout MutableSpan<Scalar>, _ second: inout MutableSpan<Scalar>,
    into gradient: inout MutableSpan<Scalar>, _ filterGradient: inout MutableSpan<Scalar>,
    _ count: Int, _ workspace: Workspace<Scalar>
  ) {
    let (rows, width) = (step.shape.rows, 2 * step.band.columns)
    let size = count * step.rowSplitSize
    do {
      var part = second._mutatingExtracting(0..<size)
      step.alongColumns.analysisPullback(
        rowSplits, coefficientGradient: first.span.extracting(0..<count * step.bothSplitSize),
        signalGradient: &part, filterGradient: &filterGradient, batch: count * width,
        workspace: workspace)
    }
    transposeEach(second.span.extracting(0..<size), rows: width, columns: rows, into: &first)
    step.alongRows.analysisPullback(
      matrices, coefficientGradient: first.span.extracting(0..<size), signalGradient: &gradient,
      filterGradient: &filterGradient, batch: count * rows, workspace: workspace)
  }

  /// Joins bands, level by level, and keeps the splits along both axes and along the rows.
  func keepJoins(
    _ coefficients: Span<Scalar>, _ chunk: Range<Int>, _ second: inout MutableSpan<Scalar>,
    _ rowSplits: inout MutableSpan<Scalar>, _ bothSplits: inout MutableSpan<Scalar>,
    _ approximations: inout MutableSpan<Scalar>, _ workspace: Workspace<Scalar>
  ) {
    let count = chunk.count
    for level in stride(from: steps.count - 1, through: 0, by: -1) {
      let step = steps[level]
      let (rows, width) = (step.shape.rows, 2 * step.band.columns)
      let size = count * step.rowSplitSize
      do {
        var both = bothSplits._mutatingExtracting(step.bothSplits(count))
        for index in 0..<count {
          load(
            step, coefficients, (chunk.lowerBound + index) * coefficientCount,
            level + 1 == steps.count ? nil : index, approximations.span, &second, into: &both,
            at: index)
        }
      }
      do {
        var part = second._mutatingExtracting(0..<size)
        step.alongColumns.synthesis(
          bothSplits.span.extracting(step.bothSplits(count)), into: &part, batch: count * width,
          workspace: workspace)
      }
      do {
        var part = rowSplits._mutatingExtracting(step.rowSplits(count))
        transposeEach(second.span.extracting(0..<size), rows: width, columns: rows, into: &part)
      }
      guard level > 0 else { return }
      var part = approximations._mutatingExtracting(0..<count * step.shape.count)
      step.alongRows.synthesis(
        rowSplits.span.extracting(step.rowSplits(count)), into: &part, batch: count * rows,
        workspace: workspace)
    }
  }

  /// The pullback of a level's matrices to the splits along both axes, `first`, and to the taps.
  func joinPullback(
    _ step: Step2D<Scalar>, _ rowSplits: Span<Scalar>, _ bothSplits: Span<Scalar>,
    _ matrices: Span<Scalar>, _ first: inout MutableSpan<Scalar>,
    _ second: inout MutableSpan<Scalar>, _ filterGradient: inout MutableSpan<Scalar>,
    _ count: Int, _ workspace: Workspace<Scalar>
  ) {
    let (rows, width) = (step.shape.rows, 2 * step.band.columns)
    let size = count * step.rowSplitSize
    do {
      var part = first._mutatingExtracting(0..<size)
      step.alongRows.synthesisPullback(
        rowSplits, signalGradient: matrices, coefficientGradient: &part,
        filterGradient: &filterGradient, batch: count * rows, workspace: workspace)
    }
    transposeEach(first.span.extracting(0..<size), rows: rows, columns: width, into: &second)
    var part = first._mutatingExtracting(0..<count * step.bothSplitSize)
    step.alongColumns.synthesisPullback(
      bothSplits, signalGradient: second.span.extracting(0..<size), coefficientGradient: &part,
      filterGradient: &filterGradient, batch: count * width, workspace: workspace)
  }
}
