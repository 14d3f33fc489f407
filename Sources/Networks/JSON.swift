/// A JSON value whose objects keep the order of their keys and whose integers are exact.
public enum JSON: Sendable, Equatable {
  /// `null`.
  case null
  /// `true` or `false`.
  case boolean(Bool)
  /// A number without fraction and exponent.
  case integer(Int128)
  /// Any other number. Written as `null` where it is not finite, for which JSON has no words.
  case number(Double)
  /// A string.
  case string(String)
  /// An array.
  case array([JSON])
  /// An object.
  case object(Object)

  /// Keys and values, in order.
  public struct Object: Sendable, Equatable {
    /// One key with its value.
    public struct Field: Sendable, Equatable {
      /// The key.
      public let key: String
      /// The value.
      public let value: JSON

      /// A key with a value.
      public init(_ key: String, _ value: JSON) {
        self.key = key
        self.value = value
      }
    }

    /// The fields, in order.
    public var fields: [Field]

    /// An object of the given fields.
    public init(_ fields: [Field] = []) { self.fields = fields }

    /// The value of a key, or nil.
    public subscript(key: String) -> JSON? { fields.first { $0.key == key }?.value }
  }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
  /// An object of the given keys and values, in their order.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self.init(elements.map { Field($0.0, $0.1) })
  }
}

extension JSON: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByBooleanLiteral
{
  /// An integer.
  public init(integerLiteral value: Int) { self = .integer(Int128(value)) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }

  /// An integer.
  public init(_ value: some BinaryInteger) { self = .integer(Int128(value)) }
  /// A number.
  public init(_ value: Double) { self = .number(value) }
}

extension JSON {
  /// What the value is, for messages.
  package var kind: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .integer, .number: "the number \(self)"
    case .string(let text): text.quotedForMessage
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// The integer, where it is one that fits.
  package func integer<Integer: FixedWidthInteger>(as type: Integer.Type = Int.self) -> Integer? {
    if case .integer(let value) = self { Integer(exactly: value) } else { nil }
  }

  /// The number, where it is one.
  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// The text, where it is one.
  package var text: String? { if case .string(let text) = self { text } else { nil } }
}
