import RealModule

/// Learning-rate schedules: pure functions from a step, counted from 0, to a factor of the base rate.
public enum Schedule: Sendable, Equatable {
  /// 1 at every step.
  case constant
  /// The same factor at every step, for a rate that is changed by what training sees.
  case scaled(by: Double)
  /// `factor^⌊step / period⌋`.
  case steps(period: Int, factor: Double)
  /// Falls from 1 to `final` along half a cosine over `steps` steps, then stays (Loshchilov and
  /// Hutter 2017, without restarts).
  case cosine(steps: Int, final: Double)

  /// The factor at a step.
  public func factor(at step: Int) -> Double {
    switch self {
    case .constant: return 1
    case .scaled(let factor): return factor
    case .steps(let period, let factor):
      return Double.pow(factor, step / max(1, period))
    case .cosine(let steps, let final):
      let progress = min(1, Double(step) / Double(max(1, steps)))
      return final + (1 - final) * (1 + Double.cos(.pi * progress)) / 2
    }
  }
}
