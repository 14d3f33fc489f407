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
    requireColumns(columns, stride, place, scale, group)
    let row = rows(place)
    withColumns(columns, of: samples, group, stride) { first in
      withOptionalPointer(scale) {
        kernels.pack(first, stride, group.samples.count, $0, row, count)
      }
    }
    clear(place, from: count)
  }

  /// The pullback of ``pack(_:_:columns:stride:scale:into:)``:
  /// `gradient[i] += ⟨sample[i], row[i]⟩`, then `sampleGradient[i] += scale[i]·row[i]`.
  ///
  /// - Parameters:
  ///   - place: The gradient with respect to the rows.
  ///   - samples: What was packed.
  ///   - group: Which samples.
  ///   - columns: Which features of the samples.
  ///   - stride: Features of a sample.
  ///   - scale: A factor for each column.
  ///   - sampleGradient: The gradient with respect to the group's samples alone, added to.
  ///   - gradient: The scale's gradient, added to.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func packPullback(
    _ place: RowPlace, _ samples: Span<Scalar>, _ group: SampleGroup, columns: Range<Int>,
    stride: Int, scale: Span<Scalar>, into sampleGradient: inout MutableSpan<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    let count = columns.count
    requireColumns(columns, stride, place, scale, group)
    require(
      sampleGradient.count == group.samples.count * stride,
      "\(group.samples.count) samples, \(stride) each, in \(sampleGradient.count) scalars")
    require(gradient.count == count, "A gradient of \(gradient.count) for \(count) factors")
    let row = rows(place)
    withColumns(columns, of: samples, group, stride) { first in
      sampleGradient.withUnsafeMutableBufferPointer { sampleGradient in
        gradient.withUnsafeMutableBufferPointer { gradient in
          scale.withUnsafeBufferPointer { scale in
            guard let out = sampleGradient.baseAddress, let factors = scale.baseAddress,
              let sums = gradient.baseAddress
            else { return }
            kernels.packPullback(
              first, row, stride, group.samples.count, factors, sums, out + columns.lowerBound,
              count)
          }
        }
      }
    }
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
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func unpack(
    _ place: RowPlace, scale: Span<Scalar>? = nil, bias: Span<Scalar>? = nil,
    into samples: inout MutableSpan<Scalar>, columns: Range<Int>, stride: Int, _ group: SampleGroup
  ) {
    let count = columns.count
    requireColumns(columns, stride, place, scale, group)
    require(
      samples.count == group.samples.count * stride,
      "\(group.samples.count) samples, \(stride) each, in \(samples.count) scalars")
    if let bias { require(bias.count == count, "\(bias.count) biases for \(count) columns") }
    let row = rows(place)
    samples.withUnsafeMutableBufferPointer { samples in
      guard let start = samples.baseAddress else { return }
      withOptionalPointer(scale) { scale in
        withOptionalPointer(bias) { bias in
          kernels.unpack(
            row, count, scale, bias, start + columns.lowerBound, stride, group.samples.count)
        }
      }
    }
  }

  /// The pullback of ``unpack(_:scale:bias:into:columns:stride:_:)``:
  /// `gradient[i] += ⟨row[i], sampleGradient[i]⟩` for the scale,
  /// `gradient[i] += Σ sampleGradient[i]` for the bias, then `row[i] = scale[i]·sampleGradient[i]`.
  ///
  /// - Parameters:
  ///   - place: The rows that were unpacked; rows beyond the columns become zero.
  ///   - scale: A factor for each column.
  ///   - sampleGradient: The gradient with respect to the whole batch, row-major.
  ///   - group: Which samples.
  ///   - columns: Which features of the samples.
  ///   - stride: Features of a sample.
  ///   - gradient: The gradient of all parameters, added to.
  ///   - scaleRange: Where the scale is among the parameters.
  ///   - biasRange: Where the bias is among the parameters, or nil.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func unpackPullback(
    _ place: RowPlace, scale: Span<Scalar>, _ sampleGradient: Span<Scalar>, _ group: SampleGroup,
    columns: Range<Int>, stride: Int, gradient: inout MutableSpan<Scalar>, scaleRange: Range<Int>,
    biasRange: Range<Int>?
  ) {
    let count = columns.count
    requireColumns(columns, stride, place, scale, group)
    requireParameters(scaleRange, gradient.count, count)
    if let biasRange { requireParameters(biasRange, gradient.count, count) }
    let row = rows(place)
    withColumns(columns, of: sampleGradient, group, stride) { first in
      gradient.withUnsafeMutableBufferPointer { gradient in
        scale.withUnsafeBufferPointer { scale in
          guard let sums = gradient.baseAddress, let factors = scale.baseAddress else { return }
          kernels.unpackPullback(
            row, first, stride, group.samples.count, factors, sums + scaleRange.lowerBound,
            biasRange.map { sums + $0.lowerBound }, count)
        }
      }
    }
    clear(place, from: count)
  }

  /// Calls `body` with the first of a group's columns.
  @inline(__always)
  private func withColumns(
    _ columns: Range<Int>, of samples: Span<Scalar>, _ group: SampleGroup, _ stride: Int,
    _ body: (UnsafePointer<Scalar>) -> Void
  ) {
    require(
      group.samples.upperBound * stride <= samples.count,
      "Samples \(group.samples), \(stride) each, in \(samples.count) scalars")
    samples.withUnsafeBufferPointer { samples in
      guard let start = samples.baseAddress else { return }
      body(start + (group.samples.lowerBound * stride + columns.lowerBound))
    }
  }

  @inline(__always)
  private func requireColumns(
    _ columns: Range<Int>, _ stride: Int, _ place: RowPlace, _ scale: Span<Scalar>?,
    _ group: SampleGroup
  ) {
    let count = columns.count
    // One of a workspace of other scalars may have more samples than there are lanes.
    require(
      group.isPanel == isPanel && group.samples.count <= kernels.lanes,
      "Samples \(group.samples) of another workspace for \(kernels.lanes) lanes")
    require(
      columns.lowerBound >= 0 && columns.upperBound <= stride,
      "Columns \(columns) of samples of \(stride)")
    require(count <= place.count, "\(count) columns for \(place.count) rows")
    if let scale { require(scale.count == count, "\(scale.count) factors for \(count) columns") }
  }

  @inline(__always)
  private func requireParameters(_ range: Range<Int>, _ all: Int, _ count: Int) {
    require(
      range.count == count && range.lowerBound >= 0 && range.upperBound <= all,
      "Parameters \(range) of \(all) for \(count) columns")
  }
}

@inline(__always)
private func withOptionalPointer<Scalar>(
  _ span: Span<Scalar>?, _ body: (UnsafePointer<Scalar>?) -> Void
) {
  if let span { span.withUnsafeBufferPointer { body($0.baseAddress) } } else { body(nil) }
}
