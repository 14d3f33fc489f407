import Kernels
import LinearAlgebra
import NaiveReference
import StructuredLinear

/// A structured layer as a dense matrix in Double: the product of its factors, by BLAS.
struct DenseReference {
  /// W, outputs × inputs.
  let matrix: Matrix<Double>
  /// The product of the factors' absolute values: what rounding errors of W's elements, and of
  /// anything that multiplies by one factor after another, are relative to.
  let magnitude: Matrix<Double>
  /// An offset for each output.
  let bias: [Double]
  /// How many roundings lie between an input and an output, at most.
  let roundings: Int

  init(matrix: Matrix<Double>, magnitude: Matrix<Double>, bias: [Double], roundings: Int) {
    self.matrix = matrix
    self.magnitude = magnitude
    self.bias = bias
    self.roundings = roundings
  }

  init<T: LayerScalar>(_ map: WaveletMap<T>, levels: Int) {
    let values = map.parameters.values.map { Double($0) }
    let step = map.plan.mode == .periodization ? 1 << levels : 1
    let length = (map.inputCount + step - 1) / step * step
    let taps = map.parameters["filters"]!.shape[1]
    func product(_ values: [Double], _ transform: NaiveTransform) -> Matrix<Double> {
      Self.stack(
        map, values, map.permutations, first: TransformMatrices.analysis(transform),
        last: TransformMatrices.synthesis(transform))
    }
    let transform = NaiveTransform(
      filters: Array(values[..<(4 * taps)]), length: length, levels: levels, mode: map.plan.mode)
    matrix = product(values, transform)
    magnitude = product(values.map(abs), transform.magnitude)
    bias = Self.bias(map)
    roundings = 2 * levels * (2 * taps + 1) + 8 + map.permutations.count
  }

  init<T: LayerScalar>(_ map: FastfoodMap<T>) {
    let values = map.parameters.values.map { Double($0) }
    var length = 1
    while length < map.inputCount { length *= 2 }
    let hadamard = TransformMatrices.hadamard(length)
    matrix = Self.stack(map, values, map.permutations, first: hadamard, last: hadamard)
    let size = Matrix(rows: length, columns: length, elements: hadamard.elements.map(abs))
    magnitude = Self.stack(map, values.map(abs), map.permutations, first: size, last: size)
    bias = Self.bias(map)
    roundings = 2 * length.trailingZeroBitCount + 12
  }

  init<T: LayerScalar>(_ map: DenseMap<T>) {
    let values = map.parameters.values.map { Double($0) }
    let range = map.parameters["weight"]!.range
    matrix = Matrix(rows: map.outputCount, columns: map.inputCount, elements: Array(values[range]))
    magnitude = Matrix(
      rows: map.outputCount, columns: map.inputCount, elements: matrix.elements.map(abs))
    bias = Self.bias(map)
    roundings = map.inputCount + 2
  }

  /// The bias, zeros where there is none.
  static func bias<Map: LinearMap>(_ map: Map) -> [Double] {
    guard let entry = map.parameters["bias"] else {
      return [Double](repeating: 0, count: map.outputCount)
    }
    return entry.range.map { Double(map.parameters.values[$0]) }
  }

  /// `D · last · Σ_k G_k · Π_k · first · B` of each block, one above the other, cut to the outputs.
  private static func stack<Map: LinearMap>(
    _ map: Map, _ values: [Double], _ permutations: [Permutation], first: Matrix<Double>,
    last: Matrix<Double>
  ) -> Matrix<Double> {
    var rows: [Double] = []
    let n = map.inputCount
    let terms = map.parameters["0.coefficients"]!.shape.dropFirst().first ?? 1
    for index in 0..<permutations.count / terms {
      func diagonal(_ name: String) -> [Double] {
        Array(values[map.parameters["\(index).\(name)"]!.range])
      }
      // B, without the entries that meet padding, times the columns that meet inputs.
      var transformed = Matrix<Double>(rows: first.rows, columns: n, repeating: 0)
      for i in 0..<first.rows {
        for j in 0..<n { transformed[i, j] = first[i, j] }
      }
      scaleColumns(&transformed, by: Array(diagonal("input").prefix(n)))
      var mixed = Matrix<Double>(rows: first.rows, columns: n, repeating: 0)
      let factors = diagonal("coefficients")
      for k in 0..<terms {
        var permuted = Matrix<Double>(rows: first.rows, columns: n, repeating: 0)
        let order = permutations[index * terms + k].indices.map { Int($0) }
        var destination = permuted.elements.mutableSpan
        BLAS.permuteRows(
          by: order.span, rows: first.rows, columns: n, source: transformed.elements.span,
          destination: &destination)
        scaleRows(&permuted, by: (0..<first.rows).map { factors[$0 * terms + k] })
        for i in mixed.elements.indices { mixed.elements[i] += permuted.elements[i] }
      }
      let output = diagonal("output")
      let whole = last * mixed
      var kept = Matrix(
        rows: output.count, columns: n, elements: Array(whole.elements.prefix(output.count * n)))
      scaleRows(&kept, by: output)
      rows += kept.elements
    }
    return Matrix(rows: map.outputCount, columns: n, elements: rows)
  }

  private static func scaleRows(_ matrix: inout Matrix<Double>, by factors: [Double]) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    var elements = matrix.elements.mutableSpan
    BLAS.scaleRows(by: factors.span, rows: rows, columns: columns, a: &elements)
  }

  private static func scaleColumns(_ matrix: inout Matrix<Double>, by factors: [Double]) {
    let (rows, columns) = (matrix.rows, matrix.columns)
    var elements = matrix.elements.mutableSpan
    BLAS.scaleColumns(by: factors.span, rows: rows, columns: columns, a: &elements)
  }
}
