import Kernels
import LinearAlgebra
import StructuredLinear
import Wavelets

/// A layer with everything its passes need, so that timing touches no allocator.
struct LayerRunner<Map: LinearMap> where Map.Scalar == Float {
  let map: Map
  let batch: Int
  let workspace: Workspace<Float>
  let input: [Float]
  let outputGradient: [Float]
  var output: [Float]
  var inputGradient: [Float]
  var parameterGradient: [Float]

  init(_ map: Map, batch: Int, workspace: Workspace<Float>) {
    self.map = map
    self.batch = batch
    self.workspace = workspace
    input = randomVector(batch * map.inputCount, 1)
    outputGradient = randomVector(batch * map.outputCount, 2)
    output = [Float](repeating: 0, count: batch * map.outputCount)
    inputGradient = [Float](repeating: 0, count: batch * map.inputCount)
    parameterGradient = [Float](repeating: 0, count: map.weightCount)
  }

  mutating func forward() {
    let (map, input, batch, workspace) = (map, input, batch, workspace)
    var output = output.mutableSpan
    map.apply(input.span, into: &output, batch: batch, workspace: workspace)
  }

  mutating func backward() {
    // Two mutable spans of one value overlap as the compiler sees it, so one array moves out.
    var parameters: [Float] = []
    swap(&parameters, &parameterGradient)
    let (map, input, batch, workspace) = (map, input, batch, workspace)
    let outputGradient = outputGradient
    var inputSpan = inputGradient.mutableSpan
    var parameterSpan = parameters.mutableSpan
    map.pullback(
      input.span, outputGradient: outputGradient.span, inputGradient: &inputSpan,
      parameterGradient: &parameterSpan, batch: batch, workspace: workspace)
    swap(&parameters, &parameterGradient)
  }

  /// `Y = X Wᵀ` with the materialised matrix.
  mutating func verifyForward(_ name: String, transposed: [Float]) {
    forward()
    var expected = [Float](repeating: 0, count: output.count)
    var span = expected.mutableSpan
    BLAS.gemm(
      m: batch, n: map.outputCount, k: map.inputCount, a: input.span, b: transposed.span, c: &span)
    requireSmall(relativeError(output, expected), "\(name) forward")
  }

  /// `dX = dY W`; for each diagonal, in which the layer is linear, `⟨D, dD⟩ = ⟨y, dy⟩`; and for filters
  /// the slope of `⟨y, dy⟩` along some direction.
  mutating func verifyBackward(_ name: String, transposed: [Float], _ slope: FilterSlope?) {
    inputGradient = [Float](repeating: 0, count: inputGradient.count)
    parameterGradient = [Float](repeating: 0, count: parameterGradient.count)
    backward()
    var expected = [Float](repeating: 0, count: inputGradient.count)
    var span = expected.mutableSpan
    BLAS.gemm(
      transposeB: true, m: batch, n: map.inputCount, k: map.outputCount, a: outputGradient.span,
      b: transposed.span, c: &span)
    requireSmall(relativeError(inputGradient, expected), "\(name) input gradient")
    forward()
    let product = dot(output, outputGradient)
    let scale = (dot(output, output) * dot(outputGradient, outputGradient)).squareRoot()
    for entry in map.parameters.entries where entry.role == .diagonal || entry.role == .matrix {
      let value = dot(
        Array(map.parameters.values[entry.range]), Array(parameterGradient[entry.range]))
      requireSmall(abs(value - product) / scale, "\(name) gradient of \(entry.name)")
    }
    for entry in map.parameters.entries where entry.role == .filters {
      guard let slope else { fatalError("\(name): nothing to compare the filters' gradient with") }
      let direction = randomVector(entry.range.count, 4)
      let value = dot(direction, Array(parameterGradient[entry.range]))
      let expected = slope(direction, input, outputGradient)
      requireSmall(abs(value - expected) / scale, "\(name) gradient of \(entry.name)")
    }
  }

