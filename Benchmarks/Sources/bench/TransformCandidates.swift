import Kernels
import Wavelets

/// The raw wavelet transform on feature-major panels, or row by row where the batch fills none.
func fwtCandidates(_ shape: Shape, _ workspace: Workspace<Float>) -> [Candidate] {
  let bank: FilterBank<Float> = shape.taps == 6 ? .daubechies(3) : .haar(paddedTo: shape.taps)
  let transform = WaveletTransform(bank, length: shape.n, levels: shape.levels)
  let count = transform.coefficientCount
  let signals = randomVector(shape.batch * shape.n, 1)
  let operations = transformOperations(transform.plan) * Double(shape.batch)
  let bytes = Double(shape.batch * (shape.n + count) * MemoryLayout<Float>.stride)
  func candidate(
    _ pass: Pass, _ verify: @escaping () -> Void, _ run: @escaping () -> Void
  ) -> Candidate {
    Candidate(
      layer: .fwt, pass: pass, n: shape.n, batch: shape.batch, taps: shape.taps,
      levels: shape.levels, weights: 4 * shape.taps, operations: operations, bytes: bytes,
      verify: verify, run: run)
  }

  if shape.batch >= workspace.panelWidth {
    let input = Panels(signals.span, features: shape.n, workspace: workspace)
    let bands = Panels<Float>(batch: shape.batch, features: count, workspace: workspace)
    let output = Panels<Float>(batch: shape.batch, features: shape.n, workspace: workspace)
    let analysis = { transform.analysis(input, into: bands, workspace: workspace) }
    let synthesis = { transform.synthesis(bands, into: output, workspace: workspace) }
    let verify = {
      analysis()
      synthesis()
      verifyRoundTrip(signals, bands.samples(), output.samples(), transform)
    }
    return [candidate(.analysis, verify, analysis), candidate(.synthesis, verify, synthesis)]
  }
  let runner = Box(RowTransformRunner(transform, signals, shape.batch, workspace))
  let verify = {
    runner.value.analysis()
    runner.value.synthesis()
    verifyRoundTrip(signals, runner.value.coefficients, runner.value.output, transform)
  }
  return [
    candidate(.analysis, verify) { runner.value.analysis() },
    candidate(.synthesis, verify) { runner.value.synthesis() },
  ]
}

/// An orthogonal bank's transform keeps the norm, and synthesis undoes it.
private func verifyRoundTrip(
  _ signals: [Float], _ coefficients: [Float], _ output: [Float],
  _ transform: WaveletTransform<Float>
) {
  requireSmall(relativeError(output, signals), "fwt round trip")
  let dense = denseAnalysis(signals, transform)
  requireSmall(relativeError(Array(coefficients.prefix(dense.count)), dense), "fwt analysis")
}

/// The first signal's coefficients from the definition: one level after the other, periodized.
private func denseAnalysis(_ signals: [Float], _ transform: WaveletTransform<Float>) -> [Float] {
  let plan = transform.plan
  let taps = plan.taps
  var low = signals.prefix(plan.length).map(Double.init)
  var result: [Double] = []
  for _ in 0..<plan.levels {
    if !low.count.isMultiple(of: 2) { low.append(low[low.count - 1]) }
    let n = low.count
    func band(_ filter: ArraySlice<Float>) -> [Double] {
      (0..<n / 2).map { k in
        filter.enumerated().reduce(0) { sum, tap in
          let index = (2 * k + taps / 2 - tap.offset) % n
          return sum + Double(tap.element) * low[index < 0 ? index + n : index]
        }
      }
    }
    result = band(transform.bank.analysisHigh) + result
    low = band(transform.bank.analysisLow)
  }
  return (low + result).map(Float.init)
}

private struct RowTransformRunner {
  let transform: WaveletTransform<Float>
  let signals: [Float]
  let batch: Int
  let workspace: Workspace<Float>
  var coefficients: [Float]
  var output: [Float]

  init(
    _ transform: WaveletTransform<Float>, _ signals: [Float], _ batch: Int,
    _ workspace: Workspace<Float>
  ) {
    self.transform = transform
    self.signals = signals
    self.batch = batch
    self.workspace = workspace
    coefficients = [Float](repeating: 0, count: batch * transform.coefficientCount)
    output = [Float](repeating: 0, count: signals.count)
  }

  mutating func analysis() {
    let (transform, signals, batch, workspace) = (transform, signals, batch, workspace)
    var span = coefficients.mutableSpan
    transform.analysis(signals.span, into: &span, batch: batch, workspace: workspace)
  }

  mutating func synthesis() {
    let (transform, coefficients, batch, workspace) = (transform, coefficients, batch, workspace)
    var span = output.mutableSpan
    transform.synthesis(coefficients.span, into: &span, batch: batch, workspace: workspace)
  }
}

/// The raw Walsh–Hadamard transform, in place and row-major.
func whtCandidates(_ shape: Shape, _ workspace: Workspace<Float>) -> [Candidate] {
  guard shape.n & (shape.n - 1) == 0 else { return [] }
  let runner = Box(WalshHadamardRunner(shape, workspace))
  let n = Double(shape.n)
  return [
    Candidate(
      layer: .wht, pass: .forward, n: shape.n, batch: shape.batch, taps: nil, levels: nil,
      weights: 0, operations: n * n.logarithm2 * Double(shape.batch),
      bytes: 2 * n * Double(shape.batch * MemoryLayout<Float>.stride),
      verify: { runner.value.verify() }, run: { runner.value.run() })
  ]
}

extension Double {
  fileprivate var logarithm2: Double { Double(exponent) }
}

private struct WalshHadamardRunner {
  let transform: WalshHadamardTransform
  let batch: Int
  let workspace: Workspace<Float>
  let start: [Float]
  var signals: [Float]

  init(_ shape: Shape, _ workspace: Workspace<Float>) {
    transform = WalshHadamardTransform(length: shape.n)
    batch = shape.batch
    self.workspace = workspace
    start = randomVector(shape.batch * shape.n, 1)
    signals = start
  }

  mutating func run() {
    let (transform, batch, workspace) = (transform, batch, workspace)
    var span = signals.mutableSpan
    transform.apply(&span, batch: batch, workspace: workspace)
  }

  /// Some rows of the first signal from the definition, and the whole by its own inverse.
  mutating func verify() {
    signals = start
    run()
    let n = transform.length
    let rows = stride(from: 0, to: n, by: max(1, n / 16))
    let expected = rows.map { row in
      Float(
        (0..<n).reduce(0.0) { sum, column in
          (row & column).nonzeroBitCount.isMultiple(of: 2)
            ? sum + Double(start[column]) : sum - Double(start[column])
        } / Double(n).squareRoot())
    }
    requireSmall(relativeError(rows.map { signals[$0] }, expected), "wht")
    run()
    requireSmall(relativeError(signals, start), "wht twice")
  }
}
