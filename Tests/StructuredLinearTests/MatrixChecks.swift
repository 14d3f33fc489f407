import Kernels
import LinearAlgebra
import StructuredLinear
import Testing

/// Batches of single signals, part panels, whole panels and both for every panel width.
let batches = [1, 2, 5, 16, 17, 33]

/// A map's outputs, input gradients and materialized matrix against its dense matrix, on each
/// instruction set.
func expectMatrix<Map: LinearMap>(
  _ map: Map, _ reference: DenseReference, batches: [Int] = batches, _ context: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let workspaces = InstructionSet.available.map {
    Workspace<Map.Scalar>(threads: 1, instructionSet: $0)
  }
  func expect(_ actual: (Workspace<Map.Scalar>) -> [Map.Scalar], _ expected: Bounded, _ of: String)
  {
    for workspace in workspaces {
      let excess = excess(
        actual(workspace), expected.values, magnitude: expected.magnitudes,
        roundings: reference.roundings + max(map.inputCount, map.outputCount))
      #expect(
        excess <= 1, "\(of), \(Map.self), \(workspace.instructionSet), \(context)",
        sourceLocation: sourceLocation)
    }
  }

  expect(
    { map.materialized(workspace: $0).elements },
    Bounded(values: reference.matrix.elements, magnitudes: reference.magnitude.elements),
    "materialized")
  let (transposed, magnitude) = (reference.matrix.transposed(), reference.magnitude.transposed())
  for batch in batches {
    let x: [Map.Scalar] = randomElements(batch * map.inputCount, seed: 11)
    let dy: [Map.Scalar] = randomElements(batch * map.outputCount, seed: 12)
    expect(
      { map.outputs(x, batch: batch, $0) },
      Bounded(x, transposed, magnitude, batch, adding: reference.bias),
      "outputs of a batch of \(batch)")
    expect(
      { map.gradients(x, dy, batch: batch, $0).input },
      Bounded(dy, reference.matrix, reference.magnitude, batch),
      "input gradients of a batch of \(batch)")
  }
}

/// What a product should be, and what its rounding errors are relative to.
private struct Bounded {
  let values: [Double]
  let magnitudes: [Double]

  init(values: [Double], magnitudes: [Double]) {
    self.values = values
    self.magnitudes = magnitudes
  }

  /// A batch times a matrix, plus a bias.
  init<T: LayerScalar>(
    _ x: [T], _ matrix: Matrix<Double>, _ magnitude: Matrix<Double>, _ batch: Int,
    adding bias: [Double]? = nil
  ) {
    func product(_ x: [Double], _ matrix: Matrix<Double>, _ bias: [Double]?) -> [Double] {
      var result = (Matrix(rows: batch, columns: matrix.rows, elements: x) * matrix).elements
      if let bias {
        for i in result.indices { result[i] += bias[i % bias.count] }
      }
      return result
    }
    values = product(x.map { Double($0) }, matrix, bias)
    magnitudes = product(x.map { abs(Double($0)) }, magnitude, bias?.map(abs))
  }
}
