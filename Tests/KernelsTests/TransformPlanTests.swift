import Kernels
import NaiveReference
import Testing

@Suite("Plans of transforms")
struct TransformPlanTests {
  /// The coefficients of the paper's layers, from which their weights follow.
  @Test(arguments: [
    (512, 6, 8, ExtensionMode.zero, 545), (800, 6, 6, .zero, 826), (512, 12, 8, .zero, 594),
    (512, 6, 8, .periodization, 512), (1, 2, 1, .zero, 2), (1, 2, 1, .periodization, 2),
    (7, 4, 2, .periodization, 8),
  ])
  func coefficientCount(
    _ length: Int, _ taps: Int, _ levels: Int, _ mode: ExtensionMode, _ count: Int
  ) {
    let plan = TransformPlan(length: length, taps: taps, levels: levels, mode: mode)
    #expect(plan.coefficientCount == count)
  }

  @Test func bandsInFlatOrder() {
    let plan = TransformPlan(length: 512, taps: 6, levels: 8, mode: .zero)
    #expect(plan.lengths == [512, 258, 131, 68, 36, 20, 12, 8, 6])
    #expect(plan.bands.map(\.count) == [6, 6, 8, 12, 20, 36, 68, 131, 258])
    #expect(plan.bands.map(\.start) == [0, 6, 12, 20, 32, 52, 88, 156, 287])
  }

  @Test(arguments: ExtensionMode.allCases)
  func bandsFollowOneAnother(_ mode: ExtensionMode) {
    for length in 1...200 {
      for taps in [2, 4, 6, 20, 102] {
        let levels = 1 + length % 8
        let plan = TransformPlan(length: length, taps: taps, levels: levels, mode: mode)
        let naive = NaiveTransform(
          filters: [Double](repeating: 0, count: 4 * taps), length: length, levels: levels,
          mode: mode)
        #expect(plan.lengths == naive.lengths)
        #expect(plan.coefficientCount == naive.coefficientCount)
        var next = 0
        for band in plan.bands {
          #expect(band.start == next)
          next += band.count
        }
        #expect(next == plan.coefficientCount)
      }
    }
  }
}
