import Kernels
import StructuredLinear
import Wavelets

/// Kinds of linear maps, by the names that the command line uses.
public enum MapKind: String, CaseIterable, Sendable {
  case dense
  case wavelet
  case fastfood
  case tensorTrain = "tensor-train"
  case lowRank = "low-rank"
}

/// The filters that a wavelet map starts from, by name: a wavelet of the catalogue, `haar6` (Haar
/// padded with zeros to six taps, the paper's start) or `random6` (uniform in ±1).
public struct WaveletName: Sendable, Equatable, LosslessStringConvertible {
  /// The name.
  public let description: String
  private let start: Start

  private enum Start: Equatable { case wavelet(Wavelet), haar(taps: Int), random(taps: Int) }

  /// The wavelet of a name, or nil.
  public init?(_ name: String) {
    func taps(after prefix: String) -> Int? {
      guard name.hasPrefix(prefix) else { return nil }
      let digits = name.dropFirst(prefix.count)
      guard let taps = Int(digits), String(taps) == digits, (2...1024).contains(taps),
        taps.isMultiple(of: 2)
      else { return nil }
      return taps
    }
    if let taps = taps(after: "haar") {
      start = .haar(taps: taps)
    } else if let taps = taps(after: "random") {
      start = .random(taps: taps)
    } else if let wavelet = try? Wavelet(name), wavelet.name == name {
      start = .wavelet(wavelet)
    } else {
      return nil
    }
    description = name
  }

  /// The filters, random ones drawn from a generator.
  func bank<Scalar: KernelScalar>(using generator: inout SplitMix64) -> FilterBank<Scalar> {
    switch start {
    case .wavelet(let wavelet): FilterBank(wavelet)
    case .haar(let taps): .haar(paddedTo: taps)
    case .random(let taps): .random(taps: taps, using: &generator)
    }
  }
}
