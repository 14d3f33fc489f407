import LinearAlgebra
import Testing

@Suite("Copies of vectors")
struct CopyTests {
  func check<T: BLASScalar>(_ count: Int, _: T.Type) {
    let x: [T] = randomElements(count, seed: 1)
    var y: [T] = randomElements(count, seed: 2)
    var span = y.mutableSpan
    BLAS.copy(x: x.span, y: &span)
    #expect(y == x)
  }

  @Test(arguments: [0, 1, 7, 64, 1001]) func copies(_ count: Int) {
    check(count, Float.self)
    check(count, Double.self)
  }

  @Test func anotherLength() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var y = [Float](repeating: 0, count: 4)
      var span = y.mutableSpan
      BLAS.copy(x: [Float](repeating: 0, count: 3).span, y: &span)
    }
    let message = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(message.contains("y has 4 elements instead of 3"))
  }
}
