/// Signals or coefficients as a file holds them: one signal, or a batch of equally long ones.
public struct SampleArray: Sendable, Equatable {
  /// Samples of one of the two types.
  public enum Samples: Sendable, Equatable {
    /// Of 32 bits.
    case float([Float])
    /// Of 64 bits.
    case double([Double])
  }

  /// `[length]` or `[batch, length]`, none of them 0.
  public let shape: [Int]
  /// The samples, row-major.
  public let samples: Samples

  /// Signals of a shape. Traps where it is not `[length]` or `[batch, length]`, or does not fit the
  /// samples.
  public init(shape: [Int], _ samples: Samples) {
    let count =
      switch samples {
      case .float(let values): values.count
      case .double(let values): values.count
      }
    guard (1...2).contains(shape.count), shape.allSatisfy({ $0 >= 1 }),
      shape.reduce(1, *) == count
    else { fatalError("\(count) samples for the shape \(shape)") }
    self.shape = shape
    self.samples = samples
  }

  /// Samples of one signal.
  public var length: Int { shape.last! }
  /// How many signals.
  public var batch: Int { shape.count == 1 ? 1 : shape[0] }
}
