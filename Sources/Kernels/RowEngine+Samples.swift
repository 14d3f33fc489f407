extension RowEngine {
  /// Transposes samples into rows: `row[i] = scale[i]·sample[i]`.
  ///
  /// - Parameters:
  ///   - samples: The whole batch, row-major `[batch, features]`.
  ///   - group: Which samples; missing lanes become zero.
  ///   - columns: Which features of the samples.
  ///   - stride: Features of a sample.
  ///   - scale: A factor for each column, or nil.
  ///   - place: Receives a row for each column; rows beyond become zero.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func pack(
    _ samples: Span<Scalar>, _ group: SampleGroup, columns: Range<Int>, stride: Int,
    scale: Span<Scalar>? = nil, into place: RowPlace
  ) {
    let count = columns.count
    require(
      columns.upperBound <= stride && group.samples.upperBound * stride <= samples.count,
      "Columns \(columns) of samples \(group.samples), \(stride) each, in \(samples.count) scalars")
    require(count <= place.count, "\(count) columns for \(place.count) rows")
    if let scale { require(scale.count == count, "\(scale.count) factors for \(count) columns") }
    let row = rows(place)
    samples.withUnsafeBufferPointer { samples in
      guard let start = samples.baseAddress else { return }
      let first = start + (group.samples.lowerBound * stride + columns.lowerBound)
      withOptionalPointer(scale) {
        kernels.pack(first, stride, group.samples.count, $0, row, count)
      }
    }
    clear(place, from: count)
  }

  /// Transposes rows back into samples: `sample[i] = scale[i]·row[i] + bias[i]`.
  ///
  /// - Parameters:
  ///   - place: Holds at least a row for each column.
  ///   - scale: A factor for each column, or nil.
  ///   - bias: An offset for each column, or nil.
  ///   - samples: The group's samples alone, row-major.
  ///   - columns: Which features of the samples are written.
  ///   - stride: Features of a sample.
  ///   - group: Which samples these are.
  ///   - accumulate: Whether to add to what is there.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func unpack(
    _ place: RowPlace, scale: Span<Scalar>? = nil, bias: Span<Scalar>? = nil,
    into samples: inout MutableSpan<Scalar>, columns: Range<Int>, stride: Int, _ group: SampleGroup,
    accumulate: Bool = false
  ) {
    let count = columns.count
    require(
      columns.upperBound <= stride && samples.count == group.samples.count * stride,
      "Columns \(columns) of \(group.samples.count) samples, \(stride) each, in "
        + "\(samples.count) scalars")
    require(count <= place.count, "\(count) columns of \(place.count) rows")
    if let scale { require(scale.count == count, "\(scale.count) factors for \(count) columns") }
    if let bias { require(bias.count == count, "\(bias.count) biases for \(count) columns") }
    let row = rows(place)
    samples.withUnsafeMutableBufferPointer { samples in
      guard let start = samples.baseAddress else { return }
      withOptionalPointer(scale) { scale in
        withOptionalPointer(bias) { bias in
          kernels.unpack(
            row, count, scale, bias, start + columns.lowerBound, stride, group.samples.count,
            accumulate)
        }
      }
    }
  }

  /// `sums[i] += Σ_samples outputGradient[i]`: the gradient of a bias.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func sumOutputGradient(into sums: inout MutableSpan<Scalar>) {
    let row = rows(.outputGradient, sums.count)
    sums.withUnsafeMutableBufferPointer { sums in
      if let first = sums.baseAddress { kernels.laneSums(row, first, sums.count) }
    }
  }
}

@inline(__always)
private func withOptionalPointer<Scalar>(
  _ span: Span<Scalar>?, _ body: (UnsafePointer<Scalar>?) -> Void
) {
  if let span { span.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
}
