import LinearAlgebra
import Testing

@Suite("Listings: linear algebra")
struct LinearAlgebraListings {
  @Test func decomposes() throws {
    let a = Matrix<Double>(rows: 2, columns: 2, elements: [2, 1, 1, 3])
    let decomposition = try a.svd()
    let product =
      decomposition.u * .diagonal(decomposition.singularValues) * decomposition.vTransposed

    #expect(product.maximumAbsoluteDifference(from: a) < 1e-14)
  }
}
