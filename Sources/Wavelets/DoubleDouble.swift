import RealModule

/// A number as the sum of two doubles, with about 32 digits (Dekker 1971), for the design of filters:
/// with many vanishing moments, roots in double precision leave too few digits in the taps.
struct DoubleDouble {
  /// The nearest double.
  let high: Double
  /// What it leaves.
  let low: Double

  init(_ value: Double) {
    high = value
    low = 0
  }

  private init(_ parts: (head: Double, tail: Double)) {
    high = parts.head
    low = parts.tail
  }

  static func + (a: Self, b: Self) -> Self {
    let sum = Augmented.sum(a.high, b.high)
    let tails = Augmented.sum(a.low, b.low)
    let first = Augmented.sum(large: sum.head, small: sum.tail + tails.head)
    return Self(Augmented.sum(large: first.head, small: first.tail + tails.tail))
  }

  static prefix func - (a: Self) -> Self { Self((head: -a.high, tail: -a.low)) }

  static func - (a: Self, b: Self) -> Self { a + -b }

  static func * (a: Self, b: Self) -> Self {
    let product = Augmented.product(a.high, b.high)
    let rest = a.high * b.low + a.low * b.high
    return Self(Augmented.sum(large: product.head, small: product.tail + rest))
  }

  /// Each quotient of doubles gives about 16 digits, so that a third one rounds.
  static func / (a: Self, b: Self) -> Self {
    let first = Self(a.high / b.high)
    let rest = a - first * b
    let second = Self(rest.high / b.high)
    let third = Self((rest - second * b).high / b.high)
    return first + second + third
  }
}

/// A complex number of two ``DoubleDouble``.
struct ComplexDoubleDouble {
  var real: DoubleDouble
  var imaginary: DoubleDouble

  init(_ real: DoubleDouble, _ imaginary: DoubleDouble = DoubleDouble(0)) {
    self.real = real
    self.imaginary = imaginary
  }

  static func + (a: Self, b: Self) -> Self {
    Self(a.real + b.real, a.imaginary + b.imaginary)
  }

  static func - (a: Self, b: Self) -> Self {
    Self(a.real - b.real, a.imaginary - b.imaginary)
  }

  static func * (a: Self, b: Self) -> Self {
    Self(
      a.real * b.real - a.imaginary * b.imaginary, a.real * b.imaginary + a.imaginary * b.real)
  }

  static func / (a: Self, b: Self) -> Self {
    let square = b.real * b.real + b.imaginary * b.imaginary
    return Self(
      (a.real * b.real + a.imaginary * b.imaginary) / square,
      (a.imaginary * b.real - a.real * b.imaginary) / square)
  }
}
