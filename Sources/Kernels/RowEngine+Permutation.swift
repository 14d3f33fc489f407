/// A permutation and where its elements are in the coefficient buffers.
///
/// Bands have margins in a buffer; without a plan, rows are where the elements are.
public struct PlacedPermutation: Sendable {
  /// The rows to read, in the order of the result.
  let sources: [Int32]
  /// Runs of rows to write: the first element, the first row and how many.
  let runs: [Run]
  /// Rows of a buffer.
  let bufferRows: Int

  struct Run: Sendable {
    let start: Int
    let row: Int
    let count: Int
  }

  /// Places a permutation of the coefficients of a plan. Traps where the counts differ.
  public init(_ permutation: Permutation, in plan: TransformPlan) {
    require(
      permutation.count == plan.coefficientCount,
      "A permutation of \(permutation.count) for \(plan.coefficientCount) coefficients")
    sources = permutation.indices.map { plan.flatRows[Int($0)] }
    runs = plan.bands.map { Run(start: $0.start, row: $0.row, count: $0.count) }
    bufferRows = plan.coefficientRows
  }

  /// Places a permutation of rows that start at zero.
  public init(_ permutation: Permutation) {
    sources = permutation.indices
    runs = [Run(start: 0, row: 0, count: permutation.count)]
    bufferRows = permutation.count
  }
}

extension RowEngine {
  /// `permuted[i] = scale[i]·coefficients[source(i)]`: Π and G in one step.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func permuteAndScale(_ permutation: borrowing PlacedPermutation, by scale: Span<Scalar>) {
    requireFactors(scale.count, permutation)
    let lanes = kernels.lanes
    let x = rows(.coefficients, permutation.bufferRows)
    let y = rows(.permuted, permutation.bufferRows)
    permutation.sources.withUnsafeBufferPointer { sources in
      scale.withUnsafeBufferPointer { scale in
        guard let index = sources.baseAddress, let factors = scale.baseAddress else { return }
        for run in permutation.runs {
          kernels.gatherScale(
            x, index + run.start, factors + run.start, y + run.row * lanes, run.count)
        }
      }
    }
  }

  /// The pullback of ``permuteAndScale(_:by:)``: from the gradient in the permuted buffer and the
  /// coefficients to the gradient of the coefficients, in their own buffer.
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func permuteAndScalePullback(
    _ permutation: borrowing PlacedPermutation, by scale: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>
  ) {
    requireFactors(scale.count, permutation)
    require(
      gradient.count == scale.count, "A gradient of \(gradient.count) for \(scale.count) factors")
    let lanes = kernels.lanes
    let x = rows(.coefficients, permutation.bufferRows)
    let dy = rows(.permuted, permutation.bufferRows)
    permutation.sources.withUnsafeBufferPointer { sources in
      scale.withUnsafeBufferPointer { scale in
        gradient.withUnsafeMutableBufferPointer { gradient in
          guard let index = sources.baseAddress, let factors = scale.baseAddress,
            let sums = gradient.baseAddress
          else { return }
          for run in permutation.runs {
            kernels.gatherScalePullback(
              x, dy + run.row * lanes, index + run.start, factors + run.start, sums + run.start, x,
              run.count)
          }
        }
      }
    }
  }

  private func requireFactors(_ count: Int, _ permutation: borrowing PlacedPermutation) {
    require(
      count == permutation.sources.count,
      "\(count) factors for a permutation of \(permutation.sources.count)")
  }
}
