/// NumPy's `.npy` format, as far as signals need it: little-endian `<f4` and `<f8` in C order, of
/// one or two dimensions. Versions 1.0, 2.0 and 3.0 are read, 1.0 is written.
///
/// Source: `numpy/lib/format.py`.
public enum NumPyFile {
  /// What every file begins with.
  static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
}
