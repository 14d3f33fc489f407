/// The three recurrent maps of a gated recurrent unit.
public enum Gate: String, CaseIterable, Sendable {
  /// Decides how much of the hidden state the candidate sees, `r`.
  case reset
  /// Decides how much of the hidden state the candidate replaces, `z`.
  case update
  /// Makes the candidate state, `c`.
  case state
}
