internal import COpenBLAS

/// The OpenBLAS library this process has loaded.
public enum OpenBLAS {
  /// The CPU core whose kernels compute, such as "Haswell" or "SkylakeX".
  public static var coreName: String { String(cString: openblas_get_corename()) }

  /// The version and the build options in OpenBLAS's own words.
  ///
  /// For example "OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH NO_AFFINITY SkylakeX MAX_THREADS=64".
  public static var configuration: String { String(cString: openblas_get_config()) }

  /// The version, such as "0.3.21"; empty where the configuration does not tell it.
  public static var version: String { version(in: configuration) }

  /// The largest number of threads one call computes with.
  ///
  /// The number is the process's, not the thread's: set it while no other thread is in a
  /// BLAS or LAPACK call. Less than 1 and more than `Int32.max` trap. OpenBLAS lowers a
  /// number over the limit it was built with.
  public static var threads: Int {
    get { Int(openblas_get_num_threads()) }
    set {
      guard newValue >= 1, let count = Int32(exactly: newValue) else {
        fatalError("OpenBLAS.threads: \(newValue) is not between 1 and \(Int32.max)")
      }
      openblas_set_num_threads(count)
    }
  }

  /// The word after "OpenBLAS" in a configuration.
  package static func version(in configuration: String) -> String {
    let words = configuration.split(separator: " ")
    guard words.count > 1, words[0] == "OpenBLAS" else { return "" }
    return String(words[1])
  }
}
