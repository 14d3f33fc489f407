extension RowEngine {
  /// `y[i] = scale[i]·input[i]`: the first diagonal of a layer, where the input is kept for the
  /// gradient.
  ///
  /// - Parameters:
  ///   - scale: A factor for each row of the input.
  ///   - place: Receives the rows, and zeros beyond the input.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func scaleInput(by scale: Span<Scalar>, into place: RowPlace) {
    require(scale.count <= place.count, "\(scale.count) factors for \(place.count) rows")
    let x = rows(.input, scale.count)
    let y = rows(place)
    scale.withUnsafeBufferPointer {
      if let first = $0.baseAddress { kernels.scale(x, first, y, scale.count) }
    }
    clear(place, from: scale.count)
  }

  /// The pullback of ``scaleInput(by:into:)``: `gradient[i] += ⟨input[i], dy[i]⟩`, then
  /// `dy[i] *= scale[i]` in place.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func scaleInputPullback(
    by scale: Span<Scalar>, at place: RowPlace, gradient: inout MutableSpan<Scalar>
  ) {
    scalePullback(rows(.input, scale.count), rows(place), by: scale, rows(place), &gradient)
  }

  /// The pullback of a layer's last diagonal, `y = scale·x`: `gradient[i] += ⟨x[i], dy[i]⟩` with `dy`
  /// in the output gradient's buffer, then `x[i]` becomes `scale[i]·dy[i]`.
  ///
  /// - Parameters:
  ///   - scale: A factor for each output.
  ///   - place: The rows that the diagonal multiplied; those beyond it get a gradient of zero.
  ///   - gradient: The diagonal's gradient, added to.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func scaleOutputPullback(
    by scale: Span<Scalar>, at place: RowPlace, gradient: inout MutableSpan<Scalar>
  ) {
    require(scale.count <= place.count, "\(scale.count) factors for \(place.count) rows")
    let x = rows(place)
    scalePullback(x, rows(.outputGradient, scale.count), by: scale, x, &gradient)
    clear(place, from: scale.count)
  }

  @inline(__always)
  private func scalePullback(
    _ x: UnsafeMutablePointer<Scalar>, _ dy: UnsafeMutablePointer<Scalar>, by scale: Span<Scalar>,
    _ dx: UnsafeMutablePointer<Scalar>, _ gradient: inout MutableSpan<Scalar>
  ) {
    require(
      gradient.count == scale.count, "A gradient of \(gradient.count) for \(scale.count) factors")
    scale.withUnsafeBufferPointer { scale in
      gradient.withUnsafeMutableBufferPointer { gradient in
        guard let factors = scale.baseAddress, let sums = gradient.baseAddress else { return }
        kernels.scalePullback(x, dy, factors, sums, dx, scale.count)
      }
    }
  }
}
