/// ⟨x, y⟩.
public func dot(_ x: [Double], _ y: [Double]) -> Double {
  var sum = 0.0
  for (a, b) in zip(x, y) { sum += a * b }
  return sum
}

/// √⟨x, x⟩.
public func norm(_ x: [Double]) -> Double { dot(x, x).squareRoot() }

/// ‖x − reference‖ relative to the larger of ‖reference‖ and `scale`; infinite where lengths differ
/// and NaN where an element is.
public func relativeError(_ x: [Double], _ reference: [Double], scale: Double = 0) -> Double {
  guard x.count == reference.count else { return .infinity }
  var sum = 0.0
  for (a, b) in zip(x, reference) { sum += (a - b) * (a - b) }
  return sum == 0 ? 0 : sum.squareRoot() / max(norm(reference), scale)
}

/// Where numbers are finite: what NaN and infinity have not reached.
public func finiteMask(_ x: [Double]) -> [Bool] { x.map(\.isFinite) }

/// The numbers in another precision.
public func converted<Scalar: BinaryFloatingPoint>(_ x: [Double], to: Scalar.Type) -> [Scalar] {
  if let x = x as? [Scalar] { return x }
  if let x = x.map({ Float($0) }) as? [Scalar] { return x }
  return x.map { Scalar($0) }
}

/// The numbers in Double.
public func doubles<Scalar: BinaryFloatingPoint>(_ x: [Scalar]) -> [Double] {
  if let x = x as? [Double] { return x }
  if let x = x as? [Float] { return x.map { Double($0) } }
  return x.map { Double($0) }
}
