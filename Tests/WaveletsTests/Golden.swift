import Foundation

/// What `Golden/generate.py` wrote.
struct Golden: Decodable {
  static let values: Golden = {
    let url = Bundle.module.url(forResource: "pywavelets", withExtension: "json")!
    do {
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    } catch { fatalError("\(url.path): \(error)") }
  }()

  let banks: [Bank]
  let functions: [Functions]
  let transforms: [Transform]

  struct Bank: Decodable {
    let name, symmetry: String
    let orthogonal: Bool
    let analysisLow, analysisHigh, synthesisLow, synthesisHigh: [Double]

    enum CodingKeys: String, CodingKey {
      case name, symmetry, orthogonal
      case analysisLow = "dec_lo"
      case analysisHigh = "dec_hi"
      case synthesisLow = "rec_lo"
      case synthesisHigh = "rec_hi"
    }
  }

  struct Functions: Decodable {
    let name: String
    let levels: Int
    let phi, psi: [Double]
  }

  struct Transform: Decodable, CustomStringConvertible {
    let wavelet, mode: String
    let n, levels: Int
    let lengths: [Int]
    let coefficients: [Double]

    var description: String { "\(wavelet), \(n) samples, \(levels) levels, \(mode)" }
  }

  /// The signal that the generator transformed.
  static func signal(_ n: Int) -> [Double] {
    (0..<n).map { index in
      let i = Double(index)
      return sin(0.7 * i + 0.1 * i * i / Double(n))
    }
  }
}
