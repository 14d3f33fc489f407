public import KernelInterface

/// The windows of an image, at every place where they are inside.
public typealias PatchShape = KernelInterface.PatchShape

/// The windows of images whose channels lie side by side, `[samples, rows, columns, channels]`, and
/// sums over their pixels: what makes a convolution a matrix product ("im2col").
public enum ImagePatches {
  /// The windows of each image, one after the other:
  /// `patches[s, i, j, a, b, c] = images[s, i + a, j + b, c]`.
  public static func gather<Scalar: KernelScalar>(
    _ images: Span<Scalar>, into patches: inout MutableSpan<Scalar>, shape: PatchShape,
    samples: Int, instructionSet: InstructionSet = .current
  ) {
    requireCounts(images.count, patches.count, shape, samples)
    let kernel = Scalar.kernels(for: instructionSet).image.patches
    images.withUnsafeBufferPointer { images in
      patches.withUnsafeMutableBufferPointer { patches in
        guard let from = images.baseAddress, let to = patches.baseAddress else { return }
        let (end, patchesEnd) = (from + images.count, to + patches.count)
        for sample in 0..<samples {
          kernel(
            from + sample * shape.imageLength, end,
            to + sample * shape.count * shape.patchLength, patchesEnd, shape)
        }
      }
    }
  }

  /// The adjoint: adds each window to its place in its image.
  public static func scatter<Scalar: KernelScalar>(
    _ patches: Span<Scalar>, addingTo images: inout MutableSpan<Scalar>, shape: PatchShape,
    samples: Int, instructionSet: InstructionSet = .current
  ) {
    requireCounts(images.count, patches.count, shape, samples)
    let kernel = Scalar.kernels(for: instructionSet).image.addPatches
    patches.withUnsafeBufferPointer { patches in
      images.withUnsafeMutableBufferPointer { images in
        guard let from = patches.baseAddress, let to = images.baseAddress else { return }
        for sample in 0..<samples {
          kernel(
            from + sample * shape.count * shape.patchLength, to + sample * shape.imageLength, shape)
        }
      }
    }
  }

  /// Sets each of the rows that `rows` consists of to `row`.
  public static func fillRows<Scalar: KernelScalar>(
    of rows: inout MutableSpan<Scalar>, with row: Span<Scalar>,
    instructionSet: InstructionSet = .current
  ) {
    let count = requireRows(rows.count, of: row.count)
    let kernel = Scalar.kernels(for: instructionSet).image.repeatRow
    row.withUnsafeBufferPointer { row in
      rows.withUnsafeMutableBufferPointer { rows in
        guard let from = row.baseAddress, let to = rows.baseAddress else { return }
        kernel(from, to, count, row.count)
      }
    }
  }

  /// Adds each of the rows that `rows` consists of to `sum`.
  public static func sumRows<Scalar: KernelScalar>(
    of rows: Span<Scalar>, addingTo sum: inout MutableSpan<Scalar>,
    instructionSet: InstructionSet = .current
  ) {
    let count = requireRows(rows.count, of: sum.count)
    let kernel = Scalar.kernels(for: instructionSet).image.sumRows
    rows.withUnsafeBufferPointer { rows in
      sum.withUnsafeMutableBufferPointer { sum in
        guard let from = rows.baseAddress, let to = sum.baseAddress else { return }
        kernel(from, to, count, sum.count)
      }
    }
  }

  private static func requireRows(_ count: Int, of length: Int) -> Int {
    require(
      length > 0 && count.isMultiple(of: length), "\(count) scalars are no rows of \(length)")
    return count / length
  }

  private static func requireCounts(
    _ images: Int, _ patches: Int, _ shape: PatchShape, _ samples: Int
  ) {
    require(
      samples >= 0 && shape.size >= 1 && shape.channels >= 1 && shape.outputRows >= 1
        && shape.outputColumns >= 1 && images == samples * shape.imageLength
        && patches == samples * shape.count * shape.patchLength,
      "\(images) and \(patches) scalars for \(samples) images and their windows, \(shape)")
  }
}
