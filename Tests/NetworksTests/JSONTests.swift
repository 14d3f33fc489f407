import Networks
import Testing

@Suite("JSON")
struct JSONTests {
  private func parse(_ text: String) throws -> JSON { try JSON(parsing: Array(text.utf8)) }

  @Test func values() throws {
    #expect(try parse(" null ") == .null)
    #expect(try parse("[true,false]") == .array([true, false]))
    #expect(try parse("-12") == .integer(-12))
    #expect(try parse("18446744073709551615") == JSON(UInt64.max))
    #expect(try parse("[0.5,1e3,-2E-2,0]") == .array([0.5, .number(1000), -0.02, 0]))
    #expect(
      try parse("{\"b\": [], \"a\":{ }, \"\":1}")
        == .object(["b": .array([]), "a": .object([:]), "": 1]))
    #expect(
      try parse(#""\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00ä😀""#)
        == .string("\"\\/\u{8}\u{C}\n\r\tä😀ä😀"))
  }

  @Test func writing() {
    let value: JSON = .object([
      "b": .array([.null, true, 1, 0.1]), "a\"\\\n\u{1}ä": .object(["x": .number(.nan)]),
    ])
    #expect(value.description == #"{"b":[null,true,1,0.1],"a\"\\\n\u0001ä":{"x":null}}"#)
    #expect(JSON(-Double.infinity).description == "null")
  }

  @Test(arguments: [
    0.1, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude, 1e16, 123_456_789.125, -1 / 3,
  ])
  func numbersRoundTrip(value: Double) throws {
    let read = try parse(JSON(value).description)
    #expect(read.double?.bitPattern == value.bitPattern)
  }

  @Test(arguments: [
    ("", "a value at 0, found the end"), ("nul", "null at 0, found 'n'"),
    ("[1,]", "a value at 3, found ']'"), ("[1 2]", "',' or ']' at 3, found '2'"),
    ("{\"a\":1,}", "a key at 7, found '}'"), ("{\"a\" 1}", "':' at 5, found '1'"),
    ("{\"a\":1,\"a\":2}", "each key once at 7, found \"a\" again"),
    ("{\"a\":1,\"\\u0061\":2}", "each key once at 7, found \"a\" again"),
    ("01", "the end at 1, found '1'"), ("1.", "a digit at 2, found the end"),
    ("-", "a digit at 1, found the end"),
    ("1e999", "a number within the range of Double at 0, found \"1e999\""),
    ("\"a", "the rest of a string at 2, found the end"),
    ("\"\n\"", "the rest of a string at 1, found byte 0xa"),
    ("\"\\x\"", "an escape at 2, found 'x'"),
    ("\"\\u12g4\"", "a hexadecimal digit at 5, found 'g'"),
    ("\"\\ud800\"", "a pair of surrogates at 2, found half of one"),
    ("\"\\udc00\"", "a pair of surrogates at 2, found half of one"),
    ("\"\\ud800\\u0041\"", "a pair of surrogates at 2, found half of one"),
    ("NaN", "a value at 0, found 'N'"), ("{} x", "the end at 3, found 'x'"),
  ])
  func errors(text: String, message: String) throws {
    let error = try #require(throws: JSON.SyntaxError.self) { try parse(text) }
    #expect("\(error.expected) at \(error.offset), found \(error.found)" == message)
  }

  @Test func deepNesting() throws {
    let error = try #require(throws: JSON.SyntaxError.self) {
      try parse(String(repeating: "[", count: 100_000))
    }
    #expect(error.expected == "at most 64 nested values" && error.offset == 64)
  }

  @Test func otherBytes() throws {
    let error = try #require(throws: JSON.SyntaxError.self) {
      try JSON(parsing: [0x22, 0xff, 0x22])
    }
    #expect(error.expected == "a string in UTF-8")
  }
}
