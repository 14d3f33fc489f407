/// How a signal continues beyond its ends, named as in PyWavelets.
public enum ExtensionMode: String, CaseIterable, Sendable {
  /// By zeros. One level of a signal of `n` gives ⌊(n + L − 1)/2⌋ coefficients a band.
  case zero
  /// Periodically, with the last sample repeated once where the length is odd. One level gives
  /// ⌈n/2⌉ coefficients a band.
  case periodization
}
