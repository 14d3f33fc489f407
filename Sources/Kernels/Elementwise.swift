public import KernelInterface

/// Element-wise functions on the SIMD kernels.
public enum Elementwise {
  /// Hyperbolic tangent of each element, in place.
  ///
  /// ## Error bounds
  /// Below 3 units in the last place in Float and in Double (2.6 is the largest found). NaN stays
  /// NaN; ±∞ gives ±1; ±0 keeps its sign.
  public static func tanh<Scalar: KernelScalar>(
    _ x: inout MutableSpan<Scalar>, instructionSet: InstructionSet = .current
  ) {
    let kernel = Scalar.kernels(for: instructionSet).elementwise.tanh
    x.withUnsafeMutableBufferPointer {
      if let first = $0.baseAddress { kernel(first, first, $0.count) }
    }
  }

  /// The logistic function 1/(1 + exp(−x)) of each element, in place.
  ///
  /// ## Error bounds
  /// Below 3 units in the last place in Float and in Double (2.4 is the largest found), where the
  /// result is a normal number. Below −87.3 in Float, −708.3 in Double, where it is none, the result
  /// stays at the smallest normal number or just above, as for −∞. NaN stays NaN; +∞ gives 1.
  public static func sigmoid<Scalar: KernelScalar>(
    _ x: inout MutableSpan<Scalar>, instructionSet: InstructionSet = .current
  ) {
    let kernel = Scalar.kernels(for: instructionSet).elementwise.sigmoid
    x.withUnsafeMutableBufferPointer {
      if let first = $0.baseAddress { kernel(first, first, $0.count) }
    }
  }

  /// Sets what is below zero to zero, in place. NaN stays NaN.
  public static func rectify<Scalar: KernelScalar>(
    _ x: inout MutableSpan<Scalar>, instructionSet: InstructionSet = .current
  ) {
    let kernel = Scalar.kernels(for: instructionSet).elementwise.rectify
    x.withUnsafeMutableBufferPointer {
      if let first = $0.baseAddress { kernel(first, first, $0.count) }
    }
  }

  /// Sets elements to zero where those of another span are zero: the pullback of
  /// ``rectify(_:instructionSet:)`` by its result. Traps for different counts.
  public static func mask<Scalar: KernelScalar>(
    _ y: inout MutableSpan<Scalar>, whereZero x: Span<Scalar>,
    instructionSet: InstructionSet = .current
  ) {
    require(x.count == y.count, "\(x.count) scalars to mask \(y.count) with")
    let kernel = Scalar.kernels(for: instructionSet).elementwise.mask
    x.withUnsafeBufferPointer { x in
      y.withUnsafeMutableBufferPointer { y in
        if let from = x.baseAddress, let to = y.baseAddress { kernel(from, to, y.count) }
      }
    }
  }

  /// Runs `rounds` rounds of multiply-adds that need no memory, and returns how many scalar
  /// multiply-adds those were: over the time they took, the CPU's limit.
  public static func multiplyAdds<Scalar: KernelScalar>(
    rounds: Int, of _: Scalar.Type, instructionSet: InstructionSet = .current
  ) -> Int {
    require(rounds >= 0, "\(rounds) rounds of multiply-adds")
    var sink: Scalar = 0.5
    return rounds * Scalar.kernels(for: instructionSet).elementwise.multiplyAdds(rounds, &sink)
  }
}
