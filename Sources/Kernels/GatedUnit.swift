public import KernelInterface

/// The element-wise part of a gated recurrent unit (paper, equations 9–12) on the SIMD kernels, each
/// function one pass.
///
/// ## Shapes
/// Spans are row-major `[samples, width]`, except `inputs` `[samples, 3·width]`, which holds what
/// reset, update and state get from the input side by side, and `hidden` in
/// ``state(_:inputs:update:hidden:width:instructionSet:)``. Counts that do not fit trap.
public enum GatedUnit {
  /// `reset = σ(reset + inputs)`, `update` likewise, `product = reset ⊙ hidden`.
  public static func gates<Scalar: KernelScalar>(
    reset: inout MutableSpan<Scalar>, update: inout MutableSpan<Scalar>, inputs: Span<Scalar>,
    hidden: Span<Scalar>, product: inout MutableSpan<Scalar>, width: Int,
    instructionSet: InstructionSet = .current
  ) {
    let samples = requireSamples(reset.count, width, inputs: inputs.count)
    requireCounts(reset.count, update.count, hidden.count, product.count)
    let kernel = Scalar.kernels(for: instructionSet).gatedUnit.gates
    guard samples > 0 else { return }
    reset.withUnsafeMutableBufferPointer { reset in
      update.withUnsafeMutableBufferPointer { update in
        product.withUnsafeMutableBufferPointer { product in
          inputs.withUnsafeBufferPointer { inputs in
            hidden.withUnsafeBufferPointer { hidden in
              kernel(
                reset.baseAddress!, update.baseAddress!, inputs.baseAddress!, hidden.baseAddress!,
                product.baseAddress!, samples, width)
            }
          }
        }
      }
    }
  }

  /// `state = tanh(state + inputs)`, and the next hidden state
  /// `hidden + update ⊙ (state − hidden)`.
  ///
  /// - Parameters:
  ///   - state: What the state gets from the hidden one; becomes the candidate state.
  ///   - inputs: `[samples, 3·width]`: what the gates and the state get from the input.
  ///   - update: The values of the update gate.
  ///   - hidden: `[2, samples, width]`: the hidden state, followed by the next one, which is
  ///     written.
  ///   - width: Features of a hidden state.
  ///   - instructionSet: Which kernels run.
  public static func state<Scalar: KernelScalar>(
    _ state: inout MutableSpan<Scalar>, inputs: Span<Scalar>,
    update: Span<Scalar>, hidden: inout MutableSpan<Scalar>, width: Int,
    instructionSet: InstructionSet = .current
  ) {
    let samples = requireSamples(state.count, width, inputs: inputs.count)
    requireCounts(2 * state.count, 2 * update.count, hidden.count, hidden.count)
    let kernel = Scalar.kernels(for: instructionSet).gatedUnit.state
    guard samples > 0 else { return }
    state.withUnsafeMutableBufferPointer { state in
      hidden.withUnsafeMutableBufferPointer { hidden in
        inputs.withUnsafeBufferPointer { inputs in
          update.withUnsafeBufferPointer { update in
            kernel(
              state.baseAddress!, inputs.baseAddress!, update.baseAddress!, hidden.baseAddress!,
              hidden.baseAddress! + state.count, samples, width)
          }
        }
      }
    }
  }

  /// The pullback of ``state(_:inputs:update:hidden:width:instructionSet:)``.
  ///
  /// - Parameters:
  ///   - gradient: With respect to the next hidden state; becomes `(1 − update)` times that, the
  ///     part of the gradient with respect to `hidden` that does not go through a gate.
  ///   - state: The values left by the forward pass; becomes the gradient before the tanh.
  ///   - update: Likewise, before the logistic function.
  ///   - hidden: The hidden state before the step.
  ///   - instructionSet: Which kernels run.
  public static func statePullback<Scalar: KernelScalar>(
    gradient: inout MutableSpan<Scalar>, state: inout MutableSpan<Scalar>,
    update: inout MutableSpan<Scalar>, hidden: Span<Scalar>,
    instructionSet: InstructionSet = .current
  ) {
    requireCounts(gradient.count, state.count, update.count, hidden.count)
    let kernel = Scalar.kernels(for: instructionSet).gatedUnit.statePullback
    guard !gradient.isEmpty else { return }
    gradient.withUnsafeMutableBufferPointer { gradient in
      state.withUnsafeMutableBufferPointer { state in
        update.withUnsafeMutableBufferPointer { update in
          hidden.withUnsafeBufferPointer { hidden in
            kernel(
              gradient.baseAddress!, state.baseAddress!, update.baseAddress!, hidden.baseAddress!,
              gradient.count)
          }
        }
      }
    }
  }

  /// The pullback of
  /// ``gates(reset:update:inputs:hidden:product:width:instructionSet:)`` in its product; that of
  /// the update gate is part of
  /// ``statePullback(gradient:state:update:hidden:instructionSet:)``.
  ///
  /// - Parameters:
  ///   - productGradient: With respect to `reset ⊙ hidden`.
  ///   - reset: The values left by the forward pass; becomes the gradient before the logistic
  ///     function.
  ///   - hidden: The hidden state before the step.
  ///   - gradient: Receives the gradient with respect to `hidden`, added to what is there.
  ///   - instructionSet: Which kernels run.
  public static func gatesPullback<Scalar: KernelScalar>(
    productGradient: Span<Scalar>, reset: inout MutableSpan<Scalar>, hidden: Span<Scalar>,
    gradient: inout MutableSpan<Scalar>, instructionSet: InstructionSet = .current
  ) {
    requireCounts(gradient.count, productGradient.count, reset.count, hidden.count)
    let kernel = Scalar.kernels(for: instructionSet).gatedUnit.gatesPullback
    guard !gradient.isEmpty else { return }
    gradient.withUnsafeMutableBufferPointer { gradient in
      reset.withUnsafeMutableBufferPointer { reset in
        productGradient.withUnsafeBufferPointer { productGradient in
          hidden.withUnsafeBufferPointer { hidden in
            kernel(
              productGradient.baseAddress!, reset.baseAddress!, hidden.baseAddress!,
              gradient.baseAddress!, gradient.count)
          }
        }
      }
    }
  }

  private static func requireSamples(
    _ count: Int, _ width: Int, inputs: Int
  ) -> Int {
    require(
      width > 0 && count.isMultiple(of: width), "\(count) scalars are no samples of width \(width)")
    require(inputs == 3 * count, "\(inputs) inputs for \(count) hidden scalars: not three times")
    return count / width
  }

  // Not variadic, which would allocate.
  private static func requireCounts(_ due: Int, _ a: Int, _ b: Int, _ c: Int) {
    require(
      a == due && b == due && c == due, "Spans of \(a), \(b) and \(c) scalars where \(due) are due")
  }
}
