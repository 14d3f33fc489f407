import Kernels
import LinearAlgebra

/// One level: a transform of one level along each axis.
struct Step2D<Scalar: KernelScalar & BLASScalar>: Sendable {
  /// Of the rows and of the columns.
  let alongRows, alongColumns: WaveletTransform<Scalar>
  /// The matrix, and one of its four bands.
  let shape, band: MatrixShape
  /// Where the bands other than the approximation are in flat order.
  let detailStart: Int
  /// Scalars a sample that a pullback keeps of the finer levels: of their splits along the rows and
  /// along both axes, and of their matrices without the finest, which so starts before all.
  let rowSplitStart, bothSplitStart, matrixStart: Int

  init(_ bank: FilterBank<Scalar>, level: Int, _ plan: TransformPlan2D, after finer: Self?) {
    shape = plan.shapes[level - 1]
    band = plan.shapes[level]
    alongRows = WaveletTransform(bank, length: shape.columns, levels: 1, mode: plan.mode)
    alongColumns = WaveletTransform(bank, length: shape.rows, levels: 1, mode: plan.mode)
    detailStart = plan.detailStart(level)
    rowSplitStart = finer?.rowSplitEnd ?? 0
    bothSplitStart = finer?.bothSplitEnd ?? 0
    matrixStart = finer?.matrixEnd ?? -shape.count
  }

  /// Scalars of the matrix split along its rows, and along both axes.
  var rowSplitSize: Int { shape.rows * 2 * band.columns }
  var bothSplitSize: Int { 4 * band.count }
  var splitSize: Int { max(rowSplitSize, bothSplitSize) }

  var rowSplitEnd: Int { rowSplitStart + rowSplitSize }
  var bothSplitEnd: Int { bothSplitStart + bothSplitSize }
  var matrixEnd: Int { matrixStart + shape.count }
}

// A matrix split along its rows has the low bands of all rows in its left half, the high ones in its
// right half. Transposed, each half is a contiguous matrix; so is, after the split along the other
// axis, each half transposed back: the left one is cA above cH, the right one cV above cD.

extension WaveletTransform2D {
  /// A map from matrices to coefficients, the finest level first.
  func decompose(
    _ map: TransformMap, _ matrices: Span<Scalar>, into coefficients: inout MutableSpan<Scalar>,
    _ batch: Int, _ workspace: Workspace<Scalar>
  ) {
    let most = samplesAtOnce(batch, size: splitSize)
    workspace.withScratch(most * splitSize, most * splitSize) { first, second in
      workspace.withScratch(most * approximationSize) { approximations in
        forEachChunk(of: batch, size: splitSize) { chunk in
          for level in 0..<steps.count {
            let step = steps[level]
            let size = step.shape.count
            if level == 0 {
              split(
                map, step, matrices.extracting(chunk.elements(of: size)), &first, &second,
                chunk.count, workspace)
            } else {
              split(
                map, step, approximations.span.extracting(0..<chunk.count * size), &first, &second,
                chunk.count, workspace)
            }
            for index in 0..<chunk.count {
              let start = (chunk.lowerBound + index) * coefficientCount
              let both = (index * 4 * step.band.count)..<((index + 1) * 4 * step.band.count)
              let isLast = level + 1 == steps.count
              store(
                step, first.span.extracting(both), &second, into: &coefficients, start,
                isLast ? nil : index, &approximations)
            }
          }
        }
      }
    }
  }

  /// A map from coefficients to matrices, the deepest level first.
  func compose(
    _ map: TransformMap, _ coefficients: Span<Scalar>, into matrices: inout MutableSpan<Scalar>,
    _ batch: Int, _ workspace: Workspace<Scalar>
  ) {
    let most = samplesAtOnce(batch, size: splitSize)
    workspace.withScratch(most * splitSize, most * splitSize) { first, second in
      workspace.withScratch(most * approximationSize) { approximations in
        forEachChunk(of: batch, size: splitSize) { chunk in
          for level in stride(from: steps.count - 1, through: 0, by: -1) {
            let step = steps[level]
            for index in 0..<chunk.count {
              let start = (chunk.lowerBound + index) * coefficientCount
              let isLast = level + 1 == steps.count
              load(
                step, coefficients, start, isLast ? nil : index, approximations.span, &second,
                into: &first, at: index)
            }
            let size = step.shape.count
            if level == 0 {
              var part = matrices._mutatingExtracting(chunk.elements(of: size))
              join(map, step, &first, &second, into: &part, chunk.count, workspace)
            } else {
              var part = approximations._mutatingExtracting(0..<chunk.count * size)
              join(map, step, &first, &second, into: &part, chunk.count, workspace)
            }
          }
        }
      }
    }
  }

