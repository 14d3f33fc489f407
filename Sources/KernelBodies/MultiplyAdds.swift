#if ISA_BASELINE || arch(x86_64)

  /// Twelve chains of multiply-adds: more than two units times four cycles of latency need, and no
  /// more than 16 registers hold.
  @inline(__always) func countMultiplyAdds(_ count: Int, _ sink: Out) -> Int {
    markExecuted()
    var chains = InlineArray<12, V> { splat(Element($0)) }
    // The factors are read from memory, so that nothing is known of the result beforehand.
    let factor = splat(sink[0])
    for _ in 0..<count {
      for i in 0..<12 { chains[i] = multiplyAdd(factor, chains[i], factor) }
    }
    var sum = splat(0)
    for i in 0..<12 { sum = sum + chains[i] }
    sink[0] = total(sum)
    return 12 * lanes
  }
#endif
