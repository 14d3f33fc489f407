public import Networks

/// Signals as text: numbers separated by white space or commas, one signal a line.
public enum TextSignals {
  /// The signals in a file's bytes, as `Double`: one line is one signal, several are a batch.
  /// Messages name `path` and the line. Blank lines are allowed at the end only.
  public static func parse(_ bytes: [UInt8], path: String) throws(FileError) -> SampleArray {
    var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    while let last = lines.last, last.allSatisfy(isSpace) { lines.removeLast() }
    guard !lines.isEmpty else {
      throw FileError(path, expected: "at least one number", found: "none")
    }
    var samples: [Double] = []
    var length = 0
    for (index, line) in lines.enumerated() {
      let start = samples.count
      for field in line.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false) {
        let texts = field.split(whereSeparator: isSpace)
        guard !texts.isEmpty else {
          throw FileError(path, expected: "a number in line \(index + 1)", found: "none")
        }
        for text in texts {
          let text = String(decoding: text, as: UTF8.self)
          guard let value = number(text) else {
            throw FileError(
              path, expected: "a number in line \(index + 1)", found: text.quotedForMessage)
          }
          samples.append(value)
        }
      }
      let count = samples.count - start
      if index == 0 { length = count }
      guard count == length else {
        throw FileError(
          path, expected: "\(length) numbers in line \(index + 1) as in line 1", found: "\(count)")
      }
    }
    return SampleArray(
      shape: lines.count == 1 ? [length] : [lines.count, length], .double(samples))
  }

  /// The bytes of a file. Every number is the shortest that reads back as the same.
  public static func bytes(of array: SampleArray) -> [UInt8] {
    switch array.samples {
    case .float(let values): bytes(of: values, length: array.length)
    case .double(let values): bytes(of: values, length: array.length)
    }
  }

  private static func bytes(of values: [some CustomStringConvertible], length: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for (index, value) in values.enumerated() {
      bytes += value.description.utf8
      bytes.append(UInt8(ascii: (index + 1).isMultiple(of: length) ? "\n" : " "))
    }
    return bytes
  }

  /// A number, or nil; one that is too large for `Double` is none.
  private static func number(_ text: String) -> Double? {
    guard let value = Double(text) else { return nil }
    return value.isInfinite && text.contains(where: \.isNumber) ? nil : value
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0d).contains(byte)
  }
}
