extension TensorTrainMap {
  /// `count` factors whose product is `number`, as near to each other as its divisors allow: those of
  /// the smallest sum, in ascending order.
  ///
  /// `factors(of: 800, count: 3)` is `[8, 10, 10]`. A prime leaves ones: `[1, 1, 13]`. Traps for a
  /// number or a count below 1.
  public static func factors(of number: Int, count: Int) -> [Int] {
    guard number >= 1, count >= 1 else {
      fatalError("\(count) factors of \(number): both have to be at least 1")
    }
    return balanced(number, count, atLeast: 1)!
  }

  /// Factors in ascending order, none below a bound, or nil where there are none.
  private static func balanced(_ number: Int, _ count: Int, atLeast bound: Int) -> [Int]? {
    if count == 1 { return number >= bound ? [number] : nil }
    var best: [Int]?
    var first = bound
    // The smallest factor is at most the root.
    while power(first, count, isAtMost: number) {
      if number.isMultiple(of: first),
        let rest = balanced(number / first, count - 1, atLeast: first)
      {
        let factors = [first] + rest
        if best == nil || factors.reduce(0, +) < best!.reduce(0, +) { best = factors }
      }
      first += 1
    }
    return best
  }

  private static func power(_ base: Int, _ exponent: Int, isAtMost bound: Int) -> Bool {
    var left = bound
    for _ in 0..<exponent { left /= base }
    return left >= 1
  }
}
