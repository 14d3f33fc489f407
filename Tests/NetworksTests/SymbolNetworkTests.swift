import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("Networks over symbols")
struct SymbolNetworkTests {
  private let steps = 5
  private let batch = 9

  private func network<T: LayerScalar>(
    _ kind: NetworkKind, _: T.Type, dropout: Double = 0, zoneout: Double = 0
  ) -> SymbolNetwork<T> {
    var generator = SplitMix64(seed: 7)
    return SymbolNetwork(
      embedding: Embedding(count: 6, width: 3, using: &generator),
      recurrent: kind.make(
        T.self, inputs: 3, hidden: 8, readoutDropout: dropout, zoneout: zoneout))
  }

  /// Not all six occur; some occur often.
  private var symbols: [Int] { (0..<steps * batch).map { ($0 * $0 + 1) % 7 % 5 } }

  private func outputs<T: LayerScalar>(
    _ network: SymbolNetwork<T>, _ pass: SymbolPass<T>, of some: Range<Int>? = nil,
    from state: [T]? = nil
  ) -> [T] {
    let some = some ?? 0..<steps
    let symbols = symbols[some.lowerBound * batch..<some.upperBound * batch]
    var outputs = [T](repeating: .nan, count: symbols.count * 2)
    var span = outputs.mutableSpan
    pass.run(
      network, symbols: Array(symbols).span, steps: some.count, batch: batch,
      initialState: state?.span, outputs: &span)
    return outputs
  }

  private func lastState<T: LayerScalar>(_ pass: SymbolPass<T>) -> [T] {
    var state = [T](repeating: .nan, count: batch * 8)
    var span = state.mutableSpan
    pass.copyLastState(to: &span)
    return state
  }

  /// A symbol's vector is what the recurrent network sees, on every step.
  @Test func looksUpVectors() {
    let network = network(.mixed, Double.self)
    let weight = network.embedding.parameters.values
    let vectors = symbols.flatMap { weight[3 * $0..<3 * $0 + 3] }
    let workspace = Workspace<Double>(threads: 1)
    let expected = network.recurrent.outputs(
      vectors, steps: steps, batch: batch, SequencePass(workspace: workspace))
    #expect(outputs(network, SymbolPass(workspace: workspace)) == expected)
  }

  /// Two parts of sequences, the second from where the first ended, are the whole, bit for bit.
  @Test(arguments: [NetworkKind.dense, .waveletZero, .mixed], [1, 3])
  func goesOnFromTheLastState(_ kind: NetworkKind, _ first: Int) {
    let network = network(kind, Double.self)
    let pass = SymbolPass<Double>(workspace: Workspace(threads: 2))
    let whole = outputs(network, pass)
    let last = lastState(pass)
    let start = outputs(network, pass, of: 0..<first)
    let end = outputs(network, pass, of: first..<steps, from: lastState(pass))
    #expect(start + end == whole)
    #expect(lastState(pass) == last)
    // A run without a state does not go on from the one before.
    #expect(outputs(network, pass) == whole)
  }

