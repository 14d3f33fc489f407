import LinearAlgebra
import Networks
import StructuredLinear
import Testing

@Suite("Misuse of optimizers traps with both values")
struct OptimizerTrapTests {
  @Test func countOfParameters() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var optimizer = Adam<Float>(count: 4)
      _ = optimizer.stepped([1, 2, 3], [1, 2, 3, 4])
    }
    expectMessage(result, "3 parameters and a gradient of 4 for an optimizer of 4")
  }

  @Test func countOfGradient() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var optimizer = SGD<Float>(count: 2)
      _ = optimizer.stepped([1, 2], [1])
    }
    expectMessage(result, "2 parameters and a gradient of 1 for an optimizer of 2")
  }

  @Test func negativeCount() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD<Float>(count: -1)
    }
    expectMessage(result, "An optimizer of -1 parameters")
  }

  @Test func negativeRate() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RMSprop<Float>(count: 1, rate: -1)
    }
    expectMessage(result, "An optimizer's rate is -1.0")
  }

  @Test func betaOfOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam<Float>(count: 1, beta2: 1)
    }
    expectMessage(result, "An optimizer's beta2 is 1.0, outside")
  }

  @Test func rhoOverOne() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adadelta<Float>(count: 1, rho: 1.5)
    }
    expectMessage(result, "An optimizer's rho is 1.5, outside")
  }

  @Test func infiniteEpsilon() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Adam<Float>(count: 1, epsilon: .infinity)
    }
    expectMessage(result, "An optimizer's epsilon is inf")
  }

  @Test func groupsThatOverlap() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD<Float>(
        count: 9, groups: [RateGroup(3..<6, factor: 1), RateGroup(1..<4, factor: 2)])
    }
    expectMessage(result, "3..<6 overlaps another or leaves 0..<9")
  }

  @Test func groupOutside() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD<Float>(count: 9, groups: [RateGroup(3..<10, factor: 1)])
    }
    expectMessage(result, "3..<10 overlaps another or leaves 0..<9")
  }

  @Test func negativeFactor() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SGD<Float>(count: 9, groups: [RateGroup(3..<5, factor: -2)])
    }
    expectMessage(result, "The factor of the rate group 3..<5 is -2.0")
  }

  @Test func stateOfAnother() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var optimizer = Adam<Float>(count: 2)
      optimizer.state = Adadelta<Float>(count: 2).state
    }
    expectMessage(result, #"0 steps, ["squares: 2", "steps: 2"] for one of 0 steps, ["first: 2""#)
  }
}
