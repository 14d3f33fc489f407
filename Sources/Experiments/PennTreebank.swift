public import Networks

/// The Penn Treebank as characters, in three texts. Ends of lines are left out.
public struct PennTreebank: Sendable, Equatable {
  /// The characters that occur in training, in ASCII's order.
  public let alphabet: [UInt8]
  /// To train with; each character is an index into the alphabet, as in the other two.
  public let train: [UInt8]
  /// To choose settings with.
  public let valid: [UInt8]
  /// To test with.
  public let test: [UInt8]

  /// The texts of a folder.
  ///
  /// - Throws: `FileError` where a file is missing, damaged, empty or not printable ASCII, or has a
  ///   character that does not occur in training.
  public init(in folder: DataFolder) throws(FileError) {
    let names = DataSet.pennTreebank.files
    let (train, path) = try Self.text(names[0], folder)
    var occurs = [Bool](repeating: false, count: 128)
    for character in train { occurs[Int(character)] = true }
    let alphabet = occurs.indices.filter { occurs[$0] }.map { UInt8($0) }
    self.alphabet = alphabet
    self.train = try Self.encoded(train, alphabet, path)
    var others: [[UInt8]] = []
    for name in names[1...] {
      let (text, path) = try Self.text(name, folder)
      others.append(try Self.encoded(text, alphabet, path))
    }
    (valid, test) = (others[0], others[1])
  }

  /// The CRC-32 of the alphabet and the three texts.
  public var checksum: String { CRC32.hexDigest(of: [alphabet, train, valid, test]) }

  /// The characters of a file without the ends of lines.
  private static func text(
    _ name: String, _ folder: DataFolder
  ) throws(FileError) -> (text: [UInt8], path: String) {
    let file = try folder.read(name, of: .pennTreebank)
    let newline = UInt8(ascii: "\n")
    if let index = file.contents.firstIndex(where: { $0 != newline && !(32...126).contains($0) }) {
      let line = 1 + file.contents[..<index].count { $0 == newline }
      throw FileError(
        file.path, expected: "printable ASCII in line \(line)",
        found: "the byte \(file.contents[index])")
    }
    let text = file.contents.filter { $0 != newline }
    guard !text.isEmpty else { throw FileError(file.path, expected: "a text", found: "none") }
    return (text, file.path)
  }

  private static func encoded(
    _ text: [UInt8], _ alphabet: [UInt8], _ path: String
  ) throws(FileError) -> [UInt8] {
    var codes = [UInt8?](repeating: nil, count: 128)
    for (code, character) in alphabet.enumerated() { codes[Int(character)] = UInt8(code) }
    if let stranger = text.first(where: { codes[Int($0)] == nil }) {
      throw FileError(
        path, expected: "the \(alphabet.count) characters of the training text",
        found: String(decoding: [stranger], as: UTF8.self).quotedForMessage)
    }
    return text.map { codes[Int($0)]! }
  }
}
