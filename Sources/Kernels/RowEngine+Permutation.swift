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

  /// `permuted[i] = Σ_k factors[i, k]·coefficients[Π_k i]`.
  ///
  /// - Parameters:
  ///   - sum: The permutations Π_k.
  ///   - factors: `[count, terms]`.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func multiply(_ sum: borrowing PermutationSum, by factors: Span<Scalar>) {
    let (count, terms) = (sum.count, sum.terms)
    requireFactors(factors.count, of: sum)
    let x = rows(.coefficients, count)
    let y = rows(.permuted, count)
    sum.indices.withUnsafeBufferPointer { indices in
      factors.withUnsafeBufferPointer { factors in
        guard let index = indices.baseAddress, let weight = factors.baseAddress else { return }
        kernels.sparseProduct(x, index, weight, y, count, terms)
      }
    }
  }

  /// The pullback of ``multiply(_:by:)``: from the gradient in the permuted buffer and the coefficients
  /// to the gradient of the coefficients, in their own buffer.
  ///
  /// - Parameters:
  ///   - sum: The permutations.
  ///   - factors: `[count, terms]`.
  ///   - gradient: The factors' gradient, added to.
  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  public func multiplyPullback(
    _ sum: borrowing PermutationSum, by factors: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    let (count, terms) = (sum.count, sum.terms)
    requireFactors(factors.count, of: sum)
    require(
      gradient.count == factors.count,
      "A gradient of \(gradient.count) for \(factors.count) factors")
    let x = rows(.coefficients, count)
    let dy = rows(.permuted, count)
    sum.indices.withUnsafeBufferPointer { indices in
      sum.inverse.withUnsafeBufferPointer { inverse in
        factors.withUnsafeBufferPointer { factors in
          gradient.withUnsafeMutableBufferPointer { gradient in
            guard let index = indices.baseAddress, let inverse = inverse.baseAddress,
              let weight = factors.baseAddress, let sums = gradient.baseAddress
            else { return }
            kernels.sparsePullback(x, dy, index, inverse, weight, sums, count, terms)
          }
        }
      }
    }
  }

  private func requireFactors(_ count: Int, of sum: borrowing PermutationSum) {
    require(
      count == sum.count * sum.terms,
      "\(count) factors for \(sum.terms) permutations of \(sum.count)")
  }

  private func requireFactors(_ count: Int, _ permutation: borrowing Permutation) {
    require(
      count == permutation.indices.count,
      "\(count) factors for a permutation of \(permutation.indices.count)")
  }
}
