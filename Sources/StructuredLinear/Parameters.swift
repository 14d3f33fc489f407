public import Kernels

/// The learnable numbers of a map or a model: one contiguous vector, cut into named tensors.
///
/// Optimizers and checkpoints work on the vector; a gradient is a vector of the same layout.
public struct Parameters<Scalar: KernelScalar>: Sendable, Equatable {
  /// What a tensor is for, where training treats it specially.
  public enum Role: Sendable, Equatable {
    /// Entries of a diagonal matrix: dropout acts on these.
    case diagonal
    /// Filters of a wavelet transform.
    case filters
    /// Entries of a dense matrix.
    case matrix
    /// An offset for each output.
    case bias
  }

  /// One named tensor within the vector.
  public struct Entry: Sendable, Equatable {
    /// Dotted name, unique in the map: `filters`, `0.input`, `cell.reset.filters`.
    public let name: String
    /// Sizes, row-major.
    public let shape: [Int]
    /// Where its elements are in the vector.
    public let range: Range<Int>
    /// What it is for.
    public let role: Role
  }

  /// The tensors, in the order of the vector.
  public private(set) var entries: [Entry] = []
  /// The vector. Its elements may change, its count may not.
  public var values: [Scalar] = []

  /// No parameters.
  public init() {}

  /// How many numbers there are: the exact count of weights.
  public var count: Int { values.count }

  /// Adds a tensor at the end and returns where it is. Traps for a name that is there already or a
  /// shape that does not hold the values.
  @discardableResult
  public mutating func append(
    _ name: String, shape: [Int], role: Role, _ elements: [Scalar]
  ) -> Range<Int> {
    guard shape.reduce(1, *) == elements.count else {
      fatalError("Parameter \(name): shape \(shape) for \(elements.count) values")
    }
    guard self[name] == nil else { fatalError("Parameter \(name) is there already") }
    let range = values.count..<values.count + elements.count
    entries.append(Entry(name: name, shape: shape, range: range, role: role))
    values += elements
    return range
  }

  /// The tensor of a name, or nil.
  public subscript(name: String) -> Entry? { entries.first { $0.name == name } }
}

extension Parameters {
  /// Adds all tensors of another vector at the end, their names behind `prefix` and a dot, and
  /// returns where they are.
  @discardableResult
  public mutating func append(contentsOf other: Parameters, prefix: String) -> Range<Int> {
    let start = values.count
    for entry in other.entries {
      append(
        "\(prefix).\(entry.name)", shape: entry.shape, role: entry.role,
        Array(other.values[entry.range]))
    }
    return start..<values.count
  }
}
