internal import Glibc

extension OpenBLAS {
  /// Set in a process that was restarted, so that it is not restarted again.
  static let restartedVariable = "WAVEPRESS_OPENBLAS_RESTARTED"

  /// Starts this program anew where OpenBLAS has mis-detected the CPU.
  ///
  /// For executables, as the first statement of `main`, before there are threads, open files
  /// or output: where ``recommendedCoreType`` names a core, the process is replaced by
  /// `/proc/self/exe` with the same arguments and environment and `OPENBLAS_CORETYPE` set,
  /// and this call does not return. Its process id stays, its name in `ps -o comm` becomes
  /// "exe". Child processes inherit the variable.
  ///
  /// A value the user has set is never replaced, and a process restarts once at most.
  ///
  /// - Returns: True where there is nothing to do. False where a better core exists, but a
  ///   restart did not bring it or could not be made.
  @discardableResult
  public static func restartWithRecommendedCoreType() -> Bool {
    guard environmentValue(restartedVariable) == nil else {
      // The value in the environment is the one this function set: judge the core alone.
      return coreType(environmentValue: nil) == nil
    }
    guard let core = recommendedCoreType else { return true }
    setenv(coreTypeVariable, core, 1)
    setenv(restartedVariable, "1", 1)
    execv("/proc/self/exe", CommandLine.unsafeArgv)
    // Only a failure comes back: leave the environment as it was found.
    unsetenv(coreTypeVariable)
    unsetenv(restartedVariable)
    return false
  }
}