  /// Splits matrices along both axes, into `first`; both halves of each stay transposed.
  private func split(
    _ map: TransformMap, _ step: Step2D<Scalar>, _ matrices: Span<Scalar>,
    _ first: inout MutableSpan<Scalar>, _ second: inout MutableSpan<Scalar>, _ count: Int,
    _ workspace: Workspace<Scalar>
  ) {
    let (rows, width) = (step.shape.rows, 2 * step.band.columns)
    let size = count * step.rowSplitSize
    do {
      var part = first._mutatingExtracting(0..<size)
      step.alongRows.apply(map, matrices, into: &part, batch: count * rows, workspace: workspace)
    }
    transposeEach(first.span.extracting(0..<size), rows: rows, columns: width, into: &second)
    var part = first._mutatingExtracting(0..<count * step.bothSplitSize)
    step.alongColumns.apply(
      map, second.span.extracting(0..<size), into: &part, batch: count * width,
      workspace: workspace)
  }

  /// Joins what ``split`` gives, taken from `first`, which is overwritten.
  private func join(
    _ map: TransformMap, _ step: Step2D<Scalar>, _ first: inout MutableSpan<Scalar>,
    _ second: inout MutableSpan<Scalar>, into matrices: inout MutableSpan<Scalar>, _ count: Int,
    _ workspace: Workspace<Scalar>
  ) {
    let (rows, width) = (step.shape.rows, 2 * step.band.columns)
    let size = count * step.rowSplitSize
    do {
      var part = second._mutatingExtracting(0..<size)
      step.alongColumns.apply(
        map, first.span.extracting(0..<count * step.bothSplitSize), into: &part,
        batch: count * width, workspace: workspace)
    }
    transposeEach(second.span.extracting(0..<size), rows: width, columns: rows, into: &first)
    step.alongRows.apply(
      map, first.span.extracting(0..<size), into: &matrices, batch: count * rows,
      workspace: workspace)
  }

  /// Puts the bands of one matrix where they belong: its approximation among the others' of the
  /// chunk, at `index`, or where that is nil among the coefficients.
  func store(
    _ step: Step2D<Scalar>, _ both: Span<Scalar>, _ scratch: inout MutableSpan<Scalar>,
    into coefficients: inout MutableSpan<Scalar>, _ start: Int, _ index: Int?,
    _ approximations: inout MutableSpan<Scalar>
  ) {
    let (band, columns, height) = (step.band.count, step.band.columns, 2 * step.band.rows)
    let details = start + step.detailStart
    do {
      var part = scratch._mutatingExtracting(0..<2 * band)
      BLAS.transpose(
        rows: columns, columns: height, source: both.extracting(0..<2 * band), destination: &part)
    }
    if let index {
      var part = approximations._mutatingExtracting(index * band..<(index + 1) * band)
      BLAS.copy(x: scratch.span.extracting(0..<band), y: &part)
    } else {
      var part = coefficients._mutatingExtracting(start..<start + band)
      BLAS.copy(x: scratch.span.extracting(0..<band), y: &part)
    }
    do {
      var part = coefficients._mutatingExtracting(details..<details + band)
      BLAS.copy(x: scratch.span.extracting(band..<2 * band), y: &part)
    }
    var part = coefficients._mutatingExtracting(details + band..<details + 3 * band)
    BLAS.transpose(
      rows: columns, columns: height, source: both.extracting(2 * band..<4 * band),
      destination: &part)
  }

  /// Gathers the bands of one matrix, as ``split`` gives them, at `place` of the chunk. The
  /// approximation is the one at `index` of the chunk's, or where that is nil among the coefficients.
  func load(
    _ step: Step2D<Scalar>, _ coefficients: Span<Scalar>, _ start: Int, _ index: Int?,
    _ approximations: Span<Scalar>, _ scratch: inout MutableSpan<Scalar>,
    into both: inout MutableSpan<Scalar>, at place: Int
  ) {
    let (band, columns, height) = (step.band.count, step.band.columns, 2 * step.band.rows)
    let details = start + step.detailStart
    do {
      var part = scratch._mutatingExtracting(0..<band)
      if let index {
        BLAS.copy(x: approximations.extracting(index * band..<(index + 1) * band), y: &part)
      } else {
        BLAS.copy(x: coefficients.extracting(start..<start + band), y: &part)
      }
    }
    do {
      var part = scratch._mutatingExtracting(band..<2 * band)
      BLAS.copy(x: coefficients.extracting(details..<details + band), y: &part)
    }
    do {
      let left = place * 4 * band..<(place * 4 + 2) * band
      var part = both._mutatingExtracting(left)
      BLAS.transpose(
        rows: height, columns: columns, source: scratch.span.extracting(0..<2 * band),
        destination: &part)
    }
    let right = (place * 4 + 2) * band..<(place + 1) * 4 * band
    var part = both._mutatingExtracting(right)
    BLAS.transpose(
      rows: height, columns: columns,
      source: coefficients.extracting(details + band..<details + 3 * band), destination: &part)
  }
}
