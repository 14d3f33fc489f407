import Kernels
import StructuredLinear
import Wavelets

/// What of a wavelet map's filters is learned, by the names that the command line uses.
public enum FilterLearning: String, CaseIterable, Sendable {
  /// Every tap, held by the paper's loss.
  case free
  /// Every tap, held by the loss with the general alias condition.
  case freeGeneral = "free-general"
  /// The angles of an orthogonal bank.
  case lattice
  /// The lifting steps of a biorthogonal bank.
  case lifting

  /// A bank and what of it is learned.
  ///
  /// - Throws: `FilterConversionError` where the bank has no such parameters.
  func filters<Scalar: KernelScalar>(
    from bank: FilterBank<Scalar>
  ) throws(FilterConversionError) -> LearnableFilters<Scalar> {
    switch self {
    case .free: .free(bank)
    case .freeGeneral: .freeGeneral(bank)
    case .lattice: try .lattice(bank)
    case .lifting: try .lifting(bank)
    }
  }
}

extension FilterLearning {
  /// What is learned of the filters of a wavelet by name, random ones drawn from a generator. Traps
  /// where the bank has no such parameters, which ``validate(for:from:seed:)`` finds out.
  func filters<Scalar: KernelScalar>(
    of wavelet: WaveletName, using generator: inout SplitMix64
  ) -> LearnableFilters<Scalar> {
    do { return try filters(from: wavelet.bank(using: &generator)) } catch {
      fatalError("\(wavelet) with \(rawValue) filters: \(error)")
    }
  }

  /// Throws where maps' filters cannot be learned that way.
  func validate(
    for map: MapKind, from wavelet: WaveletName, seed: UInt64
  ) throws(ConfigurationError) {
    guard self != .free else { return }
    guard map == .wavelet else {
      throw ConfigurationError(
        "--filters", expected: "free for \(map.rawValue) maps, which have no filters",
        found: rawValue)
    }
    var generator = SplitMix64(seed: seed)
    let bank: FilterBank<Float> = wavelet.bank(using: &generator)
    do { _ = try filters(from: bank) } catch {
      throw ConfigurationError(
        "--filters", expected: "a way to learn \(wavelet)",
        found: "\(rawValue), which has none: \(error)")
    }
  }
}
