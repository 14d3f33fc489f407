import ArgumentParser

/// Positive numbers separated by commas.
struct Numbers {
  let values: [Int]

  init(_ text: String) throws {
    values = try text.split(separator: ",", omittingEmptySubsequences: false).map {
      guard let value = Int($0), (1...65536).contains(value) else {
        throw ValidationError("'\($0)': expected a number in 1...65536")
      }
      return value
    }
  }
}

/// Names of cases separated by commas; all of them unless said.
struct Names<Name: CaseIterable & RawRepresentable<String>>: ExpressibleByArgument {
  let values: [Name]

  init() { values = Array(Name.allCases) }

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    let values = names.compactMap { Name(rawValue: String($0)) }
    guard values.count == names.count else { return nil }
    self.values = values
  }

  var defaultValueDescription: String { "all" }
}

/// What is timed.
enum LayerKind: String, CaseIterable {
  case dense, fastfood, wavelet, fwt, wht
}

/// Which way.
enum Pass: String, CaseIterable {
  case forward, backward, analysis, synthesis
}
