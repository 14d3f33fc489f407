import Kernels
import LinearAlgebra
import StructuredLinear

/// The matrices of a cell, arranged for the products of each step: made once for a whole sequence, and
/// read by all parts of a batch.
struct PackedCell<Scalar: LayerScalar>: Sendable {
  /// `[inputs + 1, 3·hidden]`: the transposed input weights, then the offsets.
  private(set) var inputs: PackedMatrix<Scalar>
  /// The transposes of the maps that are dense.
  private var transposes: [PackedMatrix<Scalar>]
  /// The maps that are dense.
  private var matrices: [PackedMatrix<Scalar>]
  private var isDense: [Bool]
  private var weights: [Scalar] = []

  init(instructionSet: InstructionSet) {
    inputs = PackedMatrix(instructionSet: instructionSet)
    matrices = Gate.allCases.map { _ in PackedMatrix(instructionSet: instructionSet) }
    transposes = matrices
    isDense = Gate.allCases.map { _ in false }
  }

  /// What ``GatedRecurrentCell/run(_:_:workspace:)`` needs.
  mutating func packForward(_ cell: GatedRecurrentCell<Scalar>) {
    let (n, count) = (cell.hiddenCount, cell.inputCount)
    resize(&weights, (count + 1) * 3 * n)
    var weights = take(&self.weights)
    do {
      var span = weights.mutableSpan
      do {
        var part = span._mutatingExtracting(0..<count * 3 * n)
        BLAS.transpose(
          rows: 3 * n, columns: count, source: cell.inputWeights.span, destination: &part)
      }
      for i in 0..<3 * n { span[count * 3 * n + i] = cell.biases[i] }
    }
    inputs.pack(weights.span, rows: count + 1, columns: 3 * n)
    self.weights = weights
    for index in cell.maps.indices {
      let map = cell.maps[index] as? DenseMap<Scalar>
      isDense[index] = map != nil && map?.parameters.count == n * n
      guard isDense[index], let map else { continue }
      transposes[index].pack(map.parameters.values.span, rows: n, columns: n, transposed: true)
    }
  }

  /// What ``GatedRecurrentCell/pullback(_:_:gradient:workspace:addOutputGradient:)`` needs besides.
  mutating func packBackward(_ cell: GatedRecurrentCell<Scalar>) {
    let n = cell.hiddenCount
    for index in cell.maps.indices where isDense[index] {
      matrices[index].pack(cell.maps[index].parameters.values.span, rows: n, columns: n)
    }
  }

  /// For each map the matrix to multiply rows of inputs with, or nil where the map is not dense.
  var forward: [PackedMatrix<Scalar>?] { zip(transposes, isDense).map { $1 ? $0 : nil } }

  /// For each map the matrix to multiply rows of output gradients with, likewise.
  var backward: [PackedMatrix<Scalar>?] { zip(matrices, isDense).map { $1 ? $0 : nil } }
}
