/// How a signal continues beyond its ends, named as in PyWavelets.
///
/// Below, `x` has samples a b c d. One level of a signal of `n` gives ⌊(n + L − 1)/2⌋ coefficients a
/// band, but ⌈n/2⌉ for ``periodization``. The extensions of a signal that is shorter than the
/// filter go on by the same rule as far as the filter reaches.
public enum ExtensionMode: String, CaseIterable, Sendable {
  /// By zeros: 0 0 | a b c d | 0 0.
  case zero
  /// By the samples at the ends: a a | a b c d | d d.
  case constant
  /// Mirrored beside the samples at the ends: b a | a b c d | d c.
  case symmetric
  /// Periodically: c d | a b c d | a b.
  case periodic
  /// Along the straight lines through the two samples at either end: 3a − 2b, 2a − b | a b c d |
  /// 2d − c, 3d − 2c. A single sample is constant.
  case smooth
  /// Periodically with as few coefficients as samples; an odd signal first repeats its last
  /// sample: c d | a b c d | a b.
  case periodization
  /// Mirrored at the samples at the ends: c b | a b c d | c b. A single sample is constant.
  case reflect
  /// Mirrored beside the samples at the ends with changed sign: −b −a | a b c d | −d −c.
  case antisymmetric
  /// Rotated about the samples at the ends: 2a − c, 2a − b | a b c d | 2d − c, 2d − b. A single sample
  /// is constant.
  case antireflect
}
