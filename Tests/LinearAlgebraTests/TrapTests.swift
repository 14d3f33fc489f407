import LinearAlgebra
import Testing

/// Whether the standard error of a process that trapped holds all of `texts`.
func expectMessage(
  _ result: ExitTest.Result?, _ texts: String...,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
  for text in texts {
    #expect(message.contains(text), sourceLocation: sourceLocation)
  }
}

@Suite("Misuse traps with both values in the message")
struct TrapTests {
  @Test func gemmCount() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let a = [Float](repeating: 1, count: 5)
      let b = [Float](repeating: 1, count: 12)
      var c = [Float](repeating: 1, count: 8)
      var destination = c.mutableSpan
      BLAS.gemm(m: 2, n: 4, k: 3, a: a.span, b: b.span, c: &destination)
    }
    expectMessage(result, "BLAS.gemm: a has 5 elements instead of 6 (m × k)")
  }

  @Test func transposeCount() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let a = [Float](repeating: 1, count: 6)
      var b = [Float](repeating: 1, count: 5)
      var destination = b.mutableSpan
      BLAS.transpose(rows: 2, columns: 3, source: a.span, destination: &destination)
    }
    expectMessage(
      result, "BLAS.transpose: destination has 5 elements instead of 6 (rows × columns)")
  }

  @Test func gemvCount() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let a = [Double](repeating: 1, count: 6)
      let x = [Double](repeating: 1, count: 3)
      var y = [Double](repeating: 1, count: 2)
      var destination = y.mutableSpan
      BLAS.gemv(transpose: true, m: 2, n: 3, a: a.span, x: x.span, y: &destination)
    }
    expectMessage(result, "BLAS.gemv: x has 3 elements instead of 2 (m)")
  }

  @Test func dotCount() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let x = [Double](repeating: 1, count: 3)
      let y = [Double](repeating: 1, count: 4)
      _ = BLAS.dot(x: x.span, y: y.span)
    }
    expectMessage(result, "BLAS.dot: y has 4 elements instead of 3 (as x)")
  }

  @Test func sizeOver32Bits() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let none: [Float] = []
      var c: [Float] = []
      var destination = c.mutableSpan
      BLAS.gemm(m: 1 << 31, n: 0, k: 0, a: none.span, b: none.span, c: &destination)
    }
    expectMessage(result, "m is 2147483648", "2147483647")
  }

  @Test func notAPermutation() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let source: [Float] = [1, 2, 3]
      var destination = source
      var span = destination.mutableSpan
      BLAS.permuteRows(
        by: [0, 2, 2].span, rows: 3, columns: 1, source: source.span, destination: &span)
    }
    expectMessage(result, "order[2] is 2, which occurs before")
  }

  @Test func rowOutside() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      let source: [Float] = [1, 2, 3]
      var destination = source
      var span = destination.mutableSpan
      BLAS.permuteRows(
        by: [0, 3, 2].span, rows: 3, columns: 1, source: source.span, destination: &span)
    }
    expectMessage(result, "order[1] is 3, but there are 3 rows")
  }

  @Test func elementOutside() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Matrix<Double>.identity(3)[1, 4]
    }
    expectMessage(result, "element [1, 4] of a 3 × 3 matrix")
  }

  @Test func matrixShape() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Matrix<Double>(rows: 2, columns: 3, elements: [1, 2, 3])
    }
    expectMessage(result, "3 elements for a 2 × 3 matrix")
  }

  @Test func elementsAdded() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var a = Matrix<Double>.identity(2)
      a.elements.append(1)
      _ = try a.svd()
    }
    expectMessage(result, "5 elements for a 2 × 2 matrix")
  }

  @Test func unequalRows() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Matrix<Double>([[1, 2, 3], [4, 5]])
    }
    expectMessage(result, "row 1 has 2 elements, row 0 has 3")
  }

  @Test func productShapes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = Matrix<Double>.identity(2) * Matrix<Double>.identity(3)
    }
    expectMessage(result, "2 × 2 and 3 × 3")
  }

  @Test func eigenvaluesOfRectangle() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      _ = try Matrix<Double>(rows: 2, columns: 3, repeating: 1).eigenvalues()
    }
    expectMessage(result, "a 2 × 3 matrix, which is not square")
  }

  @Test func noThreads() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      OpenBLAS.threads = 0
    }
    expectMessage(result, "0 is not between 1 and 2147483647")
  }
}
