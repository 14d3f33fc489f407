/// Seconds of a run, over all of its starts.
struct TrainingClock {
  private var before = 0.0
  private var start: ContinuousClock.Instant?

  /// A clock that stands.
  ///
  /// - Parameter seconds: What it shows.
  init(seconds: Double = 0) { before = seconds }

  /// What it shows, whether it runs or stands.
  var seconds: Double {
    before + (start.map { ($0.duration(to: .now)) / .seconds(1) } ?? 0)
  }

  /// Lets it run.
  mutating func begin() { start = .now }

  /// Stops it.
  mutating func end() {
    before = seconds
    start = nil
  }
}
