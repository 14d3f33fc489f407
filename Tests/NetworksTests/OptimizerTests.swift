import AllocationCounter
import LinearAlgebra
import Networks
import StructuredLinear
import Testing

extension Golden.OptimizerCase {
  /// The optimizer that the case is of, with PyTorch's defaults where it says nothing.
  func optimizer<T: LayerScalar>(
    _: T.Type, count: Int, groups: [RateGroup] = []
  ) -> any Optimizer<T> {
    let decay = options["weight_decay"] ?? 0
    let momentum = options["momentum"] ?? 0
    switch name {
    case "sgd":
      return SGD<T>(
        count: count, rate: options["lr"]!, momentum: momentum, weightDecay: decay, groups: groups)
    case "rmsprop":
      guard let rate = options["lr"], let alpha = options["alpha"], let epsilon = options["eps"]
      else {
        return RMSprop<T>(count: count, momentum: momentum, weightDecay: decay, groups: groups)
      }
      return RMSprop<T>(
        count: count, rate: rate, alpha: alpha, epsilon: epsilon, momentum: momentum,
        weightDecay: decay, groups: groups)
    case "adam":
      guard let rate = options["lr"], let beta1 = options["beta1"], let beta2 = options["beta2"],
        let epsilon = options["eps"]
      else { return Adam<T>(count: count, weightDecay: decay, groups: groups) }
      return Adam<T>(
        count: count, rate: rate, beta1: beta1, beta2: beta2, epsilon: epsilon,
        weightDecay: decay, groups: groups)
    default:
      guard let rate = options["lr"], let rho = options["rho"], let epsilon = options["eps"] else {
        return Adadelta<T>(count: count, weightDecay: decay, groups: groups)
      }
      return Adadelta<T>(
        count: count, rate: rate, rho: rho, epsilon: epsilon, weightDecay: decay, groups: groups)
    }
  }
}

extension Optimizer {
  /// Parameters after a step.
  mutating func stepped(
    _ parameters: [Scalar], _ gradient: [Scalar], rateFactor: Double = 1
  ) -> [Scalar] {
    var result = parameters
    var span = result.mutableSpan
    step(&span, gradient: gradient.span, rateFactor: rateFactor)
    return result
  }
}

@Suite("Optimizers are PyTorch's")
struct OptimizerTests {
  static let golden = Golden.values.optimizers
  static let caseIndices = 0..<14

  @Test func allCasesAreTested() {
    #expect(Self.golden.cases.count == Self.caseIndices.count)
    #expect(Set(Self.golden.cases.map(\.name)) == ["sgd", "rmsprop", "adam", "adadelta"])
  }

