import CKernelSupport
import KernelInterface
import Kernels
import NaiveReference
import Testing

@Suite("Convolutions of rows agree with loops")
struct ConvolutionTests {
  static let tapCounts = [2, 4, 6, 8, 10, 12, 14, 20, 34, 102]
  /// Around the register widths, around the blocks of four rows, and around those of four registers
  /// and one more.
  static let counts = Array(0...20) + [31, 32, 33, 47, 64, 65] + Array(76...81) + [144, 150]

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func downsample(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        for taps in Self.tapCounts {
          for count in Self.counts { downsample(kernels, count, taps, set) }
        }
      }
    }
    check(precision.type)
  }

  /// Bands that are stored past the caches, from starts that are aligned and from others.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func streamingDownsample(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        for taps in Self.tapCounts {
          for count in Self.counts + [611] {
            downsample(kernels, count, taps, set, streaming: true, shift: count % 5)
          }
        }
      }
    }
    check(precision.type)
  }

  /// - Parameter shift: How many rows the bands start behind the start of their memory.
  private func downsample<Scalar: KernelScalar>(
    _ kernels: LayoutKernels<Scalar>, _ count: Int, _ taps: Int, _ set: InstructionSet,
    streaming: Bool = false, shift: Int = 0
  ) {
    let lanes = kernels.lanes
    let filters = randomFilters(taps: taps, seed: taps)
    let x = randomNumbers((2 * count + taps) * lanes, seed: count)
    let input = GuardedMemory<Scalar>(Array(x.dropLast(2 * lanes)))
    let bank = GuardedMemory<Scalar>(filters)
    let low = GuardedMemory<Scalar>((shift + count) * lanes)
    let high = GuardedMemory<Scalar>((shift + count) * lanes)
    let at = shift * lanes
    expectOnly(set) {
      kernels.downsample(
        input.start, low.start + at, high.start + at, count, bank.start, bank.start + taps, taps,
        streaming)
    }
    wavepress_end_streaming()
    for (band, filter) in [(low, filters[..<taps]), (high, filters[taps..<2 * taps])] {
      let expected = NaiveRows.downsample(x, lanes: lanes, count: count, taps: Array(filter))
      let error = relativeError(Array(band.numbers[at...]), expected, scale: norm(x))
      #expect(error <= Scalar.tolerance, "\(lanes) lanes, \(count) outputs, \(taps) taps")
      #expect(band.isIntact, "\(lanes) lanes, \(count) outputs, \(taps) taps")
    }
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func upsample(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        for taps in Self.tapCounts {
          for count in Self.counts { upsample(kernels, count, taps, set) }
        }
      }
    }
    check(precision.type)
  }

  /// Signals that are stored past the caches, from starts that are aligned and from others.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func streamingUpsample(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        for taps in Self.tapCounts {
          for count in Self.counts + [611] {
            upsample(kernels, count, taps, set, streaming: true, shift: count % 5)
          }
        }
      }
    }
    check(precision.type)
  }

  /// - Parameter shift: How many rows the signal starts behind the start of its memory.
  private func upsample<Scalar: KernelScalar>(
    _ kernels: LayoutKernels<Scalar>, _ pairs: Int, _ taps: Int, _ set: InstructionSet,
    streaming: Bool = false, shift: Int = 0
  ) {
    let lanes = kernels.lanes
    let filters = randomFilters(taps: taps, seed: taps)
    let margin = (taps / 2 - 1) * lanes
    let bands = (0..<2).map { randomNumbers(margin + pairs * lanes, seed: pairs + $0) }
    let low = GuardedMemory<Scalar>(bands[0])
    let high = GuardedMemory<Scalar>(bands[1])
    let bank = GuardedMemory<Scalar>(filters)
    let x = GuardedMemory<Scalar>((shift + 2 * pairs) * lanes)
    let at = shift * lanes
    expectOnly(set) {
      kernels.upsample(
        low.start + margin, high.start + margin, x.start + at, pairs, bank.start,
        bank.start + taps, taps, streaming)
    }
    wavepress_end_streaming()
    let expected = NaiveRows.upsample(
      bands[0], bands[1], lanes: lanes, pairs: pairs, lowTaps: Array(filters[..<taps]),
      highTaps: Array(filters[taps..<2 * taps]))
    let error = relativeError(
      Array(x.numbers[at...]), expected, scale: norm(bands[0] + bands[1]))
    #expect(error <= Scalar.tolerance, "\(lanes) lanes, \(pairs) pairs, \(taps) taps")
    #expect(x.isIntact, "\(lanes) lanes, \(pairs) pairs, \(taps) taps")
  }

  @Test(arguments: InstructionSet.available, Precision.allCases)
  func correlate(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        for taps in Self.tapCounts {
          for count in Self.counts { correlate(kernels, count, taps, set) }
        }
      }
    }
    check(precision.type)
  }

  private func correlate<Scalar: KernelScalar>(
    _ kernels: LayoutKernels<Scalar>, _ count: Int, _ taps: Int, _ set: InstructionSet
  ) {
    let lanes = kernels.lanes
    let x = randomNumbers((2 * count + taps) * lanes, seed: count)
    let bands = (0..<2).map { randomNumbers(count * lanes, seed: taps + $0) }
    let sums = TapSums<Scalar>(taps: taps, set)
    let input = GuardedMemory<Scalar>(Array(x.dropLast(2 * lanes)))
    let low = GuardedMemory<Scalar>(bands[0])
    let high = GuardedMemory<Scalar>(bands[1])
    expectOnly(set) {
      kernels.correlate(
        input.start, low.start, high.start, count, sums.low.start, sums.high.start, taps)
    }
    sums.expect(x, bands, lanes: lanes, "\(lanes) lanes, \(count) outputs, \(taps) taps")
  }

  /// The band's rows against `x`, then the adjoint in their place.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func correlateDownsample(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        for taps in Self.tapCounts {
          for count in Self.pullbackCounts(kernels.lanes) {
            correlateDownsample(kernels, count, taps, set)
          }
        }
      }
    }
    check(precision.type)
  }

  private func correlateDownsample<Scalar: KernelScalar>(
    _ kernels: LayoutKernels<Scalar>, _ count: Int, _ taps: Int, _ set: InstructionSet
  ) {
    let lanes = kernels.lanes
    let filters = randomFilters(taps: taps, seed: taps)
    let x = randomNumbers((2 * count + taps) * lanes, seed: count)
    let bands = (0..<2).map { randomNumbers(count * lanes, seed: taps + $0) }
    let sums = TapSums<Scalar>(taps: taps, set)
    let input = GuardedMemory<Scalar>(Array(x.dropLast(2 * lanes)))
    let bank = GuardedMemory<Scalar>(filters)
    let low = GuardedMemory<Scalar>(bands[0])
    let high = GuardedMemory<Scalar>(bands[1])
    expectOnly(set) {
      kernels.correlateDownsample(
        input.start, low.start, high.start, count, bank.start, bank.start + taps, sums.low.start,
        sums.high.start, taps)
    }
    let what = "\(lanes) lanes, \(count) outputs, \(taps) taps"
    sums.expect(x, bands, lanes: lanes, what)
    for (band, filter) in [(low, filters[..<taps]), (high, filters[taps..<2 * taps])] {
      let expected = NaiveRows.downsample(x, lanes: lanes, count: count, taps: Array(filter))
      #expect(relativeError(band.numbers, expected, scale: norm(x)) <= Scalar.tolerance, "\(what)")
      #expect(band.isIntact, "\(what)")
    }
  }

  /// The bands against rows of `x`, then the adjoint in the place of all rows but the last window's.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func correlateUpsample(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      for kernels in layouts(set, Scalar.self) {
        for taps in Self.tapCounts {
          for count in Self.pullbackCounts(kernels.lanes) {
            correlateUpsample(kernels, count, taps, set)
          }
        }
      }
    }
    check(precision.type)
  }

  private func correlateUpsample<Scalar: KernelScalar>(
    _ kernels: LayoutKernels<Scalar>, _ count: Int, _ taps: Int, _ set: InstructionSet
  ) {
    let lanes = kernels.lanes
    let filters = randomFilters(taps: taps, seed: taps)
    let margin = (taps / 2 - 1) * lanes
    let x = randomNumbers((2 * count + taps - 2) * lanes, seed: count)
    let bands = (0..<2).map { randomNumbers(margin + count * lanes, seed: taps + $0) }
    let sums = TapSums<Scalar>(taps: taps, set)
    let signal = GuardedMemory<Scalar>(x)
    let bank = GuardedMemory<Scalar>(filters)
    let low = GuardedMemory<Scalar>(bands[0])
    let high = GuardedMemory<Scalar>(bands[1])
    expectOnly(set) {
      kernels.correlateUpsample(
        signal.start, low.start + margin, high.start + margin, count, bank.start,
        bank.start + taps, sums.low.start, sums.high.start, taps)
    }
    let what = "\(lanes) lanes, \(count) pairs, \(taps) taps"
    sums.expect(x, bands.map { Array($0.dropFirst(margin)) }, lanes: lanes, what)
    let pairs = NaiveRows.upsample(
      bands[0], bands[1], lanes: lanes, pairs: count, lowTaps: Array(filters[..<taps]),
      highTaps: Array(filters[taps..<2 * taps]))
    let replaced = 2 * count * lanes
    let error = relativeError(
      Array(signal.numbers[..<replaced]), pairs, scale: norm(bands[0] + bands[1]))
    #expect(error <= Scalar.tolerance, "\(what)")
    #expect(signal.numbers[replaced...] == x.map { Double(Scalar($0)) }[replaced...], "\(what)")
    #expect(signal.isIntact, "\(what)")
  }

  /// Besides small ones, around a block of outputs that goes through both passes.
  private static func pullbackCounts(_ lanes: Int) -> [Int] {
    Array(0...9) + [15, 16, 17, 33, 1024 / lanes - 1, 1024 / lanes, 2048 / lanes + 1]
  }
}

