public import Kernels
public import LinearAlgebra
public import Networks

/// One training, from its start or from a checkpoint, to its end or to an interruption.
public protocol TrainingRun: AnyObject {
  /// The kind of its settings.
  associatedtype Configuration: RunConfiguration

  /// What the run computes.
  var configuration: Configuration { get }
  /// Steps taken.
  var step: Int { get }
  /// Steps of the whole run.
  var stepCount: Int { get }

  /// Begins a log, or goes on with one after the steps taken.
  func openLog(_ path: String) throws(FileError)

  /// Goes on from a checkpoint of the same settings and data.
  ///
  /// - Throws: `FileError` where the checkpoint is of another run. The run is unchanged then.
  func resume(from checkpoint: Checkpoint<Float>, at path: String) throws(FileError)

  /// Trains to the end, or until `isInterrupted` says so, and writes a checkpoint in either case.
  ///
  /// - Parameters:
  ///   - isInterrupted: Asked before each step.
  ///   - observe: Told after each step.
  /// - Returns: Whether training has come to its end.
  /// - Throws: `TrainingError` where a loss is not finite, in training or of an epoch (the last
  ///   checkpoint stays), and `FileError`.
  func train(isInterrupted: () -> Bool, observe: (TrainingStatus) -> Void) throws -> Bool
}

extension TrainingRun {
  /// Trains unobserved.
  public func train(isInterrupted: () -> Bool = { false }) throws -> Bool {
    try train(isInterrupted: isInterrupted) { _ in }
  }

  /// Throws where what an epoch's network is worth is not finite.
  func requireFinite(_ value: Double, _ name: String) throws(TrainingError) {
    guard value.isFinite else { throw TrainingError(step: step, found: "\(name) \(value)") }
  }
}

/// What is seen of a run while it goes on.
public struct TrainingStatus: Sendable {
  /// Steps taken.
  public let step: Int
  /// Mean loss of the task since the epoch began, or since the last line of the log.
  public let loss: Double
  /// The wavelet loss of the step, before it was taken; 0 where no filters are learned freely.
  public let waveletLoss: Double
}
