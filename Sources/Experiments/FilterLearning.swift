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

extension TrainingConfiguration {
  /// Throws where the wavelet maps' filters cannot be learned that way.
  func validateFilters() throws(ConfigurationError) {
    guard filters != .free else { return }
    guard map == .wavelet else {
      throw ConfigurationError(
        "--filters", expected: "free for \(map.rawValue) maps, which have no filters",
        found: filters.rawValue)
    }
    var generator = SplitMix64(seed: seed)
    let bank: FilterBank<Float> = wavelet.bank(using: &generator)
    do { _ = try filters.filters(from: bank) } catch {
      throw ConfigurationError(
        "--filters", expected: "a way to learn \(wavelet)",
        found: "\(filters.rawValue), which has none: \(error)")
    }
  }
}
