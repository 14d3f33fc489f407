extension JSON {
  /// Where a text is not JSON.
  package struct SyntaxError: Error, Equatable {
    /// Bytes before the place.
    package let offset: Int
    /// What should have been there.
    package let expected: String
    /// What was there instead.
    package let found: String
  }

  /// Parses a text strictly as RFC 8259 has it; a key that comes twice in one object is an error.
  package init(parsing bytes: [UInt8]) throws(SyntaxError) {
    var parser = Parser(bytes: bytes)
    self = try parser.document()
  }
}

/// A recursive-descent parser.
private struct Parser {
  /// Nesting beyond this is an error, not a stack overflow.
  static let maximumDepth = 64

  let bytes: [UInt8]
  var position = 0
  var depth = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  /// The error that something else was expected here.
  func failure(_ expected: String) -> JSON.SyntaxError {
    guard let next else { return .init(offset: position, expected: expected, found: "the end") }
    let printable = (0x20..<0x7f).contains(next)
    let found =
      printable ? "'\(Character(Unicode.Scalar(next)))'" : "byte 0x\(String(next, radix: 16))"
    return .init(offset: position, expected: expected, found: found)
  }

  mutating func skipSpace() {
    while let next, next == 0x20 || next == 0x0a || next == 0x0d || next == 0x09 { position += 1 }
  }

  /// Steps over a byte, where it is the next.
  mutating func skip(_ character: Unicode.Scalar) -> Bool {
    guard next == UInt8(ascii: character) else { return false }
    position += 1
    return true
  }

  mutating func document() throws(JSON.SyntaxError) -> JSON {
    let value = try value()
    skipSpace()
    guard next == nil else { throw failure("the end") }
    return value
  }

  mutating func value() throws(JSON.SyntaxError) -> JSON {
    skipSpace()
    switch next {
    case UInt8(ascii: "{"): return try nested { p throws(JSON.SyntaxError) in try p.object() }
    case UInt8(ascii: "["): return try nested { p throws(JSON.SyntaxError) in try p.array() }
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .boolean(true))
    case UInt8(ascii: "f"): return try word("false", .boolean(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), .some(UInt8(ascii: "0")...UInt8(ascii: "9")): return try number()
    default: throw failure("a value")
    }
  }

  mutating func nested(
    _ body: (inout Parser) throws(JSON.SyntaxError) -> JSON
  ) throws(JSON.SyntaxError) -> JSON {
    guard depth < Self.maximumDepth else {
      throw failure("at most \(Self.maximumDepth) nested values")
    }
    depth += 1
    defer { depth -= 1 }
    position += 1
    return try body(&self)
  }

  mutating func word(_ word: String, _ value: JSON) throws(JSON.SyntaxError) -> JSON {
    guard bytes[position...].starts(with: word.utf8) else { throw failure(word) }
    position += word.utf8.count
    return value
  }

  mutating func array() throws(JSON.SyntaxError) -> JSON {
    var values: [JSON] = []
    skipSpace()
    if skip("]") { return .array([]) }
    while true {
      values.append(try value())
      skipSpace()
      if skip("]") { return .array(values) }
      guard skip(",") else { throw failure("',' or ']'") }
    }
  }

  mutating func object() throws(JSON.SyntaxError) -> JSON {
    var fields: [JSON.Object.Field] = []
    var keys: Set<String> = []
    skipSpace()
    if skip("}") { return .object(.init()) }
    while true {
      skipSpace()
      let start = position
      guard next == UInt8(ascii: "\"") else { throw failure("a key") }
      let key = try string()
      guard keys.insert(key).inserted else {
        throw .init(
          offset: start, expected: "each key once", found: "\(key.quotedForMessage) again")
      }
      skipSpace()
      guard skip(":") else { throw failure("':'") }
      fields.append(.init(key, try value()))
      skipSpace()
      if skip("}") { return .object(.init(fields)) }
      guard skip(",") else { throw failure("',' or '}'") }
    }
  }

  // MARK: Numbers

  mutating func number() throws(JSON.SyntaxError) -> JSON {
    let start = position
    var isInteger = true
    _ = skip("-")
    if !skip("0") { try digits() }
    if skip(".") {
      isInteger = false
      try digits()
    }
    if skip("e") || skip("E") {
      isInteger = false
      if !skip("+") { _ = skip("-") }
      try digits()
    }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    if isInteger, let value = Int128(text) { return .integer(value) }
    guard let value = Double(text), value.isFinite else {
      throw .init(
        offset: start, expected: "a number within the range of Double",
        found: text.quotedForMessage)
    }
    return .number(value)
  }

  mutating func digits() throws(JSON.SyntaxError) {
    let start = position
    while let next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(next) { position += 1 }
    guard position > start else { throw failure("a digit") }
  }

  // MARK: Strings

  mutating func string() throws(JSON.SyntaxError) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while !skip("\"") {
      guard let byte = next, byte >= 0x20 else { throw failure("the rest of a string") }
      position += 1
      if byte == UInt8(ascii: "\\") {
        text += String(try escape()).utf8
      } else {
        text.append(byte)
      }
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw .init(offset: start, expected: "a string in UTF-8", found: "other bytes")
    }
    return string
  }

  /// What stands for what behind a backslash.
  static let escapes: [Unicode.Scalar: Unicode.Scalar] = [
    "\"": "\"", "\\": "\\", "/": "/", "b": "\u{8}", "f": "\u{C}", "n": "\n", "r": "\r",
    "t": "\t",
  ]

  mutating func escape() throws(JSON.SyntaxError) -> Unicode.Scalar {
    if let next, let scalar = Self.escapes[Unicode.Scalar(next)] {
      position += 1
      return scalar
    }
    let start = position
    guard skip("u") else { throw failure("an escape") }
    var code = try hexadecimal()
    // Beyond 16 bits a character is written as a pair of surrogates.
    if (0xd800..<0xdc00).contains(code), skip("\\"), skip("u") {
      let low = try hexadecimal()
      if (0xdc00..<0xe000).contains(low) { code = 0x10000 + (code - 0xd800) << 10 + low - 0xdc00 }
    }
    guard let scalar = Unicode.Scalar(code) else {
      throw .init(offset: start, expected: "a pair of surrogates", found: "half of one")
    }
    return scalar
  }

  mutating func hexadecimal() throws(JSON.SyntaxError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let next, let digit = Character(Unicode.Scalar(next)).hexDigitValue else {
        throw failure("a hexadecimal digit")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }
}
