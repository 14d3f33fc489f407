import Kernels
import LinearAlgebra
import NaiveReference
import Testing
import Wavelets

@Suite("Transforms along an axis of a matrix")
struct AxisTests {
  /// What a map along an axis gives, from guarded memory.
  private func result<Scalar: KernelScalar & BLASScalar>(
    _ map: Map, _ transform: WaveletTransform<Scalar>, _ x: [Scalar], _ shape: MatrixShape,
    _ axis: MatrixAxis, batch: Int, _ workspace: Workspace<Scalar>
  ) -> [Scalar] {
    let bands = transform.coefficientShape(of: shape, along: axis)
    let output = GuardedMemory<Scalar>(batch * (map.isFromSignals ? bands : shape).count)
    output.withSpan {
      map.apply(transform, x.span, shape, along: axis, into: &$0, batch: batch, workspace)
    }
    #expect(output.isIntact, "written out of bounds")
    return output.scalars
  }

  private func transform<Scalar: KernelScalar & BLASScalar>(
    _ one: MatrixCase, _ axis: MatrixAxis, _: Scalar.Type
  ) -> WaveletTransform<Scalar> {
    WaveletTransform(
      FilterBank(elements: converted(one.filters, to: Scalar.self)),
      length: axis == .rows ? one.shape.columns : one.shape.rows, levels: one.levels,
      mode: one.mode)
  }

  private func input(_ map: Map, _ one: MatrixCase, _ bands: MatrixShape) -> [Double] {
    randomNumbers(one.batch * (map.isFromSignals ? one.shape : bands).count, seed: one.shape.count)
  }

  /// All four maps at every shape agree with their definition, applied to each row or column.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func agreeWithTheirDefinition(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for one in MatrixCase.shapes.flatMap(MatrixCase.all) {
        for axis in MatrixAxis.allCases {
          let transform = transform(one, axis, Scalar.self)
          let naive = NaiveTransform2D.line(
            one.filters, transform.plan.length, one.levels, one.mode)
          let bands = transform.coefficientShape(of: one.shape, along: axis)
          for map in Map.allCases {
            let x = input(map, one, bands)
            let from = map.isFromSignals ? one.shape : bands
            let to = map.isFromSignals ? bands : one.shape
            let expected = eachSample(of: x, from.count) { matrix in
              switch axis {
              case .rows: map.naive(naive, matrix)
              case .columns:
                transposed(
                  map.naive(naive, transposed(matrix, columns: from.columns)), columns: to.rows)
              }
            }
            let y = expectOnly(set) {
              result(
                map, transform, converted(x, to: Scalar.self), one.shape, axis, batch: one.batch,
                workspace)
            }
            let scale =
              axis == .rows
              ? map.roundingScale(naive, x)
              : map.roundingScale(
                naive, eachSample(of: x, from.count) { transposed($0, columns: from.columns) })
            let error = relativeError(doubles(y), expected, scale: scale)
            #expect(error <= Scalar.tolerance, "\(map) along the \(axis) of \(one)")
          }
        }
      }
    }
    check(precision.matrixType)
  }

  /// ⟨A x, y⟩ = ⟨x, Aᵀ y⟩ and ⟨S b, y⟩ = ⟨b, Sᵀ y⟩.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func adjointIdentities(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for one in MatrixCase.few {
        for axis in MatrixAxis.allCases {
          let transform = transform(one, axis, Scalar.self)
          let bands = transform.coefficientShape(of: one.shape, along: axis)
          let x = input(.analysis, one, bands)
          let b = input(.synthesis, one, bands)
          let images = Map.allCases.map { map in
            doubles(
              result(
                map, transform, converted(map.isFromSignals ? x : b, to: Scalar.self), one.shape,
                axis, batch: one.batch, workspace))
          }
          let scale = (1 + norm(images[0]) + norm(images[1])) * (norm(x) + norm(b))
          #expect(
            abs(dot(images[0], b) - dot(x, images[2])) <= Scalar.tolerance * scale,
            "A along the \(axis) of \(one)")
          #expect(
            abs(dot(images[1], x) - dot(b, images[3])) <= Scalar.tolerance * scale,
            "S along the \(axis) of \(one)")
        }
      }
    }
    check(precision.matrixType)
  }

  /// Synthesis undoes analysis at every shape.
  @Test(arguments: InstructionSet.available, Precision.allCases)
  func roundTrips(_ set: InstructionSet, _ precision: Precision) {
    func check<Scalar: KernelScalar & BLASScalar>(_: Scalar.Type) {
      let workspace = Workspace<Scalar>(threads: 1, instructionSet: set)
      for one in MatrixCase.few {
        for axis in MatrixAxis.allCases {
          for name in ["haar", "db3", "bior4.4"] {
            let transform = WaveletTransform(
              GoldenTests.bank(name, Scalar.self),
              length: axis == .rows ? one.shape.columns : one.shape.rows, levels: one.levels,
              mode: one.mode)
            let x = one.matrices()
            let y = expectOnly(set) {
              let b = result(
                .analysis, transform, converted(x, to: Scalar.self), one.shape, axis,
                batch: one.batch, workspace)
              return result(
                .synthesis, transform, b, one.shape, axis, batch: one.batch, workspace)
            }
            #expect(
              relativeError(doubles(y), x) <= 2 * Scalar.tolerance,
              "\(name) along the \(axis) of \(one)")
          }
        }
      }
    }
    check(precision.matrixType)
  }

  @Test func nothingToDo() {
    let transform = WaveletTransform<Float>(.haar, length: 8, levels: 2)
    let workspace = Workspace<Float>(threads: 2)
    for map in Map.allCases {
      for batch in [0, 3] {
        let rows = MatrixShape(rows: batch == 0 ? 5 : 0, columns: 8)
        #expect(result(map, transform, [], rows, .rows, batch: batch, workspace).isEmpty)
        let columns = MatrixShape(rows: 8, columns: rows.rows)
        #expect(result(map, transform, [], columns, .columns, batch: batch, workspace).isEmpty)
      }
    }
  }
}
