import Kernels
import Networks
import StructuredLinear
import Testing

@Suite("Temporal convolutional networks")
struct TemporalNetworkTests {
  private let steps = 11
  private let batch = 9
  private let count = 6

  /// Widths from 3 to 5, 5 and 3: the blocks at both ends have a shortcut, the one between has none.
  private func network<T: LayerScalar>(
    _: T.Type, dropout: Double = 0
  ) -> TemporalConvolutionalNetwork<T> {
    var generator = SplitMix64(seed: 7)
    var network = TemporalConvolutionalNetwork<T>(
      symbols: count, width: 3, hidden: 5, blocks: 3, taps: 3, dropout: dropout,
      using: &generator)
    // At the start, vectors and shortcuts are too small for much to depend on them; offsets keep most
    // rectifiers open.
    var parameters = network.parameters
    for entry in parameters.entries {
      for i in entry.range {
        let offset = entry.role == .bias ? 0.5 : 0
        parameters.values[i] += T(offset + Double.random(in: -0.3...0.3, using: &generator))
      }
    }
    network.assign(parameters.values)
    return network
  }

  /// Not all six occur.
  private var symbols: [Int] { (0..<steps * batch).map { ($0 * $0 + 1) % 7 % 5 } }

  private func outputs<T: LayerScalar>(
    _ network: TemporalConvolutionalNetwork<T>, _ pass: TemporalPass<T>, _ symbols: [Int]
  ) -> [T] {
    var outputs = [T](repeating: .nan, count: symbols.count * count)
    var span = outputs.mutableSpan
    pass.run(network, symbols: symbols.span, steps: steps, batch: batch, outputs: &span)
    return outputs
  }

  private func gradient<T: LayerScalar>(
    _ network: TemporalConvolutionalNetwork<T>, _ pass: TemporalPass<T>, of outputs: [T],
    before: [T]
  ) -> [T] {
    var gradient = before
    var span = gradient.mutableSpan
    pass.pullback(network, outputGradient: outputs.span, gradient: &span)
    return gradient
  }

