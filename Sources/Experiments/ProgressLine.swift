/// Where a training run is, in one line of ASCII.
public struct ProgressLine: Sendable, Equatable {
  /// Steps that are done.
  public var step: Int
  /// Steps of the whole run.
  public var steps: Int
  /// Steps per second, or nil where it is not known yet.
  public var rate: Double?
  /// The task's loss.
  public var loss: Double
  /// The wavelet loss, 0 where there is none.
  public var waveletLoss: Double

  /// Where a run is.
  public init(step: Int, steps: Int, rate: Double?, loss: Double, waveletLoss: Double) {
    self.step = step
    self.steps = steps
    self.rate = rate
    self.loss = loss
    self.waveletLoss = waveletLoss
  }

  /// The line, cut at a width in columns where one is given.
  public func text(width: Int? = nil) -> String {
    var parts = ["step \(step)/\(steps)"]
    if let rate { parts.append("\(rate.significant(3)) steps/s") }
    parts.append("loss \(Self.number(loss))")
    if waveletLoss != 0 { parts.append("wavelet loss \(Self.number(waveletLoss))") }
    if let rate, rate > 0, rate.isFinite {
      parts.append("\(Self.time(Double(max(0, steps - step)) / rate)) left")
    }
    let text = parts.joined(separator: "  ")
    return width.map { String(text.prefix(max(0, $0))) } ?? text
  }

  /// A loss that is not finite is news and is shown.
  private static func number(_ value: Double) -> String {
    value.isFinite ? value.significant(4) : "\(value)"
  }

  /// Hours, minutes and seconds.
  private static func time(_ seconds: Double) -> String {
    // A century is enough, and fits.
    let total = Int(min(seconds.rounded(.up), 3.2e9))
    let (hours, minutes, rest) = (total / 3600, total / 60 % 60, total % 60)
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return hours > 0
      ? "\(hours):\(padded(minutes)):\(padded(rest))" : "\(minutes):\(padded(rest))"
  }
}
