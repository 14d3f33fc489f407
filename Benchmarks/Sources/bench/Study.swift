import Foundation
import Kernels
import LinearAlgebra

/// One measured row.
struct Row: Encodable {
  let layer: String
  let pass: String
  let n: Int
  let batch: Int
  let taps: Int?
  let levels: Int?
  let scalar = "float"
  let threads: Int
  let isa: String
  let weights: Int
  let medianNanoseconds: Double
  let minimumNanoseconds: Double
  /// Of a batch × n input.
  let nanosecondsPerElement: Double
  /// How many times faster than the dense layer of the same size, batch and pass.
  let speedup: Double?
  /// The time that the limiting resource needs at least, over the time taken.
  let peakFraction: Double

  enum CodingKeys: String, CodingKey {
    case layer, pass, n, batch, taps, levels, scalar, threads, isa, weights
    case medianNanoseconds = "median_ns"
    case minimumNanoseconds = "min_ns"
    case nanosecondsPerElement = "ns_per_element"
    case speedup = "vs_dense"
    case peakFraction = "peak_fraction"
  }

  /// All keys in every row: what does not apply is null.
  func encode(to encoder: any Encoder) throws {
    var row = encoder.container(keyedBy: CodingKeys.self)
    try row.encode(layer, forKey: .layer)
    try row.encode(pass, forKey: .pass)
    try row.encode(n, forKey: .n)
    try row.encode(batch, forKey: .batch)
    try row.encode(taps, forKey: .taps)
    try row.encode(levels, forKey: .levels)
    try row.encode(scalar, forKey: .scalar)
    try row.encode(threads, forKey: .threads)
    try row.encode(isa, forKey: .isa)
    try row.encode(weights, forKey: .weights)
    try row.encode(medianNanoseconds, forKey: .medianNanoseconds)
    try row.encode(minimumNanoseconds, forKey: .minimumNanoseconds)
    try row.encode(nanosecondsPerElement, forKey: .nanosecondsPerElement)
    try row.encode(speedup, forKey: .speedup)
    try row.encode(peakFraction, forKey: .peakFraction)
  }
}

/// All candidates of each size and batch, timed in turns.
struct Study {
  let sizes: [Int]
  let batches: [Int]
  let layers: [LayerKind]
  let passes: [Pass]
  let taps: Int
  let levels: Int
  /// For each layer and pass of a size and batch, on average.
  let secondsPerPass: Double
  let machine: Machine

  func run() throws -> [Row] {
    let workspace = Workspace<Float>(
      threads: machine.threads, instructionSet: machine.instructionSet)
    var rows: [Row] = []
    print(tableHeader)
    for n in sizes {
      for batch in batches {
        let shape = Shape(n: n, batch: batch, taps: taps, levels: levels)
        let all = layers.flatMap { candidates($0, shape, workspace) }
        let group = passes.flatMap { pass in all.filter { $0.pass == pass } }
        guard !group.isEmpty else { continue }
        for candidate in group { candidate.verify() }
        let measured = measure(group)
        for row in measured { print(tableLine(row)) }
        rows += measured
      }
    }
    return rows
  }

  private func candidates(
    _ kind: LayerKind, _ shape: Shape, _ workspace: Workspace<Float>
  ) -> [Candidate] {
    switch kind {
    case .dense: denseCandidates(shape, workspace)
    case .fastfood: fastfoodCandidates(shape, workspace)
    case .wavelet: waveletCandidates(shape, workspace)
    case .fwt: fwtCandidates(shape, workspace)
    case .wht: whtCandidates(shape, workspace)
    }
  }

  /// Times all layers and passes in turns, A B C A B C, so that a disturbance meets all of them.
  ///
  /// A turn repeats a candidate for at least 1 ms, long against the clock, after one run that is not
  /// timed: the candidate before has left its own data in the caches.
  private func measure(_ group: [Candidate]) -> [Row] {
    let repeats = group.map(repeats)
    var samples = group.map { _ in [Double]() }
    let clock = ContinuousClock()
    let end = clock.now + .seconds(secondsPerPass * Double(group.count))
    while samples[0].count < 3 || (clock.now < end && samples[0].count < 201) {
      for (index, candidate) in group.enumerated() {
        warmUp(candidate)
        let seconds = time { for _ in 0..<repeats[index] { candidate.run() } }
        samples[index].append(seconds / Double(repeats[index]))
      }
    }
    let medians = samples.map { $0.sorted()[$0.count / 2] }
    func dense(_ pass: Pass) -> Double? {
      group.firstIndex { $0.layer == .dense && $0.pass == pass }.map { medians[$0] }
    }
    return group.enumerated().map { index, candidate in
      let median = medians[index]
      let structured = candidate.layer == .fastfood || candidate.layer == .wavelet
      return Row(
        layer: candidate.layer.rawValue, pass: candidate.pass.rawValue, n: candidate.n,
        batch: candidate.batch, taps: candidate.taps, levels: candidate.levels,
        threads: machine.threads, isa: machine.instructionSet.rawValue,
        weights: candidate.weights, medianNanoseconds: median * 1e9,
        minimumNanoseconds: samples[index].min()! * 1e9,
        nanosecondsPerElement: median * 1e9 / Double(candidate.batch * candidate.n),
        speedup: structured || candidate.layer == .dense
          ? dense(candidate.pass).map { $0 / median } : nil,
        peakFraction: limit(candidate) / median)
    }
  }

  /// Runs that take 1 ms once the caches hold what they can: a first run, which may take several times
  /// as long as the next, does not count.
  private func repeats(_ candidate: Candidate) -> Int {
    guard time(candidate.run) < 10e-3 else { return 1 }
    let once = (0..<3).map { _ in time(candidate.run) }.min()!
    return max(1, Int((1e-3 / max(once, 1e-9)).rounded(.up)))
  }

  /// One run; with several threads, 40 ms of rest, because OpenBLAS's threads go on looking for work
  /// for about 25 ms and would take a core from others, then runs until all cores are awake.
  private func warmUp(_ candidate: Candidate) {
    guard machine.threads > 1 else { return candidate.run() }
    Thread.sleep(forTimeInterval: 0.04)
    let clock = ContinuousClock()
    let end = clock.now + .milliseconds(5)
    repeat { candidate.run() } while clock.now < end
  }

  /// The least time that arithmetic needs on all threads, or memory where the data exceeds caches.
  private func limit(_ candidate: Candidate) -> Double {
    let arithmetic =
      candidate.operations / (machine.multiplyAddsPerSecond * Double(machine.threads))
    let cached = 32e6
    return candidate.bytes > cached
      ? max(arithmetic, candidate.bytes / machine.copyBytesPerSecond) : arithmetic
  }
}
