extension RowEngine {
  /// `permuted[i] = scale[i]·coefficients[indices[i]]`: Π and G in one step.
  ///
  /// - Parameters:
  ///   - permutation: Π.
  ///   - scale: G's diagonal.
  ///   - forPullback: Whether ``permuteAndScalePullback(_:by:gradient:)`` follows.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func permuteAndScale(
    _ permutation: borrowing Permutation, by scale: Span<Scalar>, forPullback: Bool = false
  ) {
    requireFactors(scale.count, permutation)
    let x = rows(.coefficients, permutation.count)
    let y = rows(.permuted, permutation.count)
    let gathered = forPullback && !isPanel ? rows(.gathered, permutation.count) : nil
    permutation.indices.withUnsafeBufferPointer { indices in
      scale.withUnsafeBufferPointer { scale in
        guard let index = indices.baseAddress, let factors = scale.baseAddress else { return }
        kernels.gatherScale(x, index, factors, y, gathered, permutation.count)
      }
    }
  }

  /// The pullback of ``permuteAndScale(_:by:forPullback:)``: from the gradient in the permuted buffer
  /// and the coefficients to the gradient of the coefficients, in their own buffer.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func permuteAndScalePullback(
    _ permutation: borrowing Permutation, by scale: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    requireFactors(scale.count, permutation)
    require(
      gradient.count == scale.count, "A gradient of \(gradient.count) for \(scale.count) factors")
    let dx = rows(.coefficients, permutation.count)
    let x = isPanel ? dx : rows(.gathered, permutation.count)
    let dy = rows(.permuted, permutation.count)
    let indices = isPanel ? permutation.indices : permutation.inverse
    indices.withUnsafeBufferPointer { indices in
      scale.withUnsafeBufferPointer { scale in
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let index = indices.baseAddress, let factors = scale.baseAddress,
            let sums = gradient.baseAddress
          else { return }
          kernels.gatherScalePullback(x, dy, index, factors, sums, dx, permutation.count)
        }
      }
    }
  }

  private func requireFactors(_ count: Int, _ permutation: borrowing Permutation) {
    require(
      count == permutation.indices.count,
      "\(count) factors for a permutation of \(permutation.indices.count)")
  }
}
