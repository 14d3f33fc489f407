import Foundation
import Wavelets

/// What `Golden/generate_2d.py` wrote.
struct Golden2D: Decodable {
  static let values: Golden2D = {
    let url = Bundle.module.url(forResource: "pywavelets2d", withExtension: "json")!
    do {
      return try JSONDecoder().decode(Golden2D.self, from: Data(contentsOf: url))
    } catch { fatalError("\(url.path): \(error)") }
  }()

  let transforms: [Transform]

  struct Transform: Decodable, CustomStringConvertible {
    let wavelet, mode: String
    let rows, columns, levels: Int
    let shapes: [[Int]]
    let coefficients: [Double]

    var shape: MatrixShape { MatrixShape(rows: rows, columns: columns) }
    var description: String { "\(wavelet), \(shape), \(levels) levels, \(mode)" }

    /// The matrix that the generator transformed.
    var matrix: [Double] {
      (0..<rows).flatMap { row in
        (0..<columns).map { column in
          let (i, j) = (Double(row), Double(column))
          return sin(
            0.7 * i + 0.1 * i * i / Double(rows) + 1.3 * j - 0.2 * i * j / Double(columns))
        }
      }
    }
  }
}
