/// The orthonormal Walsh–Hadamard transform by its matrix `(−1)^popcount(i & j) / √n`.
public func naiveWalshHadamard(_ x: [Double]) -> [Double] {
  let scale = 1 / Double(x.count).squareRoot()
  return x.indices.map { i in
    var sum = 0.0
    for j in x.indices { sum += (i & j).nonzeroBitCount % 2 == 0 ? x[j] : -x[j] }
    return sum * scale
  }
}
