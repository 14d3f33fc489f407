/// The element-wise part of a gated recurrent unit (paper, equations 9–12): each function is one pass
/// over its arguments.
///
/// Arguments are row-major `[samples, width]`, except `inputs` `[samples, 3·width]`, which holds reset,
/// update and state side by side.
public struct GatedUnitKernels<Scalar>: Sendable {
  /// A read-only pointer.
  public typealias In = UnsafePointer<Scalar>
  /// A writable pointer.
  public typealias Out = UnsafeMutablePointer<Scalar>

  /// `reset = σ(reset + inputs)`, `update` likewise, `product = reset ⊙ hidden`.
  public typealias Gates =
    @Sendable (
      _ reset: Out, _ update: Out, _ inputs: In, _ hidden: In, _ product: Out,
      _ samples: Int, _ width: Int
    ) -> Void

  /// `state = tanh(state + inputs)`, `next = hidden + update ⊙ (state − hidden)`.
  public typealias State =
    @Sendable (
      _ state: Out, _ inputs: In, _ update: In, _ hidden: In, _ next: Out,
      _ samples: Int, _ width: Int
    ) -> Void

  /// Replaces the values of `state` and `update` by the gradients before their non-linearities, and
  /// the gradient with respect to `next` by its part `(1 − update)` with respect to `hidden`.
  public typealias StatePullback =
    @Sendable (_ gradient: Out, _ state: Out, _ update: Out, _ hidden: In, _ count: Int) -> Void

  /// Replaces the values of `reset` by the gradient before the non-linearity, and adds what `hidden`
  /// gets through `product` to `gradient`.
  public typealias GatesPullback =
    @Sendable (
      _ productGradient: In, _ reset: Out, _ hidden: In, _ gradient: Out, _ count: Int
    ) -> Void

  /// The gates and the reset hidden state.
  public let gates: Gates
  /// The candidate state and the next hidden state.
  public let state: State
  /// Pullback of ``state``.
  public let statePullback: StatePullback
  /// Pullback of ``gates``.
  public let gatesPullback: GatesPullback

  /// Gathers the kernels of one build.
  public init(
    gates: @escaping Gates, state: @escaping State, statePullback: @escaping StatePullback,
    gatesPullback: @escaping GatesPullback
  ) {
    self.gates = gates
    self.state = state
    self.statePullback = statePullback
    self.gatesPullback = gatesPullback
  }
}
