import RealModule

extension RandomNumberGenerator {
  /// A number of the standard normal distribution (Box and Muller 1958).
  package mutating func normal() -> Double {
    // From (0, 1], where the logarithm is finite.
    let radius = (-2 * Double.log(1 - Double.random(in: 0..<1, using: &self))).squareRoot()
    return radius * Double.cos(2 * .pi * Double.random(in: 0..<1, using: &self))
  }
}
