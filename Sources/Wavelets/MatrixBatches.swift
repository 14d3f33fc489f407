import LinearAlgebra

/// Transposes each `rows` × `columns` matrix of a batch.
func transposeEach<Scalar: BLASScalar>(
  _ matrices: Span<Scalar>, rows: Int, columns: Int, into transposed: inout MutableSpan<Scalar>
) {
  let size = rows * columns
  for start in stride(from: 0, to: matrices.count, by: size) {
    var part = transposed._mutatingExtracting(start..<start + size)
    BLAS.transpose(
      rows: rows, columns: columns, source: matrices.extracting(start..<start + size),
      destination: &part)
  }
}

/// Calls `body` with consecutive ranges of a batch.
///
/// They are few enough samples that intermediate results of `size` scalars each stay in the cache,
/// and enough of them to fill the lanes where the samples are small.
func forEachChunk(of batch: Int, size: Int, _ body: (Range<Int>) -> Void) {
  let most = samplesAtOnce(batch, size: size)
  for first in stride(from: 0, to: batch, by: max(most, 1)) {
    body(first..<min(first + most, batch))
  }
}

/// The most samples of a range that ``forEachChunk(of:size:_:)`` gives.
func samplesAtOnce(_ batch: Int, size: Int) -> Int { min(batch, max(1, (1 << 16) / max(size, 1))) }

extension Range<Int> {
  /// Where samples of `size` scalars are that this range counts.
  func elements(of size: Int) -> Range<Int> { lowerBound * size..<upperBound * size }
}
