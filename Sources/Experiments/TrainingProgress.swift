/// Reports where a training run is: on a terminal in one line that is redrawn, elsewhere in plain
/// lines now and then.
public struct TrainingProgress {
  /// Where the reports go.
  public enum Style {
    /// A line that is redrawn at most 5 times a second, and cut at the terminal's width in columns,
    /// which is asked each time.
    case terminal(width: () -> Int)
    /// Plain lines without control characters, so many seconds apart.
    case lines(interval: Double)
  }

  private let steps: Int
  private let start: (step: Int, time: Double)
  private let style: Style
  private let clock: () -> Double
  private let write: (String) -> Void
  /// When the last report was made.
  private var reported: Double
  private var latest: ProgressLine?
  private var latestIsShown = true

  /// A report of a run that begins now.
  ///
  /// - Parameters:
  ///   - steps: Steps of the whole run.
  ///   - step: Steps that were done before, where it is resumed.
  ///   - style: How to report.
  ///   - clock: Seconds since any time.
  ///   - write: Takes the text.
  public init(
    steps: Int, from step: Int = 0, style: Style = .standardError(),
    clock: @escaping () -> Double = TrainingProgress.seconds,
    write: @escaping (String) -> Void = TrainingProgress.writeToStandardError
  ) {
    self.steps = steps
    self.style = style
    self.clock = clock
    self.write = write
    start = (step, clock())
    reported = start.time
    // The first line is drawn at once.
    if case .terminal = style { reported = -.infinity }
  }

  /// To be called after each step; seldom writes.
  ///
  /// - Parameters:
  ///   - step: Steps that are done.
  ///   - loss: The task's loss.
  ///   - waveletLoss: The wavelet loss, 0 where there is none.
  public mutating func update(step: Int, loss: Double, waveletLoss: Double = 0) {
    let now = clock()
    let elapsed = now - start.time
    latest = ProgressLine(
      step: step, steps: steps, rate: elapsed > 0 ? Double(step - start.step) / elapsed : nil,
      loss: loss, waveletLoss: waveletLoss)
    latestIsShown = false
    if now - reported >= interval { show(at: now) }
  }

  /// To be called at the end: reports the last step and leaves the line.
  public mutating func finish() {
    if !latestIsShown { show(at: clock()) }
    if case .terminal = style, latest != nil { write("\n") }
    latest = nil
  }

  private var interval: Double {
    switch style {
    case .terminal: 0.2
    case .lines(let interval): interval
    }
  }

  private mutating func show(at now: Double) {
    guard let latest else { return }
    switch style {
    case .terminal(let width):
      // Erased before it is drawn, and never full: at the last column terminals differ.
      write("\r\u{1b}[K" + latest.text(width: width() - 1))
    case .lines: write(latest.text() + "\n")
    }
    reported = now
    latestIsShown = true
  }
}
