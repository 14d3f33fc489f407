#if _endian(big)
  #error("Tensors are stored as they are in memory, which must be little-endian")
#endif

/// Named tensors and a few strings, as the safetensors format stores them.
///
/// Equal contents are equal values and give equal bytes, in whatever order they were added. The
/// order is that of the reference implementation, the one of its bytes too: wide types first, so
/// that each tensor is aligned, then by name.
public struct SafetensorsFile: Sendable {
  /// The types of elements.
  public enum DataType: String, Sendable, CaseIterable {
    /// `UInt64`.
    case u64 = "U64"
    /// `Int64`, `Int`.
    case i64 = "I64"
    /// `Double`.
    case f64 = "F64"
    /// `Float`.
    case f32 = "F32"

    /// Bytes of an element.
    public var size: Int { self == .f32 ? 4 : 8 }
  }

  /// One tensor.
  public struct Tensor: Sendable, Equatable {
    /// Unique in the file.
    public let name: String
    /// The type of its elements.
    public let dataType: DataType
    /// Sizes, row-major; none for a scalar.
    public let shape: [Int]
    /// The elements as they are in memory.
    public let bytes: [UInt8]
  }

  /// The tensors, in the order of the file.
  public private(set) var tensors: [Tensor] = []
  /// Strings that say what the tensors are.
  public var metadata: [String: String]
  /// Where the contents are from, for messages.
  public let path: String

  /// No tensors. Messages name `path`.
  public init(metadata: [String: String] = [:], path: String = "tensors in memory") {
    self.metadata = metadata
    self.path = path
  }

  /// Contents that hold to the format's rules.
  init(tensors: [Tensor], metadata: [String: String], path: String) {
    self.init(metadata: metadata, path: path)
    self.tensors = tensors.sorted(by: Self.precedes)
  }

  /// The tensor of a name, or nil.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }

  /// Adds a tensor of `Float`, `Double`, `Int`, `Int64` or `UInt64`. Traps for other types, for a
  /// name that is there already or reserved, and for a shape that does not hold the elements.
  public mutating func append<Element: BitwiseCopyable>(
    _ name: String, shape: [Int], _ elements: [Element]
  ) {
    guard shape.allSatisfy({ $0 >= 0 }), shape.reduce(1, *) == elements.count else {
      fatalError("Tensor \(name): shape \(shape) for \(elements.count) elements")
    }
    guard name != Self.metadataKey, self[name] == nil else {
      fatalError("Tensor \(name): the name is taken")
    }
    let tensor = Tensor(
      name: name, dataType: DataType(of: Element.self), shape: shape,
      bytes: elements.withUnsafeBytes { Array($0) })
    let place = tensors.firstIndex { Self.precedes(tensor, $0) } ?? tensors.endIndex
    tensors.insert(tensor, at: place)
  }

  /// The key of the header that is no tensor's name.
  static let metadataKey = "__metadata__"

  /// The order of the file.
  private static func precedes(_ a: Tensor, _ b: Tensor) -> Bool {
    let types = DataType.allCases
    guard a.dataType == b.dataType else {
      return types.firstIndex(of: a.dataType)! < types.firstIndex(of: b.dataType)!
    }
    return a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
  }
}

extension SafetensorsFile: Equatable {
  /// Equal contents, wherever they are from.
  public static func == (a: Self, b: Self) -> Bool {
    a.tensors == b.tensors && a.metadata == b.metadata
  }
}

extension SafetensorsFile.DataType {
  /// The type that stores a Swift type. Traps where there is none.
  init<Element: BitwiseCopyable>(of element: Element.Type) {
    switch element {
    case is Float.Type: self = .f32
    case is Double.Type: self = .f64
    case is Int.Type, is Int64.Type: self = .i64
    case is UInt64.Type: self = .u64
    default: fatalError("No tensors of \(element): Float, Double, Int, Int64 and UInt64 are known")
    }
  }
}
