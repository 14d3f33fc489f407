/// A discrete wavelet of the catalogue, by the name that PyWavelets gives it: `haar`, `db1`…`db38`,
/// `sym2`…`sym20`, `coif1`…`coif17`, `bior1.1`…`bior6.8`, `rbio1.1`…`rbio6.8`, `dmey`.
public struct Wavelet: Sendable, Hashable, CustomStringConvertible {
  /// What a name starts with.
  public enum Family: String, CaseIterable, Sendable {
    /// Two taps.
    case haar
    /// Daubechies' orthogonal wavelets of extremal phase.
    case daubechies = "db"
    /// Daubechies' orthogonal wavelets of the most linear phase.
    case symlet = "sym"
    /// Daubechies' orthogonal wavelets whose scaling functions have vanishing moments, too.
    case coiflet = "coif"
    /// Symmetric biorthogonal wavelets (Cohen, Daubechies and Feauveau 1992).
    case biorthogonal = "bior"
    /// The same with analysis and synthesis exchanged.
    case reverseBiorthogonal = "rbio"
    /// The Meyer wavelet, approximated by finite filters.
    case discreteMeyer = "dmey"
  }

  /// How nearly symmetric the filters are.
  public enum Symmetry: String, Sendable {
    case asymmetric
    case nearSymmetric = "near symmetric"
    case symmetric
  }

  /// What kind of wavelet this is.
  public let family: Family
  /// The first number of the name, 0 where there is none.
  let order: Int
  /// The second number.
  let dualOrder: Int

  private init(_ family: Family, _ order: Int = 0, _ dualOrder: Int = 0) {
    self.family = family
    self.order = order
    self.dualOrder = dualOrder
  }

  /// The wavelet of a name, in small or capital letters.
  ///
  /// - Throws: ``UnknownWavelet``, which names near ones.
  public init(_ name: String) throws(UnknownWavelet) {
    let small = name.lowercased()
    guard let found = Self.all.first(where: { $0.name == small }) else {
      throw UnknownWavelet(name)
    }
    self = found
  }

  /// The whole catalogue.
  public static let all: [Wavelet] =
    [Wavelet(.haar)] + (1...38).map { Wavelet(.daubechies, $0) }
    + (2...20).map { Wavelet(.symlet, $0) } + (1...17).map { Wavelet(.coiflet, $0) }
    + biorthogonalOrders.map { Wavelet(.biorthogonal, $0, $1) }
    + biorthogonalOrders.map { Wavelet(.reverseBiorthogonal, $0, $1) } + [Wavelet(.discreteMeyer)]

  private static let biorthogonalOrders = [
    (1, 1), (1, 3), (1, 5), (2, 2), (2, 4), (2, 6), (2, 8), (3, 1), (3, 3), (3, 5), (3, 7), (3, 9),
    (4, 4), (5, 5), (6, 8),
  ]

  /// The name, in small letters.
  public var name: String {
    switch family {
    case .haar, .discreteMeyer: family.rawValue
    case .daubechies, .symlet, .coiflet: "\(family.rawValue)\(order)"
    case .biorthogonal, .reverseBiorthogonal: "\(family.rawValue)\(order).\(dualOrder)"
    }
  }

  /// The name.
  public var description: String { name }

  /// Whether synthesis is the transpose of analysis. All wavelets of the catalogue are biorthogonal:
  /// synthesis is the inverse of analysis, dmey's up to 1e-3.
  public var isOrthogonal: Bool {
    switch family {
    case .biorthogonal, .reverseBiorthogonal: false
    default: true
    }
  }

  /// How nearly symmetric the filters are.
  public var symmetry: Symmetry {
    switch family {
    case .haar, .daubechies: .asymmetric
    case .symlet, .coiflet: .nearSymmetric
    case .biorthogonal, .reverseBiorthogonal, .discreteMeyer: .symmetric
    }
  }

  /// Up to which degree, exclusively, polynomials vanish in the high band of an analysis; nil where
  /// none does exactly.
  ///
  /// The filters that are known as bior5.5 have 6 in analysis and 4 in synthesis.
  public var vanishingMoments: Int? {
    switch family {
    case .haar: 1
    case .daubechies, .symlet: order
    case .coiflet: 2 * order
    case .biorthogonal: order == 5 ? 6 : order
    case .reverseBiorthogonal: order == 5 ? 4 : dualOrder
    case .discreteMeyer: nil
    }
  }
}

/// A name that is no wavelet's.
public struct UnknownWavelet: Error, Equatable, CustomStringConvertible {
  /// The name.
  public let name: String
  /// Names that need the fewest changes, the nearest first.
  public let nearNames: [String]

  init(_ name: String) {
    self.name = name
    let small = Array(name.lowercased().prefix(32))
    let distances = Wavelet.all.map { ($0.name, Self.distance(small, Array($0.name))) }
    let least = distances.map(\.1).min()!
    nearNames = distances.filter { $0.1 == least }.prefix(5).map(\.0)
  }

  /// One line: what was found and what is near.
  public var description: String {
    "no wavelet is called \"\(name)\"; near names: \(nearNames.joined(separator: ", "))"
  }

  /// Letters to insert, delete or replace (Levenshtein's distance).
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for (i, letter) in a.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in b.indices {
        let change = diagonal + (letter == b[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(change, diagonal + 1, row[j] + 1)
      }
    }
    return row[b.count]
  }
}
