import Kernels
import NaiveReference
import Wavelets

/// One transform of one batch: what is varied when a transform is compared with loops.
struct TransformCase: CustomStringConvertible {
  let length: Int
  let taps: Int
  let levels: Int
  let mode: ExtensionMode
  let batch: Int

  var description: String {
    "\(batch) × \(length), \(taps) taps, \(levels) levels, \(mode.rawValue)"
  }

  static let lengths = Array(1...200) + [255, 256, 257, 511, 512, 513, 1023, 1024, 1025]
  static let taps = [2, 4, 6, 8, 10, 20, 34, 102]
  static let levels = [1, 2, 3, 6, 8]
  static let batches = [1, 2, 5, 16, 17, 20, 33]

  /// Every filter length.
  ///
  /// Modes, levels and batches take turns, so that over the lengths, even and odd, each of them
  /// meets every filter.
  static func all(_ length: Int) -> [TransformCase] {
    let modes = ExtensionMode.allCases
    return taps.indices.map { t in
      TransformCase(
        length: length, taps: taps[t], levels: levels[(length + 2 * t) % 5],
        mode: modes[(length / 2 + t) % modes.count], batch: batches[(length + 3 * t) % 7])
    }
  }

  /// A few lengths with everything that varies, where every length would take too long.
  static let few = [1, 2, 3, 4, 5, 7, 8, 13, 15, 32, 33, 34, 35, 100, 129, 131].flatMap(all)

  /// Filters that are no wavelet: every tap matters, and no two of them agree.
  var filters: [Double] { randomFilters(taps: taps, seed: taps + length) }

  var naive: NaiveTransform {
    NaiveTransform(filters: filters, length: length, levels: levels, mode: mode)
  }

  func transform<Scalar: KernelScalar>(_: Scalar.Type) -> WaveletTransform<Scalar> {
    WaveletTransform(
      FilterBank(elements: converted(filters, to: Scalar.self)), length: length, levels: levels,
      mode: mode)
  }

  func signals() -> [Double] { randomNumbers(batch * length, seed: length) }

  func coefficients() -> [Double] {
    randomNumbers(batch * naive.coefficientCount, seed: length + 1)
  }
}
