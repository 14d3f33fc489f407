internal import Glibc

extension TrainingProgress.Style {
  /// The style that suits standard error: a terminal that can move its cursor, or anything else.
  public static func standardError(interval: Double = 30) -> Self {
    let terminal = getenv("TERM").map { String(cString: $0) } ?? ""
    let canRedraw = isatty(STDERR_FILENO) == 1 && terminal != "dumb" && terminal != ""
    return canRedraw ? .terminal { terminalWidth() } : .lines(interval: interval)
  }

  /// Columns of the terminal; 80 where it does not tell.
  private static func terminalWidth() -> Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}

extension TrainingProgress {
  /// Seconds of a clock that is never set back.
  public static func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// Writes to standard error. What cannot be written is lost: training goes on.
  public static func writeToStandardError(_ text: String) {
    var text = text
    text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
