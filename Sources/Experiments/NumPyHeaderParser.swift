/// Reads a `.npy` header: a Python dictionary of three entries in any order.
struct NumPyHeaderParser {
  /// The entries.
  struct Header {
    /// The element type as it is written: `'<f8'`, or something else.
    var type = ""
    var isFortranOrder = false
    var shape: [Int] = []
  }

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The header, or nil where it is not one.
  mutating func header() -> Header? {
    guard take("{") else { return nil }
    var header = Header()
    var keys: Set<String> = []
    while !take("}") {
      guard let key = string(), keys.insert(key).inserted, take(":") else { return nil }
      switch key {
      case "descr":
        guard let type = type() else { return nil }
        header.type = type
      case "fortran_order":
        if take("True") { header.isFortranOrder = true } else if !take("False") { return nil }
      case "shape":
        guard let shape = shape() else { return nil }
        header.shape = shape
      default: return nil
      }
      if !take(",") {
        guard take("}") else { return nil }
        break
      }
    }
    skipSpace()
    return keys.count == 3 && position == bytes.count ? header : nil
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0a, 0x0d].contains(bytes[position]) {
      position += 1
    }
  }

  /// Goes beyond a text if it is next.
  private mutating func take(_ text: String) -> Bool {
    skipSpace()
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  /// A string in quotes of either kind, without escapes.
  private mutating func string() -> String? {
    skipSpace()
    guard position < bytes.count, [0x27, 0x22].contains(bytes[position]),
      let end = bytes[(position + 1)...].firstIndex(of: bytes[position])
    else { return nil }
    defer { position = end + 1 }
    return String(decoding: bytes[position + 1..<end], as: UTF8.self)
  }

  /// A type in single quotes, or the list that describes a record.
  private mutating func type() -> String? {
    if let name = string() { return "'\(name)'" }
    guard take("["), let end = bytes[position...].lastIndex(of: UInt8(ascii: "]")) else {
      return nil
    }
    defer { position = end + 1 }
    return String(decoding: bytes[position - 1...end], as: UTF8.self)
  }

  /// A tuple of numbers.
  private mutating func shape() -> [Int]? {
    guard take("(") else { return nil }
    var shape: [Int] = []
    while !take(")") {
      skipSpace()
      let digits = bytes[position...].prefix { (0x30...0x39).contains($0) }
      guard let count = Int(String(decoding: digits, as: UTF8.self)) else { return nil }
      position += digits.count
      shape.append(count)
      if !take(",") {
        guard take(")"), shape.count > 1 else { return nil }
        break
      }
    }
    return shape
  }
}
