public import StructuredLinear

/// What training needs of a network.
public protocol Model<Scalar>: Sendable {
  /// `Float` or `Double`.
  associatedtype Scalar: LayerScalar

  /// What can be learned, by name. The count of its values is the exact number of weights.
  var parameters: Parameters<Scalar> { get }

  /// Takes new values for all parameters, in their layout. Traps for another count.
  mutating func assign(_ values: some Collection<Scalar>)

  /// What the network adds to the objective: the wavelet loss of its maps.
  var auxiliaryLoss: Scalar { get }

  /// Adds `weight` times the gradient of ``auxiliaryLoss`` to a gradient in the parameters' layout.
  func accumulateAuxiliaryGradient(
    weight: Scalar, into parameterGradient: inout MutableSpan<Scalar>)

  /// Before a training step: draws what maps leave to chance, such as the masks of dropout.
  mutating func resample(using generator: inout some RandomNumberGenerator)

  /// Before evaluation: leaves nothing to chance.
  mutating func removeMasks()
}
