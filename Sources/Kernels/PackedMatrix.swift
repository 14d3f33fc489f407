public import KernelInterface

/// A matrix arranged once for many products with few rows each, such as the steps of a sequence.
///
/// A library's product arranges its operands anew in each call, which with few rows takes about as long
/// as the product itself.
public struct PackedMatrix<Scalar: KernelScalar>: Sendable {
  /// Rows of the matrix.
  public private(set) var rows = 0
  /// Columns of the matrix.
  public private(set) var columns = 0

  /// `[blocks, rows, width]`. The last block has the last columns, some of which are in the one before
  /// as well; where there are fewer than a block's, it is filled up with zeros.
  private var elements: [Scalar] = []
  /// Columns of a block.
  private let width: Int
  private let kernel: KernelTable<Scalar>.Product

  /// A matrix without elements, for the kernels of an instruction set.
  public init(instructionSet: InstructionSet = .current) {
    let table = Scalar.kernels(for: instructionSet)
    width = 2 * table.panel.lanes
    kernel = table.product
  }

  /// Takes the place of what was there before; memory is kept where the size stays.
  ///
  /// - Parameters:
  ///   - matrix: Row-major `[rows, columns]`, or `[columns, rows]` where `transposed`.
  ///   - rows: Rows of this matrix.
  ///   - columns: Columns of this matrix.
  ///   - transposed: Whether the matrix is given as its transpose.
  public mutating func pack(
    _ matrix: Span<Scalar>, rows: Int, columns: Int, transposed: Bool = false
  ) {
    require(
      rows >= 0 && columns >= 0 && matrix.count == rows * columns,
      "\(matrix.count) scalars are no matrix of \(rows) × \(columns)")
    let count = (columns + width - 1) / width * width * rows
    if (rows, columns) != (self.rows, self.columns) {
      (self.rows, self.columns) = (rows, columns)
      elements = [Scalar](repeating: 0, count: count)
    }
    var elements: [Scalar] = []
    swap(&elements, &self.elements)
    var span = elements.mutableSpan
    if transposed {
      Self.copyTransposed(matrix, rows, columns, width, to: &span)
    } else {
      Self.copy(matrix, rows, columns, width, to: &span)
    }
    self.elements = elements
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func copy(
    _ matrix: Span<Scalar>, _ rows: Int, _ columns: Int, _ width: Int,
    to packed: inout MutableSpan<Scalar>
  ) {
    for block in stride(from: 0, to: columns, by: width) {
      let start = max(0, min(block, columns - width))
      for row in 0..<rows {
        let target = block * rows + row * width
        for j in 0..<min(width, columns) {
          packed[target + j] = matrix[row * columns + start + j]
        }
      }
    }
  }

  @_specialize(where Scalar == Float)
  @_specialize(where Scalar == Double)
  private static func copyTransposed(
    _ matrix: Span<Scalar>, _ rows: Int, _ columns: Int, _ width: Int,
    to packed: inout MutableSpan<Scalar>
  ) {
    for block in stride(from: 0, to: columns, by: width) {
      let start = max(0, min(block, columns - width))
      for j in 0..<min(width, columns) {
        for row in 0..<rows {
          packed[block * rows + row * width + j] = matrix[(start + j) * rows + row]
        }
      }
    }
  }

  /// `output = input · matrix`, or added to what is there.
  ///
  /// - Parameters:
  ///   - input: Row-major `[samples, rows]`.
  ///   - output: Row-major `[samples, columns]`.
  ///   - samples: Rows of input and output.
  ///   - adding: Whether the product is added to the output.
  public func multiply(
    _ input: Span<Scalar>, into output: inout MutableSpan<Scalar>, samples: Int,
    adding: Bool = false
  ) {
    require(
      samples >= 0 && input.count == samples * rows && output.count == samples * columns,
      "\(input.count) inputs and \(output.count) outputs for \(samples) samples and a matrix of "
        + "\(rows) × \(columns)")
    guard !output.isEmpty else { return }
    guard rows > 0 else {
      if !adding { for i in 0..<output.count { output[i] = 0 } }
      return
    }
    input.withUnsafeBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        elements.withUnsafeBufferPointer { elements in
          kernel(
            input.baseAddress!, rows, 1, elements.baseAddress!, width, width * rows, true,
            output.baseAddress!, samples, rows, columns, adding)
        }
      }
    }
  }
}

/// Products of matrices that are used once.
public enum NarrowProduct {
  /// `c += aᵀ · b` for an `a` of few columns.
  ///
  /// - Parameters:
  ///   - a: Row-major `[samples, rows]`.
  ///   - b: Row-major `[samples, columns]`.
  ///   - c: Row-major `[rows, columns]`.
  ///   - samples: Rows of `a` and `b`.
  ///   - instructionSet: The kernels to use.
  public static func addTransposed<Scalar: KernelScalar>(
    _ a: Span<Scalar>, _ b: Span<Scalar>, to c: inout MutableSpan<Scalar>, samples: Int,
    instructionSet: InstructionSet = .current
  ) {
    let rows = a.count / max(1, samples)
    let columns = b.count / max(1, samples)
    require(
      samples >= 0 && a.count == samples * rows && b.count == samples * columns
        && (samples == 0 || c.count == rows * columns),
      "\(a.count), \(b.count) and \(c.count) scalars for a product over \(samples) samples")
    guard samples > 0, !c.isEmpty else { return }
    let table = Scalar.kernels(for: instructionSet)
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        c.withUnsafeMutableBufferPointer { c in
          table.product(
            a.baseAddress!, 1, rows, b.baseAddress!, columns, 2 * table.panel.lanes, false,
            c.baseAddress!, rows, samples, columns, true)
        }
      }
    }
  }
}