  /// ‖outputs‖²/2, whose gradient is the outputs.
  @Test(arguments: [NetworkKind.waveletZero, .mixed, .mixedTensorTrain], [0, 0.4])
  func gradientOfEveryParameter(_ kind: NetworkKind, dropout: Double) {
    var network = network(kind, Double.self, dropout: dropout, zoneout: dropout)
    var generator = SplitMix64(seed: 9)
    network.resample(using: &generator)
    let hasState = dropout > 0
    let pass = SymbolPass<Double>(workspace: Workspace(threads: 1))
    let state = hasState ? randomNumbers(batch * 8, seed: 6, as: Double.self) : nil
    let outputs = outputs(network, pass, from: state)
    let before = randomNumbers(network.parameters.count, seed: 5, as: Double.self)
    var gradient = before
    var span = gradient.mutableSpan
    pass.pullback(network, symbols: symbols.span, outputGradient: outputs.span, gradient: &span)
    let values = network.parameters.values
    var changed = network
    for entry in network.parameters.entries {
      for i in entry.range {
        func loss(_ shift: Double) -> Double {
          var shifted = values
          shifted[i] += shift
          changed.assign(shifted)
          return self.outputs(changed, pass, from: state).reduce(0) { $0 + $1 * $1 / 2 }
        }
        let difference = (loss(1e-5) - loss(-1e-5)) / 2e-5
        #expect(
          abs(gradient[i] - before[i] - difference) <= 1e-7 * max(1, abs(difference)),
          "\(entry.name)[\(i - entry.range.lowerBound)]: \(gradient[i] - before[i]), \(difference)")
      }
    }
    // The last symbol does not occur.
    #expect((15..<18).allSatisfy { gradient[$0] == before[$0] })
  }

  /// What is dropped before the read-out changes the outputs, whatever the threads, and does not reach
  /// the next step.
  @Test func dropsBeforeTheReadout() {
    let workspace = Workspace<Double>(threads: 2)
    let pass = SymbolPass<Double>(workspace: workspace)
    var network = network(.mixed, Double.self, dropout: 0.4)
    network.removeMasks()
    let whole = outputs(network, pass)
    let state = lastState(pass)
    var generator = SplitMix64(seed: 8)
    network.resample(using: &generator)
    let dropped = outputs(network, pass)
    #expect(dropped != whole)
    #expect(lastState(pass) == state)
    #expect(outputs(network, SymbolPass(workspace: Workspace(threads: 1))) == dropped)
    network.resample(using: &generator)
    #expect(outputs(network, pass) != dropped)
    network.removeMasks()
    #expect(outputs(network, pass) == whole)
  }

  /// In training a unit keeps its state or does as it would without zoneout; in evaluation it goes the
  /// expected part of the way.
  @Test(arguments: [NetworkKind.dense, .mixed]) func zoneoutKeepsStates(_ kind: NetworkKind) {
    let pass = SymbolPass<Double>(workspace: Workspace(threads: 2))
    let start = randomNumbers(batch * 8, seed: 6, as: Double.self)
    func next(_ network: SymbolNetwork<Double>) -> [Double] {
      _ = outputs(network, pass, of: 0..<1, from: start)
      return lastState(pass)
    }
    let whole = next(network(kind, Double.self))
    var network = network(kind, Double.self, zoneout: 0.25)
    let kept = next(network)
    for i in start.indices { #expect(kept[i] == start[i] || kept[i] == whole[i]) }
    // 72 units: 18 ± 3.7.
    #expect((6...30).contains(start.indices.filter { kept[$0] == start[$0] }.count))
    let after = outputs(network, pass)
    #expect(outputs(network, SymbolPass(workspace: Workspace(threads: 1))) == after)
    var generator = SplitMix64(seed: 8)
    network.resample(using: &generator)
    #expect(next(network) != kept)
    #expect(outputs(network, pass) != after)
    network.removeMasks()
    for (value, (old, new)) in zip(next(network), zip(start, whole)) {
      #expect(abs(value - (old + 0.75 * (new - old))) <= 1e-15)
    }
  }

  /// Each step has a mask of its own.
  @Test func zoneoutDiffersFromStepToStep() {
    var generator = SplitMix64(seed: 8)
    var network = network(.dense, Double.self, zoneout: 0.5)
    network.resample(using: &generator)
    let pass = SymbolPass<Double>(workspace: Workspace(threads: 1))
    let start = randomNumbers(batch * 8, seed: 6, as: Double.self)
    let kept = (1...steps).map { count in
      _ = outputs(network, pass, of: 0..<count, from: start)
      let state = lastState(pass)
      return start.indices.filter { state[$0] == start[$0] }.count
    }
    // Halved with each step: about 36, 18, 9, 4 and 2.
    #expect(zip(kept, kept.dropFirst()).allSatisfy { $0 > $1 })
  }

  @Test func parametersByName() {
    let network = network(.dense, Float.self)
    let names = network.parameters.entries.map(\.name)
    #expect(names.first == "embedding.weight")
    #expect(
      names.dropFirst() == network.recurrent.parameters.entries.map { "recurrent.\($0.name)" }[...])
    var changed = network
    changed.assign(network.parameters.values.map { $0 + 1 })
    #expect(changed.parameters.values == network.parameters.values.map { $0 + 1 })
  }

  @Test func traps() async {
    let misfit = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 7)
      _ = SymbolNetwork<Float>(
        embedding: Embedding(count: 6, width: 4, using: &generator),
        recurrent: NetworkKind.dense.make(Float.self, inputs: 3, hidden: 8))
    }
    expectMessage(misfit, "Vectors of 4 for a recurrent unit of 3 inputs")
    let symbols = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 7)
      let network = SymbolNetwork<Float>(
        embedding: Embedding(count: 6, width: 3, using: &generator),
        recurrent: NetworkKind.dense.make(Float.self, inputs: 3, hidden: 8))
      var outputs = [Float](repeating: 0, count: 4)
      var span = outputs.mutableSpan
      SymbolPass<Float>(workspace: Workspace(threads: 1))
        .run(network, symbols: [1, 2, 3].span, steps: 2, batch: 1, outputs: &span)
    }
    expectMessage(symbols, "3 symbols for 2 steps of 1")
    let state = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 7)
      let network = SymbolNetwork<Float>(
        embedding: Embedding(count: 6, width: 3, using: &generator),
        recurrent: NetworkKind.dense.make(Float.self, inputs: 3, hidden: 8))
      var outputs = [Float](repeating: 0, count: 4)
      var span = outputs.mutableSpan
      let state = [Float](repeating: 0, count: 7)
      SymbolPass<Float>(workspace: Workspace(threads: 1))
        .run(
          network, symbols: [1, 2].span, steps: 2, batch: 1, initialState: state.span,
          outputs: &span)
    }
    expectMessage(state, "A state of 7 for 1 sequences × 8")
    let rate = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = NetworkKind.dense.make(Float.self, inputs: 3, hidden: 8, zoneout: 1)
    }
    expectMessage(rate, "A zoneout rate has to be in 0..<1, not 1.0")
    let evaluated = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var network = NetworkKind.dense.make(Float.self, inputs: 3, hidden: 8, zoneout: 0.5)
      network.removeMasks()
      let pass = SequencePass<Float>(workspace: Workspace(threads: 1))
      let outputs = network.outputs([1, 2, 3], steps: 1, batch: 1, pass)
      var gradient = [Float](repeating: 0, count: network.parameters.count)
      var span = gradient.mutableSpan
      pass.pullback(network, outputGradient: outputs.span, gradient: &span)
    }
    expectMessage(
      evaluated, "A cell with a zoneout rate of 0.5 was run for evaluation: no pullback")
  }
}