  private func dot(_ a: [Float], _ b: [Float]) -> Double {
    zip(a, b).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
}

/// The derivative of `⟨y, dy⟩` along a direction of the filters, of an input and an output gradient.
typealias FilterSlope = (_ direction: [Float], _ input: [Float], _ gradient: [Float]) -> Double

/// That of a wavelet layer, by central differences in double precision.
func slope(of map: WaveletMap<Double>) -> FilterSlope {
  { direction, input, gradient in
    let samples = input.map(Double.init)
    let step = 1e-5
    let products = [step, -step].map { step in
      var moved = map
      guard let filters = moved.parameters.entries.first(where: { $0.role == .filters }) else {
        fatalError("A wavelet layer without filters")
      }
      for (i, value) in zip(filters.range, direction) {
        moved.parameters.values[i] += step * Double(value)
      }
      return zip(moved(samples), gradient).reduce(0) { $0 + $1.0 * Double($1.1) }
    }
    return (products[0] - products[1]) / (2 * step)
  }
}

/// Forward and backward of one layer. The transposed matrix is the layer applied to the identity,
/// unless it is given.
func candidates<Map: LinearMap<Float>>(
  _ kind: LayerKind, _ map: Map, _ shape: Shape, forwardOperations: Double,
  backwardOperations: Double, workspace: Workspace<Float>, matrix: Matrix<Float>? = nil,
  slope: FilterSlope? = nil
) -> [Candidate] {
  let runner = Box(LayerRunner(map, batch: shape.batch, workspace: workspace))
  func transposed() -> [Float] {
    matrix?.transposed().elements
      ?? map(Matrix.identity(shape.n), workspace: workspace).elements
  }
  let size = Double(MemoryLayout<Float>.stride)
  let samples = Double(shape.batch * shape.n) * size
  let weights = Double(map.weightCount) * size
  func candidate(
    _ pass: Pass, _ operations: Double, _ bytes: Double, _ verify: @escaping () -> Void,
    _ run: @escaping () -> Void
  ) -> Candidate {
    Candidate(
      layer: kind, pass: pass, n: shape.n, batch: shape.batch,
      taps: kind == .wavelet ? shape.taps : nil, levels: kind == .wavelet ? shape.levels : nil,
      weights: map.weightCount, operations: operations, bytes: bytes, verify: verify, run: run)
  }
  return [
    candidate(
      .forward, forwardOperations, weights + 2 * samples,
      { runner.value.verifyForward(kind.rawValue, transposed: transposed()) },
      { runner.value.forward() }),
    candidate(
      .backward, backwardOperations, 2 * weights + 3 * samples,
      { runner.value.verifyBackward(kind.rawValue, transposed: transposed(), slope) },
      { runner.value.backward() }),
  ]
}

func denseCandidates(_ shape: Shape, _ workspace: Workspace<Float>) -> [Candidate] {
  let matrix = Matrix(
    rows: shape.n, columns: shape.n, elements: randomVector(shape.n * shape.n, 3))
  let operations = Double(shape.n) * Double(shape.n) * Double(shape.batch)
  return candidates(
    .dense, DenseMap(matrix), shape, forwardOperations: operations,
    backwardOperations: 2 * operations, workspace: workspace, matrix: matrix)
}

func waveletCandidates(_ shape: Shape, _ workspace: Workspace<Float>) -> [Candidate] {
  func layer<Scalar: LayerScalar>() -> WaveletMap<Scalar> {
    WaveletMap(
      inputs: shape.n, outputs: shape.n,
      bank: shape.taps == 6 ? .daubechies(3) : .haar(paddedTo: shape.taps), levels: shape.levels,
      seed: seed)
  }
  let map: WaveletMap<Float> = layer()
  let transform = transformOperations(map.plan)
  let diagonals = Double(3 * shape.n)
  // Backward: both transforms again, both adjoints, the gradients of both banks.
  return candidates(
    .wavelet, map, shape,
    forwardOperations: Double(shape.batch) * (2 * transform + diagonals),
    backwardOperations: Double(shape.batch) * (6 * transform + 3 * diagonals),
    workspace: workspace, slope: slope(of: layer()))
}

func fastfoodCandidates(_ shape: Shape, _ workspace: Workspace<Float>) -> [Candidate] {
  let map = FastfoodMap<Float>(inputs: shape.n, outputs: shape.n, seed: seed)
  let n = Double(map.length)
  let transform = n * Double(map.length.trailingZeroBitCount)
  return candidates(
    .fastfood, map, shape, forwardOperations: Double(shape.batch) * (2 * transform + 3 * n),
    backwardOperations: Double(shape.batch) * (4 * transform + 9 * n), workspace: workspace)
}

/// Multiply-adds of one wavelet transform of one signal.
func transformOperations(_ plan: TransformPlan) -> Double {
  Double(plan.lengths.dropFirst().reduce(0, +)) * 2 * Double(plan.taps)
}
