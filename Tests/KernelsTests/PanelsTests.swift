import Kernels
import NaiveReference
import Testing

@Suite("Panels")
struct PanelsTests {
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func roundTrip(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for batch in [0, 1, 2, 5, 16, 17, 20, 33] {
        for features in [1, 2, 7, 16, 33] {
          let samples = converted(
            randomNumbers(batch * features, seed: batch + features), to: Scalar.self)
          let panels =
            batch == 0
            ? Panels(samples.span, features: features, workspace: workspace)
            : expectOnly(set) {
              Panels(samples.span, features: features, workspace: workspace)
            }
          #expect(panels.batch == batch && panels.features == features)
          #expect(panels.width == workspace.panelWidth)
          #expect(panels.count == (batch + panels.width - 1) / panels.width)
          #expect(panels.samples() == samples, "\(batch) × \(features)")
        }
      }
    }
    check(precision.type)
  }

  @Test func startAtZero() {
    let panels = Panels<Double>(batch: 3, features: 5, workspace: Workspace(threads: 1))
    #expect(panels.samples() == [Double](repeating: 0, count: 15))
  }
}