  /// ‖outputs‖²/2, whose gradient is the outputs; without masks and with fixed ones.
  @Test(arguments: [0, 0.3]) func gradientOfEveryParameter(_ dropout: Double) {
    var network = network(Double.self, dropout: dropout)
    var generator = SplitMix64(seed: 3)
    network.resample(using: &generator)
    let pass = TemporalPass<Double>(workspace: Workspace(threads: 1))
    let before = randomNumbers(network.weightCount, seed: 5, as: Double.self)
    let gradient = gradient(
      network, pass, of: outputs(network, pass, symbols), before: before)
    let values = network.parameters.values
    var changed = network
    var unseen = 0
    for entry in network.parameters.entries {
      for i in entry.range {
        func loss(_ shift: Double) -> Double {
          var shifted = values
          shifted[i] += shift
          changed.assign(shifted)
          return outputs(changed, pass, symbols).reduce(0) { $0 + $1 * $1 / 2 }
        }
        let difference = (loss(1e-6) - loss(-1e-6)) / 2e-6
        if difference == 0 { unseen += 1 }
        #expect(
          abs(gradient[i] - before[i] - difference) <= 1e-6 * max(1, abs(difference)),
          "\(entry.name)[\(i - entry.range.lowerBound)]: \(gradient[i] - before[i]), \(difference)")
      }
    }
    #expect(unseen < values.count / 4)
  }

  /// An output depends on its own step and on 2·2·(1 + 2 + 4) = 28 before, but on none behind; here
  /// the steps are fewer.
  @Test func causality() {
    let network = network(Double.self)
    let pass = TemporalPass<Double>(workspace: Workspace(threads: 1))
    let before = outputs(network, pass, symbols)
    for step in 0..<steps {
      var changed = symbols
      for sample in 0..<batch {
        changed[step * batch + sample] = (changed[step * batch + sample] + 1) % count
      }
      let after = outputs(network, pass, changed)
      let row = batch * count
      #expect(after[..<(step * row)] == before[..<(step * row)])
      #expect(after[(step * row)..<((step + 1) * row)] != before[(step * row)..<((step + 1) * row)])
    }
  }

  /// One convolution sees steps that are `dilation` apart.
  @Test func reachOfAConvolution() {
    var generator = SplitMix64(seed: 1)
    let layer = CausalConvolution<Double>(
      inputs: 1, outputs: 1, taps: 3, dilation: 2, using: &generator)
    let workspace = Workspace<Double>(threads: 1)
    func outputs(_ input: [Double]) -> [Double] {
      var output = [Double](repeating: .nan, count: 8)
      var span = output.mutableSpan
      layer.apply(input.span, into: &span, steps: 8, batch: 1, workspace: workspace)
      return output
    }
    let nothing = outputs([Double](repeating: 0, count: 8))
    let impulse = outputs([0, 1, 0, 0, 0, 0, 0, 0])
    let response = zip(impulse, nothing).map { $0.0 - $0.1 }
    let weights = layer.parameters["direction"]!.range.map { layer.parameters.values[$0] }
    let expected = [0, weights[2], 0, weights[1], 0, weights[0], 0, 0]
    #expect(difference(response, expected) < 1e-15)
  }

  /// Weights do not depend on the length of directions, and have the scales' lengths.
  @Test func weightsAreNormalised() {
    var generator = SplitMix64(seed: 1)
    var layer = CausalConvolution<Double>(inputs: 2, outputs: 3, taps: 2, using: &generator)
    let input = randomNumbers(10, seed: 2, as: Double.self)
    func outputs() -> [Double] {
      var output = [Double](repeating: .nan, count: 15)
      var span = output.mutableSpan
      layer.apply(
        input.span, into: &span, steps: 5, batch: 1, workspace: Workspace(threads: 1))
      return output
    }
    let before = outputs()
    for i in layer.parameters["direction"]!.range { layer.parameters.values[i] *= 3 }
    #expect(difference(outputs(), before) < 1e-14)
    for i in layer.parameters["bias"]!.range { layer.parameters.values[i] = 0 }
    let plain = outputs()
    for i in layer.parameters["scale"]!.range { layer.parameters.values[i] *= 2 }
    #expect(difference(outputs(), plain.map { 2 * $0 }) < 1e-14)
  }

  @Test(arguments: [0, 0.4]) func sameBitsForAnyNumberOfThreads(_ dropout: Double) {
    var network = network(Float.self, dropout: dropout)
    var generator = SplitMix64(seed: 3)
    network.resample(using: &generator)
    var results: [[Float]] = []
    for threads in 1...3 {
      let pass = TemporalPass<Float>(workspace: Workspace(threads: threads))
      let outputs = outputs(network, pass, symbols)
      let zeros = [Float](repeating: 0, count: network.weightCount)
      results.append(outputs + gradient(network, pass, of: outputs, before: zeros))
    }
    #expect(results[1] == results[0] && results[2] == results[0])
  }

  @Test func masks() {
    var network = network(Double.self, dropout: 0.4)
    let pass = TemporalPass<Double>(workspace: Workspace(threads: 1))
    let plain = outputs(network, pass, symbols)
    var generator = SplitMix64(seed: 3)
    network.resample(using: &generator)
    let first = outputs(network, pass, symbols)
    network.resample(using: &generator)
    let second = outputs(network, pass, symbols)
    #expect(first != plain && second != plain && first != second)
    generator = SplitMix64(seed: 3)
    network.resample(using: &generator)
    #expect(outputs(network, pass, symbols) == first)
    network.removeMasks()
    #expect(outputs(network, pass, symbols) == plain)
  }

  /// Of 20,000 numbers; each part of a batch sees its own place in the mask.
  @Test func shareOfMaskedNumbers() {
    let mask = ElementMask(key: 12, rate: 0.3)
    func masked(_ samples: Range<Int>) -> [Double] {
      var x = [Double](repeating: 1, count: 10 * samples.count * 50)
      var span = x.mutableSpan
      mask.apply(
        to: &span, part: BatchPart(steps: 10, batch: 40, samples: samples), width: 50)
      return x
    }
    let all = masked(0..<40)
    let dropped = all.count { $0 == 0 }
    // Five standard deviations.
    #expect(abs(Double(dropped) - 6_000) < 5 * (20_000 * 0.3 * 0.7).squareRoot())
    #expect(all.allSatisfy { $0 == 0 || $0 == mask.kept } && mask.kept == 1 / 0.7)
    let part = masked(7..<19)
    for step in 0..<10 {
      let own = (step * 40 + 7) * 50..<(step * 40 + 19) * 50
      #expect(part[step * 600..<(step + 1) * 600] == all[own])
    }
  }

  @Test func parametersByName() {
    let network = network(Float.self)
    let names = network.parameters.entries.map(\.name)
    let block = ["conv1", "conv2"].flatMap { ["\($0).direction", "\($0).scale", "\($0).bias"] }
    let shortcut = ["shortcut.weight", "shortcut.bias"]
    var expected = ["embedding.weight"]
    for index in 0..<3 {
      expected += (index == 1 ? block : block + shortcut).map { "block\(index).\($0)" }
    }
    #expect(names == expected + ["readout.bias"])
    #expect(network.weightCount == network.parameters.count)
    var changed = network
    changed.assign(network.parameters.values.map { $0 + 1 })
    #expect(changed.parameters.values == network.parameters.values.map { $0 + 1 })
  }

  /// Bai, Kolter and Koltun's network for characters, of which the Penn Treebank has 49; the paper has
  /// its count in thousands, 2,221K. A convolution of n to m features has (3·n + 2)·m weights.
  @Test func exactCount() {
    var generator = SplitMix64(seed: 7)
    let network = TemporalConvolutionalNetwork<Float>(
      symbols: 49, width: 100, hidden: 450, blocks: 3, taps: 3, using: &generator)
    let wide = (3 * 450 + 2) * 450
    let first = (3 * 100 + 2) * 450 + wide + 101 * 450
    let last = (3 * 450 + 2) * 100 + (3 * 100 + 2) * 100 + 451 * 100
    #expect(network.weightCount == 49 * 100 + first + 2 * wide + last + 49)
    #expect(network.weightCount == 2_221_999)
    #expect(network.parameters.count == 2_221_999)
  }

  @Test func traps() async {
    let size = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 7)
      _ = CausalConvolution<Float>(inputs: 2, outputs: 0, taps: 3, using: &generator)
    }
    expectMessage(size, "A causal convolution of 2 inputs to 0 outputs by 3 taps, 1 steps apart")
    let symbols = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var generator = SplitMix64(seed: 7)
      let network = TemporalConvolutionalNetwork<Float>(
        symbols: 4, width: 2, hidden: 2, blocks: 1, taps: 2, using: &generator)
      var outputs = [Float](repeating: 0, count: 8)
      var span = outputs.mutableSpan
      TemporalPass<Float>(workspace: Workspace(threads: 1))
        .run(network, symbols: [1, 2, 3].span, steps: 2, batch: 1, outputs: &span)
    }
    expectMessage(symbols, "3 symbols and 8 outputs for 2 steps of 1 and 4 classes")
  }
}