  func checkSteps<T: LayerScalar>(
    _ optimizer: some Optimizer<T>, _ golden: Golden.OptimizerCase, tolerance: Double
  ) {
    var optimizer = optimizer
    var parameters = Self.golden.start.converted(to: T.self)
    for (step, gradient) in Self.golden.gradients.enumerated() {
      parameters = optimizer.stepped(parameters, gradient.converted(to: T.self))
      #expect(
        difference(parameters, golden.parameters[step]) <= tolerance, "\(golden), step \(step)")
    }
    #expect(optimizer.state.steps == Self.golden.gradients.count)
  }

  @Test(arguments: caseIndices) func tenSteps(index: Int) {
    let golden = Self.golden.cases[index]
    let count = Self.golden.start.count
    checkSteps(golden.optimizer(Double.self, count: count), golden, tolerance: 2e-15)
    checkSteps(golden.optimizer(Float.self, count: count), golden, tolerance: 2e-6)
  }

  /// A state that was saved and restored goes on with the same bits.
  @Test(arguments: caseIndices) func resumes(index: Int) {
    let golden = Self.golden.cases[index]
    func check(_ fresh: some Optimizer<Double>) {
      var first = fresh
      var parameters = Self.golden.start
      for gradient in Self.golden.gradients.prefix(4) {
        parameters = first.stepped(parameters, gradient)
      }
      var second = fresh
      second.state = first.state
      #expect(second.state == first.state)
      for gradient in Self.golden.gradients.dropFirst(4) {
        let next = first.stepped(parameters, gradient)
        #expect(second.stepped(parameters, gradient) == next, "\(golden)")
        parameters = next
      }
    }
    check(golden.optimizer(Double.self, count: Self.golden.start.count))
  }

  /// Factors of the step and of groups multiply the change, as an optimizer's state depends on
  /// neither.
  @Test(arguments: caseIndices) func rateFactors(index: Int) {
    let golden = Self.golden.cases[index]
    let start = Self.golden.start
    let groups = [RateGroup(6..<7, factor: 0), RateGroup(1..<4, factor: 0.25)]
    let factors = [1, 0.25, 0.25, 0.25, 1, 1, 0, 1].map { 0.5 * $0 }
    func check(_ plain: some Optimizer<Double>, _ grouped: some Optimizer<Double>) {
      var plain = plain
      var grouped = grouped
      for gradient in Self.golden.gradients {
        let whole = plain.stepped(start, gradient)
        let part = grouped.stepped(start, gradient, rateFactor: 0.5)
        let expected = start.indices.map { start[$0] + factors[$0] * (whole[$0] - start[$0]) }
        #expect(difference(part, expected) <= 1e-15, "\(golden)")
        #expect(part[6] == start[6])
      }
      #expect(plain.state == grouped.state)
    }
    check(
      golden.optimizer(Double.self, count: start.count),
      golden.optimizer(Double.self, count: start.count, groups: groups))
  }

  @Test func defaults() {
    let sgd = SGD<Float>(count: 1)
    #expect([sgd.rate, sgd.momentum, sgd.weightDecay] == [1e-3, 0, 0])
    let rmsprop = RMSprop<Float>(count: 1)
    #expect(
      [rmsprop.rate, rmsprop.alpha, rmsprop.epsilon, rmsprop.momentum] == [1e-2, 0.99, 1e-8, 0])
    let adam = Adam<Float>(count: 1)
    #expect([adam.rate, adam.beta1, adam.beta2, adam.epsilon] == [1e-3, 0.9, 0.999, 1e-8])
    let adadelta = Adadelta<Float>(count: 1)
    #expect([adadelta.rate, adadelta.rho, adadelta.epsilon] == [1, 0.9, 1e-6])
  }

  @Test func statesHaveNames() {
    func names(_ optimizer: some Optimizer<Float>) -> [String] {
      #expect(optimizer.state.vectors.allSatisfy { $0.values == [0, 0, 0] })
      #expect(optimizer.state.steps == 0)
      return optimizer.state.vectors.map(\.name)
    }
    #expect(names(SGD(count: 3)) == [])
    #expect(names(SGD(count: 3, momentum: 0.5)) == ["momentum"])
    #expect(names(RMSprop(count: 3)) == ["squares"])
    #expect(names(RMSprop(count: 3, momentum: 0.5)) == ["squares", "momentum"])
    #expect(names(Adam(count: 3)) == ["first", "second"])
    #expect(names(Adadelta(count: 3)) == ["squares", "steps"])
    #expect(Adam<Float>(count: 3).state.hasLayout(of: Adam(count: 3, rate: 1).state))
    #expect(!Adam<Float>(count: 3).state.hasLayout(of: Adam(count: 4).state))
    #expect(!Adam<Float>(count: 3).state.hasLayout(of: Adadelta(count: 3).state))
  }

  /// Copies do not share their state.
  @Test func copiesAreIndependent() {
    var first = Adam<Double>(count: 2)
    _ = first.stepped([1, 2], [3, 4])
    let second = first
    let state = second.state
    _ = first.stepped([1, 2], [3, 4])
    #expect(second.state == state)
    #expect(first.state != state)
  }

  @Test(
    .enabled(if: wavepress_counts_allocations(), "allocations are counted with glibc only"),
    arguments: caseIndices)
  func allocatesNothing(index: Int) {
    func check(_ optimizer: some Optimizer<Float>) {
      var optimizer = optimizer
      var parameters = [Float](repeating: 1, count: 8)
      let gradient = parameters
      var allocations: UInt = 0
      for _ in 0..<2 {
        var span = parameters.mutableSpan
        let before = wavepress_allocation_count()
        optimizer.step(&span, gradient: gradient.span, rateFactor: 1)
        allocations = wavepress_allocation_count() - before
      }
      #expect(allocations == 0, "\(Self.golden.cases[index])")
    }
    check(
      Self.golden.cases[index].optimizer(
        Float.self, count: 8, groups: [RateGroup(2..<3, factor: 2)]))
  }
}
