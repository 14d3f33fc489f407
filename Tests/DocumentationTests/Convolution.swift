/// The full convolution.
func convolution(_ a: [Double], _ b: [Double]) -> [Double] {
  var result = [Double](repeating: 0, count: a.count + b.count - 1)
  for i in a.indices {
    for j in b.indices { result[i + j] += a[i] * b[j] }
  }
  return result
}
