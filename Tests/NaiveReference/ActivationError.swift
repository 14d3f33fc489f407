import Foundation

// Eighty-bit arithmetic makes the reference exact to the last place of Double; elsewhere Double is
// the widest there is, and measures its own error too.
#if arch(x86_64)
  private typealias Wide = Float80
#else
  private typealias Wide = Double
#endif

/// The largest error of results in units in the last place of the correctly rounded ones.
///
/// Infinite where a result is not finite or has the wrong sign.
public func largestTanhError<Scalar: BinaryFloatingPoint>(_ y: [Scalar], at x: [Scalar]) -> Double {
  largestError(y, x) { tanh($0) }
}

/// As ``largestTanhError(_:at:)``, for 1/(1 + exp(−x)).
public func largestSigmoidError<Scalar: BinaryFloatingPoint>(
  _ y: [Scalar], at x: [Scalar]
) -> Double {
  largestError(y, x) { 1 / (1 + exp(-$0)) }
}

private func largestError<Scalar: BinaryFloatingPoint>(
  _ y: [Scalar], _ x: [Scalar], _ function: (Wide) -> Wide
) -> Double {
  if let y = y as? [Float], let x = x as? [Float] {
    return largest(y.indices) { i in
      let exact = function(Wide(x[i]))
      guard y[i].isFinite, y[i].sign == exact.sign else { return .infinity }
      return Double(abs(Wide(y[i]) - exact)) / Double(Float(exact).ulp)
    }
  }
  if let y = y as? [Double], let x = x as? [Double] {
    return largest(y.indices) { i in
      let exact = function(Wide(x[i]))
      guard y[i].isFinite, y[i].sign == exact.sign else { return .infinity }
      return Double(abs(Wide(y[i]) - exact)) / Double(exact).ulp
    }
  }
  return .infinity
}

private func largest(_ indices: Range<Int>, _ value: (Int) -> Double) -> Double {
  var result = 0.0
  for i in indices { result = max(result, value(i)) }
  return result
}

/// Numbers evenly spaced, both ends included.
public func grid<Scalar: BinaryFloatingPoint>(
  from first: Double, to last: Double, count: Int, as: Scalar.Type
) -> [Scalar] {
  converted(
    (0..<count).map { first + (last - first) * Double($0) / Double(count - 1) }, to: Scalar.self)
}

/// Numbers of either sign whose magnitudes are evenly spaced on a logarithmic scale.
public func logarithmicGrid<Scalar: BinaryFloatingPoint>(
  from first: Double, to last: Double, count: Int, as: Scalar.Type
) -> [Scalar] {
  let magnitudes = (0..<count).map {
    exp(log(first) + (log(last) - log(first)) * Double($0) / Double(count - 1))
  }
  return converted(magnitudes + magnitudes.map { -$0 }, to: Scalar.self)
}