/// Sums of taps that are there before a kernel adds to them.
private struct TapSums<Scalar: KernelScalar> {
  let low: GuardedMemory<Scalar>
  let high: GuardedMemory<Scalar>
  private let before: [[Double]]
  private let taps: Int
  /// Sums are rows of the panel layout in either layout; their lanes are still to be added.
  private let width: Int

  init(taps: Int, _ set: InstructionSet) {
    let width = Scalar.kernels(for: set).panel.lanes
    before = (0..<2).map { randomNumbers(taps * width, seed: 7 + $0) }
    low = GuardedMemory(before[0])
    high = GuardedMemory(before[1])
    self.taps = taps
    self.width = width
  }

  /// What was there and the correlation of bands with `x`.
  func expect(_ x: [Double], _ bands: [[Double]], lanes: Int, _ what: String) {
    for (band, rows) in [low, high].enumerated() {
      let sums = NaiveRows.correlate(x, bands[band], lanes: lanes, taps: taps)
      let expected = zip(totals(before[band]), sums).map { $0 + $1 }
      // Every sum is at most the product of both norms; rounding grows with that.
      let error = relativeError(
        totals(rows.numbers), expected, scale: norm(x) * norm(bands[band]) + norm(before[band]))
      #expect(error <= Scalar.tolerance, "\(what)")
      #expect(rows.isIntact, "\(what)")
    }
  }

  private func totals(_ rows: [Double]) -> [Double] {
    (0..<taps).map { tap in rows[tap * width..<(tap + 1) * width].reduce(0, +) }
  }
}
